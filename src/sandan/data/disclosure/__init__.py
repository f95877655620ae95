"""Hidden cells: what is known about them, and hiding enough that nothing can be worked out."""
