"""What follows a demo course: certificates, and what became of people."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from network.curricula.models import Level
from server.demo.chance import Chance
from server.demo.content import library
from server.demo.records import CertificateRecord, CohortRecord, OutcomeRecord, RegistrationRecord
from sites.outcomes.models import Milestone, Situation
from sites.registrations.models import RegistrationStatus

CERTIFIED_AFTER = timedelta(days=6)

_ASKED_AFTER = {
    Milestone.EXIT: timedelta(days=0),
    Milestone.THREE_MONTHS: timedelta(days=91),
    Milestone.SIX_MONTHS: timedelta(days=182),
}
_ANSWER_RATE = {Milestone.EXIT: 0.88, Milestone.THREE_MONTHS: 0.71, Milestone.SIX_MONTHS: 0.63}
_SITUATIONS: Mapping[Milestone, dict[Situation, float]] = {
    Milestone.EXIT: {
        Situation.EMPLOYED: 20,
        Situation.OWN_BUSINESS: 4,
        Situation.FURTHER_TRAINING: 22,
        Situation.SEEKING_WORK: 40,
        Situation.OTHER: 14,
    },
    Milestone.THREE_MONTHS: {
        Situation.EMPLOYED: 31,
        Situation.OWN_BUSINESS: 5,
        Situation.FURTHER_TRAINING: 22,
        Situation.SEEKING_WORK: 30,
        Situation.OTHER: 12,
    },
    Milestone.SIX_MONTHS: {
        Situation.EMPLOYED: 41,
        Situation.OWN_BUSINESS: 6,
        Situation.FURTHER_TRAINING: 18,
        Situation.SEEKING_WORK: 24,
        Situation.OTHER: 11,
    },
}
_WORK_AFTER_LEVEL = {Level.BASIC: 0.8, Level.INTERMEDIATE: 1.2, Level.ADVANCED: 2.0, Level.HIGHLY_ADVANCED: 2.0}
_ENDED = (RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED, RegistrationStatus.WITHDRAWN)


def certificates(
    cohort: CohortRecord, registrations: list[RegistrationRecord], *, until: date, chance: Chance
) -> Iterator[CertificateRecord]:
    """Given out within a week of the end; those of the last days are still to be done."""
    if cohort.ends_on + CERTIFIED_AFTER > until:
        return
    issued_on = cohort.ends_on + timedelta(days=chance.randint(1, CERTIFIED_AFTER.days))
    for record in registrations:
        if record.status is RegistrationStatus.COMPLETED and chance.happens(0.97):
            revoked_on = issued_on + timedelta(days=5) if chance.happens(0.003) else None
            is_revoked = revoked_on is not None and revoked_on <= until
            yield CertificateRecord(cohort.code, record.learner, issued_on, revoked_on if is_revoked else None)


def outcomes(
    cohort: CohortRecord, registrations: list[RegistrationRecord], *, until: date, chance: Chance
) -> Iterator[OutcomeRecord]:
    """Asked of those who began, whatever the end; nine in ten agree to be asked."""
    work = _WORK_AFTER_LEVEL[library()[cohort.curriculum].level]
    for record in registrations:
        exit_on = record.left_on or cohort.ends_on
        if record.status not in _ENDED or exit_on < cohort.starts_on:
            continue
        if chance.happens(0.9):
            yield from _of_learner(record, exit_on, work=work, until=until, chance=chance)
        else:
            yield from _refusals(record, exit_on, until=until)


def _refusals(record: RegistrationRecord, exit_on: date, *, until: date) -> Iterator[OutcomeRecord]:
    refused_on = exit_on + timedelta(days=2)
    for milestone, delay in _ASKED_AFTER.items():
        if max(exit_on + delay, refused_on) > until:
            return
        yield OutcomeRecord(
            cohort=record.cohort,
            learner=record.learner,
            milestone=milestone,
            exit_on=exit_on,
            asked_on=exit_on + delay,
            answered_on=None,
            situation=None,
            refused_on=max(exit_on + delay, refused_on),
        )


def _of_learner(
    record: RegistrationRecord, exit_on: date, *, work: float, until: date, chance: Chance
) -> Iterator[OutcomeRecord]:
    for milestone, delay in _ASKED_AFTER.items():
        asked_on = exit_on + delay
        if asked_on > until:
            return
        answered_on = asked_on + timedelta(days=chance.randint(0, 18))
        situation = None
        if chance.happens(_ANSWER_RATE[milestone]) and answered_on <= until:
            weights = dict(_SITUATIONS[milestone])
            weights[Situation.EMPLOYED] *= work
            situation = chance.weighted(weights)
        yield OutcomeRecord(
            cohort=record.cohort,
            learner=record.learner,
            milestone=milestone,
            exit_on=exit_on,
            asked_on=asked_on,
            answered_on=None if situation is None else answered_on,
            situation=situation,
        )
