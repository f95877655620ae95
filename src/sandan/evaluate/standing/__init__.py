"""How a place stands: who is like it, is it on track, which jobs are counted, and arithmetic of what if."""
