"""`archipel import participations`, as a script calls it."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from core.database import Database
from tests.factories import NewSite, make_curriculum
from tests.sites.records.files import csv_text, row

Command = Callable[..., Awaitable[tuple[int, str, str]]]
SOURCE = Path(__file__).parents[3] / "src"


@pytest.fixture
def archipel(postgres: str, home: Path, database: Database, brussels: NewSite) -> Command:
    """Runs the command; gives exit status, stdout and stderr."""

    async def call(*arguments: str, language: str = "C") -> tuple[int, str, str]:
        environment = {
            **os.environ,
            "DATABASE_URL": postgres,
            "ARCHIPEL_HOME": str(home),
            "PYTHONPATH": str(SOURCE),
            "LC_ALL": language,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from server.cli import main; main()", "import", "participations", *arguments),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await process.communicate()
        return process.returncode or 0, said.decode(), complained.decode()

    return call


@pytest.fixture
async def list_file(database: Database, tmp_path: Path) -> Path:
    await make_curriculum(database, "web-basics")
    file = tmp_path / "list.csv"
    file.write_text(csv_text([row(), row(learner_ref="L2")]), encoding="utf-8")
    return file


async def test_a_file_is_imported_and_importing_it_again_changes_nothing(archipel: Command, list_file: Path) -> None:
    arguments = (str(list_file), "--site", "brussels", "--create-cohorts", "--json")
    status, said, complained = await archipel(*arguments)
    assert (status, complained) == (0, "")
    assert json.loads(said) == {
        "rows": 2,
        "accepted": 2,
        "refused": [],
        "created": {"learners": 2, "cohorts": 1, "registrations": 2},
        "updated": 0,
        "unchanged": 0,
        "dry_run": False,
    }
    status, said, _ = await archipel(*arguments)
    assert (status, json.loads(said)["unchanged"]) == (0, 2)


async def test_a_refused_row_ends_in_exit_status_1_a_sentence_and_still_json(
    archipel: Command, list_file: Path
) -> None:
    list_file.write_text(csv_text([row(), row(learner_ref="L2", gender="x")]), encoding="utf-8")
    arguments = (str(list_file), "--site", "brussels", "--create-cohorts", "--json")
    status, said, complained = await archipel(*arguments)
    assert status == 1
    assert "Nothing was imported" in complained
    assert [(one["row"], one["column"]) for one in json.loads(said)["refused"]] == [(2, "gender")]
    status, said, _ = await archipel(*arguments, "--skip-bad-rows")
    assert (status, json.loads(said)["created"]["registrations"]) == (0, 1)


async def test_what_cannot_be_read_or_found_is_refused_in_words(archipel: Command, list_file: Path) -> None:
    status, said, complained = await archipel(str(list_file), "--site", "atlantis", "--json")
    assert (status, said) == (1, "")
    assert "atlantis" in complained
    list_file.write_bytes(bytes(range(256)))
    status, _, complained = await archipel(str(list_file), "--site", "brussels")
    assert status == 1
    assert "Traceback" not in complained
    assert (await archipel("/no/such/file.csv", "--site", "brussels"))[0] == 2
