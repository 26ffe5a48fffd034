"""Which features the program is made of. The one list where a new one is named."""

from collections.abc import Sequence
from typing import Any

from core.web.static_files import static_file
from server.api_reader import description
from server.health import HEALTH

ROUTES: Sequence[Any] = (
    static_file,
    description,
    *HEALTH,
)
