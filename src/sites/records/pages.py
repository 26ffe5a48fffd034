"""`/manage/{site}/import`: upload, look at what would happen, import."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile

from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today
from core.web.pages import Page
from i18n.active import current
from i18n.messages import _
from network.units.current import CurrentSite
from sites.records.actions import ImportReport, import_participations
from sites.records.blank_files import blank_csv, blank_workbook
from sites.records.errors import FileRefused
from sites.records.guidance import column_guides, column_heading
from sites.records.packed import packed, unpacked
from sites.records.phrases import notices, summary

_MOST_ROWS_SHOWN = 200
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPages(Controller):
    path = "/manage/{site_code:str}/import"
    include_in_schema = False

    @get(name="records.import", **needs(Permission.RECORDS_IMPORT))
    async def import_page(self) -> Page:
        return _form_page({})

    @get("/template.csv", name="records.blank_csv", **needs(Permission.RECORDS_IMPORT))
    async def csv_template(self, site: CurrentSite) -> Response[bytes]:
        return _download(blank_csv(current().tag, site.country), "text/csv", "participations.csv")

    @get("/template.xlsx", name="records.blank_workbook", **needs(Permission.RECORDS_IMPORT))
    async def workbook_template(self) -> Response[bytes]:
        return _download(blank_workbook(current().tag), _WORKBOOK, "participations.xlsx")

    @post(name="records.try", status_code=200, **needs(Permission.RECORDS_IMPORT))
    async def try_file(self, session: Db, site: CurrentSite, today: Today, form: FormFields) -> Page:
        """Say what an import would do. Bad rows are left out of the count, and listed."""
        content = await _uploaded(form)
        create_cohorts = "create_cohorts" in form
        if not content:
            return _form_page({"file": _("Please choose a file.")}, create_cohorts=create_cohorts)
        try:
            report = await import_participations(
                session,
                content,
                language=site.languages[0],
                country=site.country,
                today=today,
                dry_run=True,
                create_cohorts=create_cohorts,
                skip_bad_rows=True,
            )
        except FileRefused as error:
            return _form_page({"file": error.text}, create_cohorts=create_cohorts)
        return _report_page(report, records=packed(content), create_cohorts=create_cohorts)

    @post("/confirm", name="records.confirm", status_code=200, **needs(Permission.RECORDS_IMPORT))
    async def confirm(self, session: Db, site: CurrentSite, today: Today, form: FormFields) -> Page:
        """Import what was shown. Sending it twice changes nothing more."""
        report = await import_participations(
            session,
            unpacked(str(form.get("records", ""))),
            language=site.languages[0],
            country=site.country,
            today=today,
            create_cohorts="create_cohorts" in form,
            skip_bad_rows="skip_bad_rows" in form,
        )
        return _report_page(report)


async def _uploaded(form: dict[str, Any]) -> bytes:
    upload = form.get("file")
    return await upload.read() if isinstance(upload, UploadFile) else b""


def _download(content: bytes, media_type: str, name: str) -> Response[bytes]:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _form_page(errors: dict[str, str], *, create_cohorts: bool = True) -> Page:
    context = {
        "errors": errors,
        "create_cohorts": create_cohorts,
        "guides": list(column_guides(current().tag)),
    }
    return Page("records/import.html", context, status=422 if errors else 200)


def _report_page(report: ImportReport, *, records: str = "", create_cohorts: bool = False) -> Page:
    tag = current().tag
    shown = [(refusal, column_heading(refusal.column, tag)) for refusal in report.refused[:_MOST_ROWS_SHOWN]]
    context = {
        "report": report,
        "summary": summary(report),
        "notices": notices(report),
        "refused": shown,
        "reasons_more": len(report.refused) - len(shown),
        "records": records,
        "create_cohorts": create_cohorts,
    }
    return Page("records/report.html", context)
