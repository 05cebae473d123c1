"""Criteria sets, rounds, assessors and marks."""
