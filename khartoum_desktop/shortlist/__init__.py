"""Ranking and shortlists."""
