"""Serves the demo network, asks for its pages with many clients at once, and prints a table of ratios."""

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from benchmarks.load import Measured, measure
from benchmarks.program import served, sign_in_form
from benchmarks.statements import statements_of
from core.log import configure_log
from core.settings import Settings
from server.backing import open_database
from server.embedded import EmbeddedPostgres

TRIVIAL = "/healthz"
COUNT_RAW = """
select count(distinct l.person_key) from sites.registrations r
join sites.cohorts c on c.site_id = r.site_id and c.id = r.cohort_id
join sites.learners l on l.site_id = r.site_id and l.id = r.learner_id
where r.status in ('confirmed', 'completed', 'not_completed') or (r.status = 'withdrawn' and r.left_on >= c.starts_on)
"""
TOUCH = """
update sites.registrations set status = status
where (site_id, id) in (select site_id, id from sites.registrations limit 1)
"""


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    path: str
    account: str | None = None


async def main(*, clients: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="archipel-bench-") as folder:
        home = Path(folder)
        with EmbeddedPostgres(home) as postgres:
            print("Filling the demo network …", flush=True)
            with served(home) as address:
                pages = await _pages(address)
                first = {page: await _first(address, page) for page in pages}
                print(f"{clients} clients, {seconds:g} s for each page\n", flush=True)
                measured = {page: await _measured(address, page, clients, seconds) for page in pages}
                alone = {page: await _measured(address, page, 1, seconds / 2) for page in pages}
                changed = await _after_a_change(address, postgres.url, pages[-1])
            raw = await _raw(postgres.url)
            sent = await _statements(home, pages)
    _print(measured, first, alone, sent)
    print(f"\nCounting everybody from the rows, without pages or protection: {raw:.1f} ms")
    for page, one in alone.items():
        if page.account:
            print(f"  {page.name}, one client: {one.median / raw:.1f} times that")
    print(f"{pages[-1].name} right after a change, counted again before it is shown: {changed:.0f} ms (median of 10)")


async def _pages(address: str) -> list[Page]:
    """The addresses as a visitor finds them."""
    async with httpx.AsyncClient(base_url=address) as client:
        listed = (await client.get("/fr/brussels/courses")).text
    course = re.search(r'href="(/fr/brussels/courses/[a-z0-9-]+)"', listed)
    if course is None:
        raise RuntimeError("the demo's centre lists no course")
    return [
        Page("trivial", TRIVIAL),
        Page("courses of a centre", "/fr/brussels/courses"),
        Page("one course", course[1]),
        Page("a centre's day", "/en/manage/brussels", "brussels@demo.example"),
        Page("headquarters", "/en/hq", "hq@demo.example"),
    ]


async def _measured(address: str, page: Page, clients: int, seconds: float) -> Measured:
    cookie = await _cookie(address, page.account) if page.account else ""
    return await measure(address, page.path, clients=clients, seconds=seconds, cookie=cookie)


async def _first(address: str, page: Page) -> float:
    """The first request after the start, for which nothing has been prepared."""
    cookie = await _cookie(address, page.account) if page.account else ""
    async with httpx.AsyncClient(base_url=address, headers={"cookie": cookie}, timeout=120) as client:
        begun = time.perf_counter()
        (await client.get(page.path)).raise_for_status()
        return (time.perf_counter() - begun) * 1000


async def _cookie(address: str, account: str) -> str:
    async with httpx.AsyncClient(base_url=address) as client:
        await client.post("/en/sign-in", data=sign_in_form(account))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


async def _after_a_change(address: str, admin: str, page: Page) -> float:
    times = []
    connection = await asyncpg.connect(admin)
    cookie = await _cookie(address, page.account or "")
    async with httpx.AsyncClient(base_url=address, headers={"cookie": cookie}, timeout=60) as client:
        for _ in range(10):
            await connection.execute(TOUCH)
            begun = time.perf_counter()
            (await client.get(page.path)).raise_for_status()
            times.append((time.perf_counter() - begun) * 1000)
    await connection.close()
    return statistics.median(times)


async def _raw(admin: str) -> float:
    connection = await asyncpg.connect(admin)
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        await connection.fetchval(COUNT_RAW)
        times.append((time.perf_counter() - begun) * 1000)
    await connection.close()
    return statistics.median(times)


async def _statements(home: Path, pages: list[Page]) -> dict[str, int]:
    settings = Settings(home=home)
    configure_log(as_json=True)
    async with open_database(settings, migrate=False) as database:
        return await statements_of(database, settings, {page.path: page.account for page in pages})


def _print(
    measured: dict[Page, Measured], first: dict[Page, float], alone: dict[Page, Measured], sent: dict[str, int]
) -> None:
    trivial = next(one for page, one in measured.items() if page.path == TRIVIAL)
    titles = ("req/s", "p50 ms", "p99 ms", "alone ms", "first ms", "statements", "x trivial")
    print(f"{'page':22}" + "".join(f"{title:>11}" for title in titles))
    for page, one in measured.items():
        figures = (one.per_second, one.median, one.p99, alone[page].median, first[page])
        ratio = trivial.per_second / one.per_second
        print(
            f"{page.name:22}" + "".join(f"{figure:11.1f}" for figure in figures) + f"{sent[page.path]:11}{ratio:11.1f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page")
    chosen = parser.parse_args()
    asyncio.run(main(clients=min(chosen.clients, 64), seconds=min(chosen.seconds, 60)))
