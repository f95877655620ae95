"""The vault: files become snapshots that never change, and everybody can check that."""
