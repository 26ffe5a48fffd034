"""Moved to network.access.roles."""

from network.access.roles import MAY_GRANT, NAMES, PERMISSIONS, SITE_ROLES, Role

__all__ = ["MAY_GRANT", "NAMES", "PERMISSIONS", "SITE_ROLES", "Role"]
