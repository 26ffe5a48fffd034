"""The list of learners as a file."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from core.exports import Column, Kind, Sheet
from core.forms import clean
from core.permissions import Permission, needs
from core.web.dependencies import Db
from core.web.downloads import as_file
from i18n.messages import _
from network.units.current import CurrentSite
from sites.learners.queries import LONGEST_SEARCH, learner_list

_ALL = 1_000_000


@get(
    "/manage/{site_code:str}/downloads/learners/{file_format:str}",
    name="learners.download",
    include_in_schema=False,
    **needs(Permission.LEARNERS_VIEW),
)
async def learners_download(
    session: Db, site: CurrentSite, file_format: FromPath[str], q: FromQuery[str] = ""
) -> Response[bytes]:
    """Whoever the search finds, on all its pages."""
    search = str(clean(q))[:LONGEST_SEARCH]
    found = await learner_list(session, search=search, after="", limit=_ALL)
    sheet = Sheet(
        _("Learners"),
        [
            Column(_("Number")),
            Column(_("Name")),
            Column(_("E-mail address")),
            Column(_("Registrations"), Kind.NUMBER),
            Column(_("Last registered"), Kind.DAY),
        ],
        [[line.ref, line.name, line.email, line.registrations, line.last_on] for line in found.lines],
        lines=[str(site.name), *([search] if search else [])],
    )
    return await as_file(sheet, file_format, name=f"{site.code}-learners")
