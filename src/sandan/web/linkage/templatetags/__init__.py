"""Words of the matching."""
