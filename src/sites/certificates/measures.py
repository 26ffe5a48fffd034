"""What certificates add to the results."""

from typing import Any

from sqlalchemy import Select, and_
from sqlmodel import col

from network.results.measuring import SubjectKind, fact, measure, pairs, touches
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort
from sites.registrations.measures import answers, in_cohort
from sites.registrations.models import Registration


@measure("certificates", subject=SubjectKind.CERTIFICATE)
def certificates() -> Select[Any]:
    """By the day of issue. One that is revoked later never counts, on any day."""
    query = fact(site_id=Certificate.site_id, subject_id=Certificate.id, day=Certificate.issued_on, **answers())
    holder = and_(col(Registration.site_id) == Certificate.site_id, col(Registration.id) == Certificate.registration_id)
    joined = query.select_from(Certificate).join(Registration, holder).join(Cohort, in_cohort())
    return joined.where(col(Certificate.revoked_on).is_(None))


@touches(SubjectKind.REGISTRATION, SubjectKind.CERTIFICATE)
def certificates_of_registrations() -> Select[Any]:
    return pairs(Certificate.site_id, Certificate.registration_id, Certificate.id)
