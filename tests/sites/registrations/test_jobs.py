"""Mail about a place: in the learner's language and the centre's time."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.jobs import Tools
from core.mail import Post
from core.settings import Settings
from core.tenancy import DataScope
from server.templating import make_environment
from server.worker import Worker
from sites.registrations.actions import cancel_registration
from sites.registrations.links import link_token
from tests.factories import NewSite
from tests.sites.registrations.made import TODAY, make_course, make_learner


async def letters(database: Database, settings: Settings, folder: Path) -> list[EmailMessage]:
    """What the worker writes when it runs now."""
    settings = settings.model_copy(update={"home": folder})
    worker = Worker(database, Tools(Post(make_environment(), settings), settings))
    while await worker.run_next(utc_now()):
        pass
    found = sorted((folder / "outbox").glob("*.eml"))
    return [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in found]


async def test_a_learner_is_written_to_in_their_language_with_dates_place_and_link(
    database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    cohort_id = await make_course(database, brussels, sessions=2)
    made = await make_learner(database, brussels, cohort_id, language="nl")

    (letter,) = await letters(database, app_settings, tmp_path)

    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    link = f"/nl/brussels/registrations/{link_token(made, secret=b's' * 40)}"
    assert letter["To"] == "amina1@example.org"
    assert "Premiers pas sur le web" in letter["Subject"]  # no Dutch text: the next language of the centre
    assert link in text
    assert link in html
    assert "18:00" in text  # 17:00 UTC in a Brussels winter
    assert 'lang="nl"' in html
    (dates,) = letter.iter_attachments()
    assert dates.get_content_type() == "text/calendar"
    assert str(dates.get_content()).count("BEGIN:VEVENT") == 2


async def test_who_waits_is_told_their_number_and_then_that_a_place_is_free(
    database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    first = await make_learner(database, brussels, cohort_id, 1, language="en")
    await make_learner(database, brussels, cohort_id, 2, language="en")
    before = await letters(database, app_settings, tmp_path)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await cancel_registration(session, first, today=TODAY, now=utc_now())
    after = (await letters(database, app_settings, tmp_path))[len(before) :]
    assert "number 1 on the waiting list" in before[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    assert sorted((one["To"], one["Subject"].partition(":")[0]) for one in after) == [
        ("amina1@example.org", "Registration cancelled"),
        ("amina2@example.org", "A place is free for you"),
    ]


async def test_old_news_is_not_sent(
    database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    cohort_id = await make_course(database, brussels)
    made = await make_learner(database, brussels, cohort_id, language="en")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await cancel_registration(session, made, today=TODAY, now=utc_now())
    (letter,) = await letters(database, app_settings, tmp_path)
    assert letter["Subject"].startswith("Registration cancelled")
