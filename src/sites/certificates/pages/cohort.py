"""`/manage/{site}/cohorts/{cohort}/certificates`: who qualifies, assessments, rules, and issuing to all at once."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid, NotFound
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, many, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.certificates.actions import NewRule, change_rule, issue_certificates, note_assessments
from sites.certificates.models import AssessmentResult
from sites.certificates.pages.files import as_file
from sites.certificates.printing import certificates_pdf
from sites.certificates.queries import Candidate, Candidates, candidates, certificates_of_cohort
from sites.certificates.rules import Obstacle, RuleOf
from sites.certificates.words import OBSTACLES, RESULTS, RULE_OF
from sites.registrations.choices import STATUS_NAMES
from sites.registrations.queries import cohort_id_of, staff_course


class Rule(BaseModel):
    """What is asked for, and of whom."""

    model_config = ConfigDict(extra="forbid")

    least_percent: Annotated[int, Field(ge=0, le=100)]
    needs_assessment: bool = False
    of: RuleOf


class NoResult(BaseModel):
    """One learner's line of the form."""

    result: AssessmentResult | None = None


class CohortCertificatePages(Controller):
    path = "/manage/{site_code:str}/cohorts/{cohort_code:str}/certificates"
    include_in_schema = False

    @get("/", name="certificates.cohort", **needs(Permission.LEARNERS_NAMES))
    async def cohort_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, cohort_code: FromPath[str]
    ) -> Page:
        found = await candidates(session, cohort_code, today=today)
        return _page(site, visitor, found, {}, {})

    @post("/issue", name="certificates.issue", **needs(Permission.LEARNERS_EDIT))
    async def issue(
        self,
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        today: Today,
        now: Now,
        form: FormFields,
        cohort_code: FromPath[str],
    ) -> Redirect:
        """Those whose box is ticked and who still qualify now."""
        chosen = {found for text in many(form, "registration") if (found := _id(text)) is not None}
        issued = await issue_certificates(
            session, cohort_code, today=today, now=now, base_url=app_settings.base_url, only=chosen
        )
        course = await staff_course(session, cohort_code)
        said = (
            lazy("The certificates are issued, and their holders are being written to. In all: %(number)s.")
            if issued
            else lazy("No certificate was issued: nobody who qualifies was chosen.")
        )
        return see(_path(site, course.code), say=said, kind="success" if issued else "warning", number=len(issued))

    @post("/assessments", name="certificates.assess", **needs(Permission.ATTENDANCE_MARK))
    async def assess(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, cohort_code: FromPath[str]
    ) -> Redirect:
        cohort_id = await cohort_id_of(session, cohort_code)
        results = {}
        for name, value in form.items():
            registration_id = _id(name.removeprefix("result-"))
            asked = attempt(NoResult, {"result": value})
            if registration_id is not None and not isinstance(asked, Invalid):
                results[registration_id] = asked.result
        await note_assessments(session, cohort_id, results, today=today)
        course = await staff_course(session, cohort_code)
        return see(_path(site, course.code), say=lazy("Saved."))

    @post("/rule", name="certificates.rule", **needs(Permission.COHORTS_EDIT))
    async def rule(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        form: FormFields,
        cohort_code: FromPath[str],
    ) -> Response[Any]:
        typed = texts(form, "least_percent", "needs_assessment", "of")
        asked = attempt(Rule, typed)
        found = await candidates(session, cohort_code, today=today)
        if isinstance(asked, Invalid) or asked.of is RuleOf.PROGRAM:
            errors = asked.fields if isinstance(asked, Invalid) else {"of": _("Please choose one of the list.")}
            return _page(site, visitor, found, typed, errors)
        rule = NewRule(asked.least_percent, asked.needs_assessment, asked.of)
        await change_rule(session, found.course.id, rule)
        return see(_path(site, found.course.code), say=lazy("Saved."))

    @get("/all.pdf", name="certificates.print_all", **needs(Permission.LEARNERS_VIEW))
    async def print_all(self, session: Db, app_settings: AppSettings, cohort_code: FromPath[str]) -> Response[Any]:
        """One document for the printer, by name."""
        papers = await _papers(session, cohort_code)
        made = await certificates_pdf(papers, base_url=app_settings.base_url)
        return as_file(made, "certificates.pdf", "application/pdf", is_shown=True)


async def _papers(session: AsyncSession, cohort_code: str) -> list[Any]:
    """Raises NotFound where there is nothing to print."""
    papers = await certificates_of_cohort(session, await cohort_id_of(session, cohort_code))
    if not papers:
        raise NotFound
    return papers


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _path(site: SiteContext, cohort_code: str) -> str:
    return f"/manage/{site.code}/cohorts/{cohort_code}/certificates"


def _page(
    site: SiteContext, visitor: SignedIn, found: Candidates, typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    asked = found.asked
    of = RuleOf.COHORT if asked.of is RuleOf.PROGRAM else asked.of
    as_it_is = {"least_percent": asked.least_percent, "needs_assessment": asked.needs_assessment, "of": of}
    base = f"/{current().tag}/manage/{site.code}/cohorts"
    return Page(
        "certificates/cohort.html",
        {
            "found": found,
            "course": found.course,
            "asked": asked,
            "groups": _groups(found),
            "obstacle_names": OBSTACLES,
            "result_names": RESULTS,
            "status_names": STATUS_NAMES,
            "rule_options": list(RULE_OF.items()),
            "results": [("", _("Not noted")), *RESULTS.items()],
            "typed": {**dict.fromkeys(as_it_is, ""), **typed} if typed or errors else as_it_is,
            "errors": {"least_percent" if name == "form" else name: sentence for name, sentence in errors.items()},
            "may_issue": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
            "may_view": visitor.may(Permission.LEARNERS_VIEW, units=site.path),
            "may_assess": visitor.may(Permission.ATTENDANCE_MARK, units=site.path),
            "may_rule": visitor.may(Permission.COHORTS_EDIT, units=site.path),
        },
        status=422 if errors else 200,
        breadcrumbs=[
            (_("Cohorts"), base),
            (found.course.title, f"{base}/{found.course.code}"),
            (_("Certificates"), None),
        ],
    )


def _groups(found: Candidates) -> dict[str, list[Candidate]]:
    """Who qualifies, who has one, and who does not qualify."""
    holders = [line for line in found.lines if Obstacle.HAS_ONE in line.obstacles]
    others = [line for line in found.lines if line.obstacles and Obstacle.HAS_ONE not in line.obstacles]
    return {"qualifying": found.qualifying, "holders": holders, "others": others}
