"""Attachments and letters in the form."""
