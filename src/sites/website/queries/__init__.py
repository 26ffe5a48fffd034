"""What is asked of a centre's website."""
