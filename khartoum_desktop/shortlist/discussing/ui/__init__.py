"""The page that says what to discuss first."""
