"""Messy sheets in: read, guess, clean, match, plan, apply."""
