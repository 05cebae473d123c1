"""The scoring pages."""
