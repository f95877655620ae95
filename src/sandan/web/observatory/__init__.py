"""The screens that answer: who are we, which clusters, why did it change."""
