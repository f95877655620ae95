"""Who had which support since when, and which firms can be followed: what is settled before any estimate."""
