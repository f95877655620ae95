"""Map layers: outlines of places and points of establishments, on one grid, without a server of tiles."""
