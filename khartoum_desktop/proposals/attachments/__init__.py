"""Files that belong to a proposal, and the letters by which parties consent."""
