"""How unevenly an industry is spread over regions, and whether chance would do the same."""
