"""What moves: firms and jobs that come and go, survival, growth, and the mobility of places."""
