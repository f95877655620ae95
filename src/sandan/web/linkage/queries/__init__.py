"""Reading lists, runs and rows."""
