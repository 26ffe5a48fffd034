"""Sources, what was spent and planned, and what is left."""
