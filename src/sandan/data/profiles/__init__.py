"""Source profiles: foreign bytes in, a table of a known kind and a quality report out."""
