"""Saying what is asked for before a certificate is issued."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id, utc_now
from core.tenancy import site_of
from sites.certificates.models import CertificateRule
from sites.certificates.rules import RuleOf
from sites.cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class NewRule:
    least_percent: int
    needs_assessment: bool
    of: RuleOf


async def change_rule(session: AsyncSession, cohort_id: UUID, rule: NewRule) -> None:
    """For this cohort, for all of its curriculum, or for all of the centre. A narrower rule goes first."""
    of_cohort = rule.of is RuleOf.COHORT
    curriculum_id = None
    if rule.of is RuleOf.CURRICULUM:
        curriculum_id = await session.scalar(select(col(Cohort.curriculum_id)).where(col(Cohort.id) == cohort_id))
    said = {"least_percent": rule.least_percent, "needs_assessment": rule.needs_assessment}
    statement = insert(CertificateRule).values(
        id=new_id(),
        created_at=utc_now(),
        site_id=site_of(session),
        cohort_id=cohort_id if of_cohort else None,
        curriculum_id=curriculum_id,
        **said,
    )
    await session.execute(
        statement.on_conflict_do_update(index_elements=["site_id", "cohort_id", "curriculum_id"], set_=said)
    )
    audit.record(
        session,
        action="certificates.change_rule",
        subject=("cohort", cohort_id),
        after={**said, "rule_of": str(rule.of)},
    )
