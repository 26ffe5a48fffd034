"""What a centre does to its plan: venues, cohorts, sessions."""
