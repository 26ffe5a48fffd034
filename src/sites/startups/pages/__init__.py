"""Start-ups as the centre works with them."""

from sites.startups.pages.help import StartupHelpPages
from sites.startups.pages.startups import StartupPages

__all__ = ["StartupHelpPages", "StartupPages"]
