"""A corpus of our own: messy workbooks as ministries would send them, each with what it means."""
