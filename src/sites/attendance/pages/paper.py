"""The sheet to be signed, as PDF in the language that is taught in."""

from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from core.pdf import compile_pdf
from core.permissions import Permission, needs
from core.web.dependencies import Db
from i18n.active import current, make_state, use_locale
from i18n.formatting import clock_range, day_long
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _
from network.units.current import CurrentSite, SiteContext
from sites.attendance.models import AttendanceStatus
from sites.attendance.queries.sheets import Sheet, SheetLine, attendance_sheet
from sites.attendance.words import MARK_NAMES

_SPARE_LINES: Final = 3
"""For people who stand at the door and not on the list."""


class PaperPages(Controller):
    path = "/manage/{site_code:str}/sessions/{session_id:uuid}/attendance"
    include_in_schema = False

    @get("/sheet.pdf", name="attendance.paper", **needs(Permission.ATTENDANCE_MARK))
    async def paper(self, session: Db, site: CurrentSite, session_id: FromPath[UUID]) -> Response[bytes]:
        sheet = await attendance_sheet(session, session_id)
        language = next((tag for tag in sheet.cohort.languages if tag in INTERFACE_LANGUAGES), current().tag)
        with use_locale(make_state(language, site.country, site.zone, chain=(language, *site.languages))):
            made = await compile_pdf("attendance/sheet.typ", _on_paper(site, sheet))
        name = f"{site.code}-{sheet.cohort.code}-{sheet.session.held_on}.pdf".encode("ascii", "replace").decode()
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(made, media_type="application/pdf", headers=headers)


def _on_paper(site: SiteContext, sheet: Sheet) -> dict[str, Any]:
    session = sheet.session
    day, hours = day_long(session.starts_at), clock_range(session.starts_at, session.ends_at)
    lines = [[str(number + 1), line.name, _excuse(line)] for number, line in enumerate(sheet.lines)]
    return {
        "site": site.name,
        "title": _("Attendance sheet"),
        "course": sheet.cohort.title,
        "when": _("%(day)s, %(hours)s", day=day, hours=hours),
        "place": session.venue_name or "",
        "header": ["", _("Name"), _("Signature on arrival"), _("Signature on leaving")],
        "rows": [*lines, *(["", "", ""] for _line in range(_SPARE_LINES))],
        "foot": _("Signature of the trainer"),
    }


def _excuse(line: SheetLine) -> str:
    """Whoever is excused already is not expected to sign."""
    return str(MARK_NAMES[AttendanceStatus.EXCUSED]) if line.status is AttendanceStatus.EXCUSED else ""
