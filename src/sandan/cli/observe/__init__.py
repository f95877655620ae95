"""``sandan observe``: measures of published tables and of anybody's own files."""
