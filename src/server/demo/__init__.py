"""The demo network: made-up but plausible centres, courses and two years of records."""
