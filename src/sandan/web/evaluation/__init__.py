"""What the policy did and what nobody can know: evaluations that are fixed before they are computed."""
