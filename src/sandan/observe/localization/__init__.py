"""Whether the sites of an industry stand closer to each other than chance would put them, and how far."""
