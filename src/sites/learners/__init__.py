"""Learners of a centre: the list, the record of one person."""
