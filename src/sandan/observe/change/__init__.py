"""How a number came to change: firm by firm, and industry by industry."""
