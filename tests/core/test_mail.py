"""Mail through a real SMTP server, in the reader's language."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from pydantic import SecretStr

from core.mail import Attachment, Post
from core.settings import MailSettings, Settings
from i18n.active import make_state
from server.templating import make_environment


class _Mailbox:
    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- the name aiosmtpd calls
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[_Mailbox, int]]:
    """A real SMTP server in this event loop; its port."""
    box = _Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, enable_SMTPUTF8=True), "127.0.0.1", 0)
    yield box, server.sockets[0].getsockname()[1]
    server.close()


VALUES = {"name": "Oksana", "link": "http://archipel.test/uk/password/abc"}


async def test_a_mail_arrives_with_text_and_html(mailbox: tuple[_Mailbox, int], tmp_path: Path) -> None:
    box, port = mailbox
    mail = MailSettings(smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"), sender="Archipel <hello@archipel.test>")
    post = Post(make_environment(), Settings(home=tmp_path, mail=mail))

    await post.send(
        to="oksana@example.org",
        state=make_state("uk"),
        template="people/mail/password",
        values=VALUES,
        message_id="password-1",
    )
    await asyncio.sleep(0)

    (received,) = box.received
    assert received["To"] == "oksana@example.org"
    assert received["Content-Language"] == "uk"
    assert received["Message-ID"].startswith("<password-1@")
    text = received.get_body(("plain",))
    html = received.get_body(("html",))
    assert text is not None
    assert html is not None
    assert VALUES["link"] in text.get_content()
    assert '<html lang="uk"' in html.get_content()


async def test_without_a_server_it_is_laid_in_the_outbox(tmp_path: Path) -> None:
    post = Post(make_environment(), Settings(home=tmp_path, mail=MailSettings(smtp_url=None)))

    await post.send(to="a@example.org", state=make_state("en"), template="people/mail/password", values=VALUES)

    (kept,) = (tmp_path / "outbox").glob("*.eml")
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert message_from_bytes(kept.read_bytes())["Subject"] == "Choose a new password"


async def test_a_calendar_says_in_which_letters_it_is_written(tmp_path: Path) -> None:
    post = Post(make_environment(), Settings(home=tmp_path, mail=MailSettings(smtp_url=None)))
    dates = Attachment("dates.ics", "text/calendar", "Zażółć".encode(), {"method": "PUBLISH", "charset": "utf-8"})

    await post.send(
        to="a@example.org",
        state=make_state("pl"),
        template="people/mail/password",
        values=VALUES,
        attachments=(dates,),
    )

    (kept,) = (tmp_path / "outbox").glob("*.eml")
    (attached,) = message_from_bytes(kept.read_bytes(), policy=default).iter_attachments()
    assert isinstance(attached, EmailMessage)
    assert attached.get_content() == "Zażółć"
