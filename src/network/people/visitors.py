"""Moved to network.access.visitors."""

from network.access.visitors import CurrentVisitor, Grant, SignedIn, Visitor

__all__ = ["CurrentVisitor", "Grant", "SignedIn", "Visitor"]
