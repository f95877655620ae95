"""The interface for programs: what pages show, as JSON, for the same people under the same rights."""
