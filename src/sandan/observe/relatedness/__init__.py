"""Which industries are found together, and how near a region is to those that it lacks."""
