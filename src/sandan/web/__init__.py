"""The office: the web application around the core."""
