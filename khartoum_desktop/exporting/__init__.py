"""Documents out: one report, a writer per format."""
