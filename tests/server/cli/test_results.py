"""`archipel results` and `archipel rollup check`, as a script calls them."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from tests.factories import NewSite, make_curriculum
from tests.network.results.world import Centre

Command = Callable[..., Awaitable[tuple[int, str, str]]]
SOURCE = Path(__file__).parents[3] / "src"


@pytest.fixture
def archipel(postgres: str, home: Path) -> Command:
    """Runs the command; gives exit status, stdout and stderr."""

    async def call(*arguments: str) -> tuple[int, str, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from server.cli import main; main()", *arguments),
            env={
                **os.environ,
                "DATABASE_URL": postgres,
                "ARCHIPEL_HOME": str(home),
                "PYTHONPATH": str(SOURCE),
                "LC_ALL": "C",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await process.communicate()
        return process.returncode or 0, said.decode(), complained.decode()

    return call


@pytest.fixture
async def centre(database: Database, brussels: NewSite) -> Centre:
    centre = Centre(database, brussels, await make_curriculum(database))
    centre.many(3, centre.cohort())
    await centre.save()
    return centre


async def test_figures_are_those_of_the_viewer(archipel: Command, centre: Centre) -> None:
    asked = ("results", "--indicator", "learners,enrolments", "--unit", "brussels", "--period", "2026", "--json")
    status, said, complained = await archipel(*asked)
    assert (status, complained) == (0, "")
    assert [row["value"] for row in json.loads(said)["data"]] == [None, None]
    _, said, _ = await archipel(*asked, "--as", "brussels")
    assert [row["value"] for row in json.loads(said)["data"]] == [3, 3]


async def test_wrong_questions_end_with_a_sentence(archipel: Command, centre: Centre) -> None:
    status, said, complained = await archipel("results", "--indicator", "x", "--unit", "be", "--period", "2026")
    assert (status, said) == (1, "")
    assert "“x”" in complained
    assert (await archipel("results", "--indicator", "learners", "--period", "2026"))[0] == 2


async def test_the_check_finds_what_is_wrong(archipel: Command, centre: Centre) -> None:
    assert (await archipel("rollup", "check"))[:2] == (0, "Every figure holds.\n")
    async with unit_of_work(centre.database, DataScope.of_site(centre.site.id)) as session:
        await session.execute(text("update sites.facts set value = 2 where measure = 'enrolments'"))
    status, said, _ = await archipel("rollup", "check", "--json")
    assert status == 1
    assert json.loads(said) == {
        "differences": [{"site": "brussels", "measure": "enrolments", "missing": 3, "surplus": 3}]
    }
