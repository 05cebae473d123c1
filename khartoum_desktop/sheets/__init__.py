"""Spreadsheets in and out: a watched reader process, and an injection-safe writer."""
