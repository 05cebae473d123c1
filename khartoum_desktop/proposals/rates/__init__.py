"""Exchange rates: what amounts in other currencies are worth in the reporting currency."""
