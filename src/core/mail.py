"""Mail in the reader's language: rendered from templates, sent by SMTP or laid in an outbox."""

from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from jinja2 import Environment

from core.clock import new_id
from core.settings import Settings
from i18n.active import LocaleState, current, use_locale


@dataclass(frozen=True, slots=True)
class Attachment:
    """`parameters` of its content type: text that names no charset is read as ASCII."""

    name: str
    kind: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


class Post:
    """Renders `<template>.txt` (its first line is the subject) and `<template>.html`, and sends."""

    def __init__(self, environment: Environment, settings: Settings) -> None:
        self._environment = environment
        self._settings = settings

    async def send(
        self,
        *,
        to: str,
        state: LocaleState,
        template: str,
        values: Mapping[str, Any],
        message_id: str | None = None,
        attachments: tuple[Attachment, ...] = (),
    ) -> None:
        """Write to one person in their language, whoever caused it. `message_id` (a job's id)
        lets the reader's server drop a second copy."""
        with use_locale(state):
            message = self._compose(to, template, values, message_id)
        for attachment in attachments:
            kind, _, subtype = attachment.kind.partition("/")
            message.add_attachment(
                attachment.content,
                maintype=kind,
                subtype=subtype,
                filename=attachment.name,
                params=dict(attachment.parameters),
            )
        smtp = self._settings.mail.smtp_url
        if smtp is None:
            self._keep(message)
        else:
            await _deliver(message, smtp.get_secret_value())

    def _compose(self, to: str, template: str, values: Mapping[str, Any], message_id: str | None) -> EmailMessage:
        context = {
            **values,
            "language": current().tag,
            "direction": current().direction,
            "base_url": self._settings.base_url,
        }
        rendered = self._environment.get_template(f"{template}.txt").render(context).strip()
        subject, _, body = rendered.partition("\n")
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = self._settings.mail.sender
        message["To"] = to
        message["Subject"] = " ".join(subject.split())
        message["Date"] = formatdate()
        host = urlsplit(self._settings.base_url).hostname or "localhost"
        message["Message-ID"] = f"<{message_id}@{host}>" if message_id else make_msgid(domain=host)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body.strip() + "\n")
        message.add_alternative(
            self._environment.get_template(f"{template}.html").render({**context, "subject": subject}), subtype="html"
        )
        # Only now: what is set before moves into the first part with the other Content- fields.
        message["Content-Language"] = current().tag
        return message

    def _keep(self, message: EmailMessage) -> None:
        outbox = Path(self._settings.home) / "outbox"
        outbox.mkdir(mode=0o700, parents=True, exist_ok=True)  # names, and links that open without a password
        (outbox / f"{new_id()}.eml").write_bytes(message.as_bytes())


def forget_mails(home: Path, *, addresses: Set[str], names: Set[str]) -> None:
    """Remove from the outbox what was written to these addresses, or names these people."""
    outbox = home / "outbox"
    wanted = {text.casefold() for text in (*addresses, *names) if text}
    if not wanted or not outbox.is_dir():
        return
    for path in outbox.glob("*.eml"):
        with suppress(FileNotFoundError):
            said = _readable(path.read_bytes()).casefold()
            if any(text in said for text in wanted):
                path.unlink()


def forget_old_mails(home: Path, *, before: datetime) -> None:
    """The outbox stands in for a mail server; it is no archive."""
    for path in (home / "outbox").glob("*.eml"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


def _readable(content: bytes) -> str:
    """A mail's addresses, subject and texts, without the encodings they travel in."""
    message = message_from_bytes(content, policy=SMTP_POLICY)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(message["To"]), str(message["Subject"]), *parts])


async def _deliver(message: EmailMessage, address: str) -> None:
    server = urlsplit(address)
    await aiosmtplib.send(
        message,
        hostname=server.hostname or "localhost",
        port=server.port,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=server.scheme == "smtps",
        start_tls=None if server.scheme == "smtp" else False,
        timeout=30,
    )
