"""Formats in Korean."""
