"""Forgetting proposals, or an import, brought in by mistake: for good, with everything that was said of them."""
