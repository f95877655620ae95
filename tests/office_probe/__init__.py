"""An app that only tests know: jobs whose effects can be counted."""
