"""What will be compared is written down before the outcome is seen, and every run of it is kept."""
