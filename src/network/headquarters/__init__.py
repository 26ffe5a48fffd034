"""What the group looks at: centres side by side, and what each figure means."""
