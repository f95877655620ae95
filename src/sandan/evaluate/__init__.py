"""What may be concluded: indicators with their definitions, claims with their evidence."""
