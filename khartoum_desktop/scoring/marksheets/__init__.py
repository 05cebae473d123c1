"""Marks that come in files: tables of marks, and the sheets of assessors who work without the program."""
