"""What the centre's own texts leave to be done: languages in which they are not written yet."""

from typing import Any

from sqlalchemy import ScalarSelect, and_, func, literal, not_, or_, select, true, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from core.permissions import Permission
from i18n.messages import lazy, ngettext
from network.units.models import Site
from sites.waiting import Asked, waits


def _words(count: int) -> str:
    return ngettext(
        "The texts of the centre are missing in %(n)s of its languages.",
        "The texts of the centre are missing in %(n)s of its languages.",
        count,
    )


@waits(
    "translations",
    "translate",
    needs=Permission.SITE_EDIT,
    path="/settings",
    link=lazy("To the settings"),
    words=_words,
)
def translations(asked: Asked) -> ScalarSelect[Any]:
    """Only of texts that somebody has written at all."""
    offered = func.unnest(col(Site.languages)).table_valued("tag").render_derived(name="offered")
    texts = [type_coerce(text, JSONB) for text in (col(Site.about), col(Site.practical))]
    missing = [and_(text != literal({}, JSONB), not_(func.jsonb_exists(text, offered.c.tag))) for text in texts]
    here = col(Site.id) == asked.site_id
    return select(func.count()).select_from(Site).join(offered, true()).where(here, or_(*missing)).scalar_subquery()
