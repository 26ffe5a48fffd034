"""What is done with projects: begun, moved on, worked on, shown."""
