"""The page of duplicates, and the line that names similar proposals while a title is typed."""
