"""Bring a centre to life: what it still lacks, and when it may open to the public."""
