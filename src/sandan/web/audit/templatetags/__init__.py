"""Tags of the trail."""
