"""Assessment rounds: what is assessed, by whom, until when, and what each may see."""
