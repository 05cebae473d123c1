"""The page on which criteria sets are looked at and changed."""
