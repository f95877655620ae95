"""Which clusters exist, and how a count came to change: functions from tables to tables."""
