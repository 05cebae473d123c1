"""Searches of the list: what a column can be asked, searches that are kept, the order of the rows, and finding them."""
