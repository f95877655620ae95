"""Pages of imports: the way of a file into the vault, and what lies there."""
