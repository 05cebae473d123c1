"""What a panel should talk about first, and why: divided marks, thresholds, the cut line, shared ranks."""
