"""A cohort's registrations as a file, for whoever looks after learners."""

from litestar import Response, get
from litestar.params import FromPath

from core.exports import Column, Kind, Sheet
from core.permissions import Permission, needs
from core.web.dependencies import Db
from core.web.downloads import as_file
from i18n.formatting import day_range, language_name
from i18n.messages import _
from network.units.current import CurrentSite
from sites.registrations.choices import STATUS_NAMES
from sites.registrations.queries import registration_lines, staff_course


@get(
    "/manage/{site_code:str}/downloads/registrations/{cohort_code:str}/{file_format:str}",
    name="registrations.download",
    include_in_schema=False,
    **needs(Permission.LEARNERS_VIEW),
)
async def registrations_download(
    session: Db, site: CurrentSite, cohort_code: FromPath[str], file_format: FromPath[str]
) -> Response[bytes]:
    """Everybody, whatever became of their registration. What they answered about themselves is not in it."""
    course = await staff_course(session, cohort_code)
    columns = [
        Column(_("Number")),
        Column(_("Family name")),
        Column(_("Given name")),
        Column(_("E-mail address")),
        Column(_("Language")),
        Column(_("Status")),
        Column(_("Registered"), Kind.DAY),
        Column(_("Position"), Kind.NUMBER),
        Column(_("Left on"), Kind.DAY),
    ]
    rows = [
        [
            line.ref,
            line.family_name,
            line.given_name,
            line.email,
            language_name(line.language),
            str(STATUS_NAMES[line.status]),
            line.registered_on,
            line.waiting_position,
            line.left_on,
        ]
        for line in await registration_lines(session, course.id)
    ]
    lines = [str(site.name), str(course.title), str(day_range(course.starts_on, course.ends_on))]
    sheet = Sheet(_("Registrations"), columns, rows, lines=lines)
    return await as_file(sheet, file_format, name=f"{site.code}-{course.code}-registrations")
