"""The embedded PostgreSQL: starts for anybody, is shared by processes, survives being killed, refuses in words."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from server import embedded_binaries
from server.embedded import LONGEST_SOCKET_PATH, EmbeddedPostgres
from server.embedded_binaries import EmbeddedUnavailable, current_account, packaged_binaries

SOURCES = Path(__file__).parents[2] / "src"
as_root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try this as another account")

# Another process: starts, says so, and leaves when its input ends.
SHARING = """
import sys
from pathlib import Path
from server.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), fast=True) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A short path that every account can reach; pytest's own folder is closed to others."""
    folder = Path("/tmp") / f"archipel-test-{os.getpid()}-{time.monotonic_ns()}"  # noqa: S108 -- new, and removed below
    yield folder
    EmbeddedPostgres(folder).discard()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """A stopped server that has run before: making one takes a second or two, copying it does not."""
    folder = Path("/tmp") / f"archipel-test-{os.getpid()}-made"  # noqa: S108 -- new, and removed below
    with EmbeddedPostgres(folder, fast=True):
        pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(empty_home: Path, made_once: Path) -> Path:
    subprocess.run(["cp", "-a", made_once, empty_home], check=True)
    return empty_home


async def answer(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def another_process(home: Path, *, user: str | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SHARING, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(SOURCES), "PATH": os.environ["PATH"]},
        cwd="/",
        user=user,
    )


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])


async def test_starts_answers_and_stops(empty_home: Path) -> None:
    with EmbeddedPostgres(empty_home) as server:
        assert server.is_running()
        assert await answer(server.url, "select current_database()::text") == "archipel"
        assert await answer(server.url, "select rolsuper from pg_roles where rolname = current_user") is True
        assert await answer(server.url, "show fsync") == "on"
        assert await answer(server.url, "show listen_addresses") == ""
    assert not server.is_running()
    assert not (empty_home / "postgres" / "data" / "postmaster.pid").exists()


