"""Which industries belong together: similarities, candidate groupings, and their scores on other data."""
