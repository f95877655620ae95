"""The sections of the case report, each titled by the question that it answers."""
