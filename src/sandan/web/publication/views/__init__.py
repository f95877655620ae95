"""Pages about reports, open data and what programs can ask."""
