"""The page of the translation desk."""
