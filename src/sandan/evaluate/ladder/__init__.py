"""Was it the policy, the place or the mix: one question on several rungs, each with less to object to."""
