"""Which columns the list of proposals shows, in which order, how wide, and which of them stay in sight."""
