"""Whose browser is asking, on a learner's own page; the cookie it carries."""

from datetime import datetime, timedelta
from typing import Any, Final

from litestar import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.settings import Settings
from network.units.current import SiteContext
from sites.mine.actions import learner_signed_in
from sites.mine.errors import LinkNeeded
from sites.mine.queries import Me, me
from sites.mine.rules import LONGEST

# Not "no-referrer": browsers then send the page's own form without an origin, as a stranger's would be.
PRIVATE: Final = {"Cache-Control": "private, no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


def cookie_name(site: SiteContext) -> str:
    """One per centre: somebody may learn at two. Staff have another one."""
    return f"archipel_me_{site.code}"


async def me_or_nobody(
    request: Request[Any, Any, Any], session: AsyncSession, site: SiteContext, now: datetime
) -> Me | None:
    learner_id = await learner_signed_in(session, request.cookies.get(cookie_name(site)), now=now)
    return None if learner_id is None else await me(session, learner_id)


async def me_here(request: Request[Any, Any, Any], session: AsyncSession, site: SiteContext, now: datetime) -> Me:
    """Raises LinkNeeded."""
    found = await me_or_nobody(request, session, site, now)
    if found is None:
        raise LinkNeeded
    return found


def remember(answer: Response[Any], site: SiteContext, token: str, settings: Settings) -> None:
    answer.set_cookie(
        cookie_name(site),
        token,
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https://"),
        max_age=int(LONGEST / timedelta(seconds=1)),
    )


def forget(answer: Response[Any], site: SiteContext) -> None:
    answer.delete_cookie(cookie_name(site))
