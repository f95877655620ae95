"""Which industries a region has more of than others have, and whether chance would do the same."""
