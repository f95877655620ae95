"""A backup: one file that holds an office, checks itself, and gives the office back or nothing."""
