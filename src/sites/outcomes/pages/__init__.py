"""Pages of follow-up, by kind of person."""
