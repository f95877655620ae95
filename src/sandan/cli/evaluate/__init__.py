"""``sandan evaluate``: what is compared is registered; then the ladder, or one design on anybody's table."""
