"""Where clusters are: which places have more around them than chance would put there."""
