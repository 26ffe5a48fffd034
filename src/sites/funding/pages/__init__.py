"""The money of a centre: overview, sources, spending, budget."""
