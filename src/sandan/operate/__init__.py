"""The rules of the office as pure functions."""
