"""One assessor's marks as a table: proposals by criteria, typed cell by cell or pasted from a spreadsheet."""
