"""The company register."""