async def test_sorts_and_folds_the_same_on_every_machine(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as server:
        assert await answer(server.url, "select lower('ŁÓDŹ ÉCOLE')") == "łódź école"
        assert await answer(server.url, "select datlocale from pg_database where datname = 'archipel'") == "C.UTF-8"


async def test_keeps_what_was_written_and_starts_again_quickly(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        await answer(server.url, "create table kept as select 7 as n")
    before = time.monotonic()
    with EmbeddedPostgres(home) as server:
        assert time.monotonic() - before < 1
        assert await answer(server.url, "select n from kept") == 7


async def test_further_accounts_sign_in_with_their_password_and_nobody_without(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as server:
        await answer(server.url, "create role visitor login password 'of-the-test'")
        socket_folder = parse_qs(urlsplit(server.url).query)["host"][0]
        as_visitor = f"postgresql://visitor:%s@/archipel?host={socket_folder}&port=5432"
        assert await answer(as_visitor % "of-the-test", "select current_user::text") == "visitor"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await answer(as_visitor % "wrong", "select 1")


def test_its_files_are_closed_to_others(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True):
        modes = {name: stat.S_IMODE((home / name).stat().st_mode) for name in ("postgres", "postgres/password")}
        assert modes == {"postgres": 0o700, "postgres/password": 0o600}
        assert stat.S_IMODE((home / "postgres.log").stat().st_mode) == 0o600


async def test_a_log_line_never_carries_a_persons_data(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as server:
        await answer(server.url, "create table people (email text primary key)")
        await answer(server.url, "insert into people values ('someone@place.example')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await answer(server.url, "insert into people values ('someone@place.example')")
    log = (home / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "someone" not in log


def test_discarding_leaves_nothing_behind(home: Path) -> None:
    server = EmbeddedPostgres(home, fast=True)
    server.start()
    server.discard()
    assert not server.is_running()
    assert not (home / "postgres").exists()


def test_starting_twice_in_one_process_is_one_use(home: Path) -> None:
    server = EmbeddedPostgres(home, fast=True)
    assert server.start() == server.start()
    server.stop()
    assert not server.is_running()
    server.stop()


async def test_the_last_of_several_processes_stops_it(home: Path) -> None:
    server = EmbeddedPostgres(home, fast=True)
    with another_process(home) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        url = other.stdout.readline().strip()
        assert server.start() == url
        other.stdin.close()
        assert other.wait() == 0
    assert server.is_running()
    assert await answer(url, "select 1") == 1
    server.stop()
    assert not server.is_running()


async def test_several_that_start_at_once_share_one(empty_home: Path) -> None:
    others = [another_process(empty_home) for _ in range(4)]
    urls = set()
    for other in others:
        assert other.stdout is not None
        urls.add(other.stdout.readline().strip())
    assert len(urls) == 1
    assert await answer(urls.pop(), "select 1") == 1
    for other in others:
        other.communicate()
        assert other.returncode == 0
    assert not EmbeddedPostgres(empty_home).is_running()


async def test_a_killed_server_comes_back_with_what_was_committed(home: Path) -> None:
    server = EmbeddedPostgres(home)
    url = server.start()
    await answer(url, "create table kept as select 7 as n")
    os.kill(postmaster(home), signal.SIGKILL)
    server.stop()
    with EmbeddedPostgres(home) as again:
        assert await answer(again.url, "select n from kept") == 7


async def test_a_killed_program_leaves_a_server_that_the_next_one_uses_and_stops(home: Path) -> None:
    with another_process(home) as other:
        assert other.stdout is not None
        url = other.stdout.readline().strip()
        other.kill()
    assert EmbeddedPostgres(home).is_running()
    with EmbeddedPostgres(home) as server:
        assert server.url == url
        assert await answer(url, "select 1") == 1
    assert not server.is_running()


async def test_the_number_of_a_killed_server_may_belong_to_another_program_now(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    os.kill(postmaster(home), signal.SIGKILL)
    server.stop()
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with server:
        assert await answer(server.url, "select 1") == 1


async def test_an_interrupted_first_start_is_taken_up_again(empty_home: Path) -> None:
    (empty_home / "postgres" / "data.unfinished").mkdir(parents=True)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(empty_home / "postgres", nobody.pw_uid, nobody.pw_gid)
    (empty_home / "postgres").chmod(0o700)
    with EmbeddedPostgres(empty_home, fast=True) as server:
        assert await answer(server.url, "select 1") == 1


@pytest.mark.parametrize("name", ["with spaces, commas & 'quotes'", "x" * LONGEST_SOCKET_PATH, "zażółć"])
async def test_any_folder_name_will_do(empty_home: Path, name: str) -> None:
    with EmbeddedPostgres(empty_home / name, fast=True) as server:
        assert await answer(server.url, "select 1") == 1
        socket_folder = Path(parse_qs(urlsplit(server.url).query)["host"][0])
    assert not (socket_folder / ".s.PGSQL.5432").exists()


def test_a_file_in_the_way_is_refused_in_words(empty_home: Path) -> None:
    empty_home.write_text("not a folder")
    with pytest.raises(EmbeddedUnavailable, match="ARCHIPEL_HOME"):
        EmbeddedPostgres(empty_home / "var").start()
    empty_home.unlink()


def test_a_cluster_of_another_version_is_refused_in_words(home: Path) -> None:
    server = EmbeddedPostgres(home, fast=True)
    with server:
        pass
    (home / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedUnavailable, match="was made by PostgreSQL 12"):
        server.start()
    assert not server.is_running()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    server = EmbeddedPostgres(home, fast=True)
    with server:
        pass
    (home / "postgres" / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedUnavailable, match=r"configuration file.*postgres\.log"):
        server.start()


@as_root_only
def test_another_accounts_folder_is_refused_in_words(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True):
        pass
    os.chown(home / "postgres", 12345, 12345)
    with pytest.raises(EmbeddedUnavailable, match="belongs to another account"):
        EmbeddedPostgres(home).start()


@as_root_only
async def test_roots_closed_folders_stay_closed(empty_home: Path) -> None:
    empty_home.mkdir(mode=0o700)
    with EmbeddedPostgres(empty_home / "var", fast=True) as server:
        assert await answer(server.url, "select 1") == 1
        elsewhere = (empty_home / "var" / "postgres").resolve()
        assert elsewhere.is_relative_to("/var/lib/archipel")
    assert stat.S_IMODE(empty_home.stat().st_mode) == 0o700
    with EmbeddedPostgres(empty_home / "var", fast=True):
        assert (empty_home / "var" / "postgres").resolve() == elsewhere
    shutil.rmtree(elsewhere)


@as_root_only
def test_programs_in_a_closed_folder_are_copied_with_their_libraries(
    empty_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = packaged_binaries()
    package = packaged.parents[1]
    for part in (f"{package.name}/{packaged.parent.name}", f"{package.name}.libs"):
        shutil.copytree(package.parent / part, tmp_path / part)
    empty_home.mkdir()
    monkeypatch.setattr(embedded_binaries, "SYSTEM_STATE", empty_home / "state")
    monkeypatch.setattr(embedded_binaries, "packaged_binaries", lambda: tmp_path / packaged.relative_to(package.parent))
    found = embedded_binaries.binaries_for(current_account())
    assert found.is_relative_to(empty_home)
    assert current_account().run([found / "postgres", "--version"]).returncode == 0
    assert embedded_binaries.binaries_for(current_account()) == found


@as_root_only
def test_an_ordinary_account_runs_it_under_its_own_name(empty_home: Path) -> None:
    if not current_account().can_enter(Path(sys.executable).resolve().parent):
        pytest.skip("this Python lies in a folder that only root can enter")
    empty_home.mkdir()
    os.chown(empty_home, pwd.getpwnam("nobody").pw_uid, -1)
    with another_process(empty_home, user="nobody") as other:
        assert other.stdout is not None
        assert other.stdout.readline().startswith("postgresql://")
        assert (empty_home / "postgres" / "data").owner() == "nobody"
        other.communicate()
        assert other.returncode == 0
