"""The trail: what was done, by whom, to what, and why."""
