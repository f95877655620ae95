"""What can be asked: each question takes a case of the core and gives sections and plain data."""
