"""Designs for many units, from libraries: one adapter each, and one kind of result."""
