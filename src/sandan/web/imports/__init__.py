"""Files on their way into the vault."""
