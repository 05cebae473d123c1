"""Choosing the best set of proposals under a budget with balance rules."""
