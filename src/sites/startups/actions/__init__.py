"""What is done with start-ups: taken in, moved on, helped, seen out."""
