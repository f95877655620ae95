"""Classifications with their revisions, and the concordances between them."""
