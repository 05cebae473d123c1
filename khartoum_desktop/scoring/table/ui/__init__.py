"""The scoring grid: the table, the line about the cell in hand, and the plan of what is pasted."""
