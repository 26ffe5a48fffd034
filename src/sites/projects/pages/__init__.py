"""Projects as the centre works with them."""

from sites.projects.pages.projects import ProjectPages
from sites.projects.pages.work import ProjectWorkPages

__all__ = ["ProjectPages", "ProjectWorkPages"]
