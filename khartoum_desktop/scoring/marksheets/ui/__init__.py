"""The sheets of assessors on the screen."""
