"""What a manager does with a centre's website."""
