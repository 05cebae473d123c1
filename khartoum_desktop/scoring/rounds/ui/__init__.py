"""The page of the assessment rounds."""
