"""Criteria sets: read from a file and written to one, weighed, copied to be changed, edited."""
