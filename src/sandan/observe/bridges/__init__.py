"""What is between two places: alike or complementary mixes, possible supply, ties that were seen."""
