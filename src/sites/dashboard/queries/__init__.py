"""What the start page, the lists and the search of a centre ask. Each question is one statement."""
