"""What would have been without the policy: comparisons of a treated place with others, one design each."""
