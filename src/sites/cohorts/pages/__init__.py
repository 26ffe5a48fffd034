"""Pages on which a centre plans: cohorts, sessions, venues."""
