"""How much a place can do, judged by what it does, and whether its nearest chances came true."""
