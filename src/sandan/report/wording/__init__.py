"""What a report says in two languages: sentences, numbers, names."""
