"""Asking people what became of them, and keeping what they say."""
