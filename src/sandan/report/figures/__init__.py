"""Figures: the record, its definitions, the book that keeps it, the replay."""
