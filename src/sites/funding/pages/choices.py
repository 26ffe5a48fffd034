"""What the forms about money offer, and how they are read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.web.dependencies import texts
from i18n.phrases import PROGRAMME
from i18n.texts import proper
from network.curricula.models import Programme
from network.results.indicators import INDICATORS
from sites.funding.queries.balance import TARGETS
from sites.funding.queries.sources import Purpose, purposes, sources
from sites.funding.words import ALERTS, CATEGORIES, KINDS

WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "categories": CATEGORIES,
    "alerts": ALERTS,
    "programmes": {Programme(word): name for word, name in PROGRAMME.items()},
    "indicators": INDICATORS,
}


def kind_choices() -> list[tuple[str, str]]:
    return [(str(one), str(name)) for one, name in KINDS.items()]


def category_choices() -> list[tuple[str, str]]:
    return [(str(one), str(name)) for one, name in CATEGORIES.items()]


def target_choices() -> list[tuple[str, str]]:
    return [(code, str(INDICATORS[code].name)) for code in TARGETS]


def programme_choices() -> list[tuple[str, str]]:
    return [(str(word), str(name)) for word, name in PROGRAMME.items()]


def cohort_choices(known: Sequence[Purpose]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.title} ({proper(one.code)})") for one in known]


async def purpose_choices(session: AsyncSession) -> dict[str, Any]:
    """The selects of a line: what it is for, and who pays."""
    return {
        "programme_choices": programme_choices(),
        "cohort_choices": cohort_choices(await purposes(session)),
        "source_choices": [(one.code, proper(one.name)) for one in await sources(session)],
        "category_choices": category_choices(),
    }


def typed_text(form: dict[str, Any]) -> dict[str, Any]:
    """For the form that is shown again: never an upload, or two values where one is asked."""
    return {name: value for name, value in texts(form, *form).items() if isinstance(value, str)}
