"""The page that chooses the best set under a budget."""
