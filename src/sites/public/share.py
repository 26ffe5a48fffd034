"""The picture that stands beside a link when somebody shares it: title, centre and day, in any script."""

import hashlib
from collections import OrderedDict
from typing import Any, Final

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from core.pdf import compile_picture
from core.permissions import Permission, needs
from core.web.dependencies import Db, Today
from i18n.active import current
from i18n.content import Localized
from i18n.formatting import day, day_range, language_name, listing
from i18n.messages import _
from network.units.current import CurrentSite
from sites.registrations.queries import course_of
from sites.website.queries.contact import presence
from sites.website.queries.pages import published_article

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_TEMPLATE: Final = "public/share.typ"
_MOST: Final = 64


class _Pictures:
    """The last ones made. They weigh little and cost a while."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, bytes] = OrderedDict()

    async def get(self, tag: str, values: dict[str, Any]) -> bytes:
        if tag not in self._made:
            self._made[tag] = await compile_picture(_TEMPLATE, values)
            if len(self._made) > _MOST:
                self._made.popitem(last=False)
        return self._made[tag]


_pictures = _Pictures()


class SharePictures(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/share.png", name="public.share", **_PUBLIC)
    async def of_site(
        self, request: Request[Any, Any, Any], session: Db, site: CurrentSite, today: Today
    ) -> Response[bytes]:
        found = await presence(session, today=today)
        return await _picture(request, _("Free digital training"), site.name, [found.address])

    @get("/courses/{cohort_code:str}/share.png", name="public.share_course", **_PUBLIC)
    async def of_course(
        self, request: Request[Any, Any, Any], session: Db, site: CurrentSite, cohort_code: FromPath[str]
    ) -> Response[bytes]:
        course = await course_of(session, cohort_code)
        return await _picture(
            request,
            site.name,
            course.title,
            [day_range(course.starts_on, course.ends_on), listing(map(language_name, course.languages)), _("Free")],
        )

    @get("/news/{page_code:str}/share.png", name="public.share_news", **_PUBLIC)
    async def of_news(
        self, request: Request[Any, Any, Any], session: Db, site: CurrentSite, today: Today, page_code: FromPath[str]
    ) -> Response[bytes]:
        article = await published_article(session, page_code, until=today)
        return await _picture(request, site.name, article.title, [day(article.dated_on)] if article.dated_on else [])


async def _picture(request: Request[Any, Any, Any], above: Any, title: Localized, below: list[str]) -> Response[bytes]:
    values = {"above": str(above), "title": title, "below": below}
    known = f"{current().tag}|{above}|{dict(title)}|{below}"
    tag = f'"{hashlib.blake2b(known.encode(), digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(await _pictures.get(tag, values), media_type="image/png", headers=headers)
