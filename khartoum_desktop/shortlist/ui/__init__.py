"""The ranking and shortlist pages."""
