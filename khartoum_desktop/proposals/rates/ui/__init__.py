"""The page of the exchange rates."""
