"""Named, repeatable ways from snapshots to tables, which figures refer to."""
