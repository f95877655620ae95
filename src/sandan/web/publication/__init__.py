"""Reports, open data and the programming interface."""
