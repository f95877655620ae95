"""Commands that need the web application."""
