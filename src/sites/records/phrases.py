"""What an import did, in sentences: the same on the page and in the terminal."""

from i18n.formatting import listing
from i18n.messages import _, ngettext
from sites.records.actions import ImportReport


def summary(report: ImportReport) -> str:
    """What happened, or what would happen."""
    sentences = [ngettext("The file has %(n)s row.", "The file has %(n)s rows.", report.rows)]
    if not report.is_kept_out:
        sentences.extend(_changes(report))
    if report.rows_refused:
        sentences.append(ngettext("%(n)s row is refused.", "%(n)s rows are refused.", report.rows_refused))
    if report.dry_run:
        sentences.append(_("This was a trial: nothing has been saved."))
    return " ".join(sentences)


def _changes(report: ImportReport) -> list[str]:
    counted = [
        (report.learners_created, _new_learners),
        (report.cohorts_created, _new_cohorts),
        (report.registrations_created, _new_registrations),
        (report.updated, _corrected),
        (report.unchanged, _unchanged),
    ]
    return [say(number) for number, say in counted if number]


def _new_learners(number: int) -> str:
    return ngettext("%(n)s learner is new.", "%(n)s learners are new.", number)


def _new_cohorts(number: int) -> str:
    return ngettext("%(n)s cohort is new.", "%(n)s cohorts are new.", number)


def _new_registrations(number: int) -> str:
    return ngettext("%(n)s registration is new.", "%(n)s registrations are new.", number)


def _corrected(number: int) -> str:
    return ngettext("%(n)s row corrects what is known.", "%(n)s rows correct what is known.", number)


def _unchanged(number: int) -> str:
    return ngettext("%(n)s row changes nothing.", "%(n)s rows change nothing.", number)


def kept_out(report: ImportReport) -> str:
    """Why nothing was saved, and what to do."""
    return ngettext(
        "Nothing was imported because %(n)s row is refused. Correct it, or leave it out.",
        "Nothing was imported because %(n)s rows are refused. Correct them, or leave them out.",
        report.rows_refused,
    )


def notices(report: ImportReport) -> list[str]:
    """What a person should look at although it stops nothing."""
    found = []
    if report.ignored_columns:
        names = listing([f"“{name}”" for name in report.ignored_columns])
        found.append(
            ngettext(
                "Column %(names)s is not known and was ignored.",
                "Columns %(names)s are not known and were ignored.",
                len(report.ignored_columns),
                names=names,
            )
        )
    if report.is_windows_1252:
        found.append(
            _("The file is not in Unicode and was read as Western European. Check that accented letters are right.")
        )
    return found
