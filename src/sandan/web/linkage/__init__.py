"""Imported lists matched to the register, with a person deciding."""
