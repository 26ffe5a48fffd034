"""The pages a centre's people begin with: today, cohorts with their places, search, settings."""
