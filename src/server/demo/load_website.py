"""What each demo centre tells the public: pages, news, hours, contact. Some translations are missing on purpose."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import utc_now
from i18n.content import Localized
from server.demo import content
from sites.website.actions.contact import ContactDetails, SpecialDay, change_contact, change_hours, set_special_day
from sites.website.actions.pages import NewNews, add_news, publish, write_page
from sites.website.rules import Hours


async def load_website(session: AsyncSession, code: str, *, today: date) -> None:
    """`session` is bound to the site, which has nothing published yet."""
    read = files(content.__name__).joinpath("website", f"{code}.json").read_text(encoding="utf-8")
    raw: Mapping[str, Any] = json.loads(read)
    now = utc_now()
    await _contact(session, raw, today=today, now=now)
    for name, page in raw["pages"].items():
        await write_page(session, name, title=Localized(page["title"]), body=Localized(page["body"]), now=now)
        await publish(session, name, now=now)
    for news in raw["news"]:
        await _news(session, news, today - timedelta(days=news["days_ago"]), now=now)
        await publish(session, news["code"], now=now)
    for news in raw["drafts"]:
        await _news(session, news, today + timedelta(days=news["days_ahead"]), now=now)


async def _news(session: AsyncSession, news: Mapping[str, Any], dated_on: date, *, now: datetime) -> None:
    new = NewNews(code=news["code"], dated_on=dated_on, title=Localized(news["title"]), body=Localized(news["body"]))
    await add_news(session, new, now=now)


async def _contact(session: AsyncSession, raw: Mapping[str, Any], *, today: date, now: datetime) -> None:
    ago = raw["checked_days_ago"]
    wanted = ContactDetails(
        phone=raw["phone"],
        links=raw["links"],
        transport=Localized(raw["transport"]),
        step_free=Localized(raw["step_free"]),
        checked_on=None if ago is None else today - timedelta(days=ago),
    )
    await change_contact(session, wanted)
    week = {int(day): [_hours(one) for one in spans] for day, spans in raw["week"].items()}
    await change_hours(session, week, is_open_on_holidays=False, now=now)
    for special in raw["specials"]:
        hours = _hours(special["hours"]) if special["hours"] else None
        day = SpecialDay(
            held_on=today + timedelta(days=special["days_ahead"]),
            opens_at=hours.opens if hours else None,
            closes_at=hours.closes if hours else None,
            note=Localized(special["note"]),
        )
        await set_special_day(session, day, now=now)


def _hours(text: str) -> Hours:
    opens, _, closes = text.partition("-")
    return Hours(time.fromisoformat(opens), time.fromisoformat(closes))
