"""What chance does to one place: the same comparison where and when there was no policy."""
