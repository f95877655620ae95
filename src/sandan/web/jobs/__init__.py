"""Work in the background, with progress."""
