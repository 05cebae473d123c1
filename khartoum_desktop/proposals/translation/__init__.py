"""The translation desk: the texts of a proposal that exist in three languages, and the terms that belong in them."""
