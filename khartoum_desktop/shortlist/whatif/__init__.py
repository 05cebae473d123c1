"""What if: other weights, kept as scenarios; an older round under the new criteria; the map of two groups."""
