"""Foreign tables as text: encodings, headers, rows, cells, and what was found in them."""
