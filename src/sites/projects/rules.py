"""From stage to stage: forward on a day, back with a reason. Pure, and for start-ups as well."""

import re
from collections.abc import Sequence
from datetime import date

from i18n.messages import _
from i18n.search import fold


def step_problems(
    order: Sequence[str], *, now_at: str, to: str, on: date, last_step_on: date, today: date, reason: str
) -> dict[str, str]:
    """What is wrong with a step: field -> sentence. Stages may be passed over; whatever goes back says why."""
    problems: dict[str, str] = {}
    if to not in order or to == now_at:
        problems["stage"] = _("Please choose another stage.")
    elif order.index(to) < order.index(now_at) and not reason:
        problems["reason"] = _("Please say why it goes back.")
    if on > today:
        problems["on"] = _("This day lies in the future.")
    elif on < last_step_on:
        problems["on"] = _("This day lies before the last step.")
    return problems


def code_of(name: str, otherwise: str) -> str:
    """What stands in the address when nobody has said it."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return "-".join(words[:5])[:50].strip("-") or otherwise
