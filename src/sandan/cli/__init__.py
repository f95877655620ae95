"""The command line: the core without a web server."""
