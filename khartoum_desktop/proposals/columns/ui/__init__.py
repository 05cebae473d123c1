"""Choosing columns on the screen."""
