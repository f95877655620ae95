"""What crosses every border: tables, codes, places, sources, the vault, disclosure control."""
