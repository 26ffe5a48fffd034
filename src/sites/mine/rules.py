"""How long a way in is open. Pure."""

from datetime import timedelta
from typing import Final

LINK_LASTS: Final = timedelta(minutes=30)
IDLE: Final = timedelta(minutes=30)
"""On a shared computer the page closes by itself."""
LONGEST: Final = timedelta(hours=4)
