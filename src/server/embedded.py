"""PostgreSQL without installing it: a private server over packaged binaries, for trying, developing and testing.

Everything of one server lies in one folder, the *place* (`<home>/postgres`): the data, the superuser's password, the
socket and two lock files. It listens on the socket only. Several processes may use it at once; the last to leave
stops it. PostgreSQL refuses to run as root, so for root it runs as `nobody`.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from server.embedded_binaries import MAJOR, SYSTEM_STATE, EmbeddedUnavailable, binaries_for, current_account

__all__ = ["EmbeddedPostgres", "EmbeddedUnavailable"]

PORT = 5432
DATABASE = "archipel"
ADMIN = "postgres"

START_SECONDS = 60
STOP_SECONDS = 30
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes, 103 on macOS
LARGEST_LOG = 5_000_000

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # Rows of people must not reach a log file: no failing statement, no "Key (email)=(…) already exists".
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class EmbeddedPostgres:
    """One server per home, shared by every process that has started it.

    `fast` gives up safety against a power cut, for throw-away data; the first to start decides.
    """

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.home = home.absolute()
        self._settings = SETTINGS | (FAST_SETTINGS if fast else {})
        self._without_sync = fast
        self._account = current_account()
        self._in_use: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """As the superuser, over the socket; only once it has started."""
        password = (self._place / "password").read_text()
        return f"postgresql://{ADMIN}:{password}@/{DATABASE}?host={quote(str(self._socket_folder()))}&port={PORT}"

    def start(self) -> str:
        """Make what is missing, start the server unless it runs already, and say where it is."""
        try:
            self._prepare_place()
            with self._gate():
                if self._in_use is None:
                    self._in_use = (self._place / "users.lock").open("ab")
                    fcntl.flock(self._in_use, fcntl.LOCK_SH)
                try:
                    if not self.is_running():
                        self._bring_up()
                except BaseException:
                    self._leave()
                    raise
            return self.url
        except OSError as error:
            raise EmbeddedUnavailable(
                f"The embedded PostgreSQL cannot use the folder {self.home}: {error.strerror or error}. "
                "Choose another one with ARCHIPEL_HOME, or set DATABASE_URL to a PostgreSQL server."
            ) from error

    def stop(self) -> None:
        """Leave; the server stops when nobody else uses it."""
        if self._in_use is None:
            return
        with self._gate():
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._shut_down()
            self._leave()

    def discard(self) -> None:
        """Stop, and remove all data, wherever it lies: for throw-away databases that nobody else uses."""
        place = self._place
        self.stop()
        shutil.rmtree(place, ignore_errors=True)
        with suppress(FileNotFoundError):
            (self.home / "postgres").unlink()

    def is_running(self) -> bool:
        """Whether it takes connections, whoever started it."""
        folder = self._socket_folder()
        if folder is None:
            return False
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(str(folder / f".s.PGSQL.{PORT}")) == 0

    # -- the place -------------------------------------------------------------------------------------------------

    @property
    def _place(self) -> Path:
        """Without symbolic links: the way through a home that is closed to the server's account would not do."""
        return (self.home / "postgres").resolve()

    @property
    def _data(self) -> Path:
        return self._place / "data"

    def _prepare_place(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        usual = self.home / "postgres"
        if not usual.exists():
            if self._account.can_enter(self.home):
                self._account.make_folder(usual)
            else:
                self._place_outside_home(usual)
        owner = self._place.stat().st_uid
        if owner != self._account.uid or not os.access(self._place, os.W_OK | os.X_OK):
            raise EmbeddedUnavailable(
                f"The folder {self._place} belongs to another account of this machine (number {owner}). "
                "Choose another folder with ARCHIPEL_HOME, or start Archipel as the account that made it."
            )
        if not self._account.can_enter(self._place):
            raise EmbeddedUnavailable(
                f"PostgreSQL does not run as root, and the folder {self._place} cannot be reached by anybody else. "
                "Choose another folder with ARCHIPEL_HOME, or start Archipel as an ordinary account."
            )

    def _place_outside_home(self, usual: Path) -> None:
        """Root's own folders are closed to the server's account, and opening them is not ours to do.

        Always a new folder: an older one with the same hash may belong to a home that was moved away.
        """
        SYSTEM_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        elsewhere = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=SYSTEM_STATE))
        self._account.own(elsewhere)
        if usual.is_symlink():  # its target is gone
            usual.unlink()
        try:
            usual.symlink_to(elsewhere)
        except FileExistsError:  # another process was first
            elsewhere.rmdir()

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time decides whether the server starts or stops."""
        with (self._place / "gate.lock").open("ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _leave(self) -> None:
        if self._in_use is not None:
            self._in_use.close()
            self._in_use = None

    # -- the cluster -----------------------------------------------------------------------------------------------

    def _bring_up(self) -> None:
        binaries = binaries_for(self._account)
        if not self._data.exists():
            self._create_cluster(binaries)
        made_by = (self._data / "PG_VERSION").read_text().strip()
        if made_by != str(MAJOR):
            raise EmbeddedUnavailable(
                f"The database in {self._place} was made by PostgreSQL {made_by}; this is PostgreSQL {MAJOR}. "
                "Save it with the version of Archipel that made it (archipel db backup), remove the folder, "
                "then bring it back (archipel db restore)."
            )
        self._forget_dead_server()
        log_path = self.home / "postgres.log"
        if log_path.exists() and log_path.stat().st_size > LARGEST_LOG:
            log_path.unlink()
        with open(log_path, "ab", opener=_private) as log:
            self._launch(binaries, log)

    def _create_cluster(self, binaries: Path) -> None:
        """Under another name until it is whole, so that an interruption leaves nothing half made."""
        unfinished = self._place / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self._place / "password"
        with open(password, "w", opener=_private) as file:
            file.write(secrets.token_urlsafe(24))
        self._account.own(password)
        self._must_succeed(
            self._account.run(
                [
                    binaries / "initdb",
                    f"--pgdata={unfinished}",
                    f"--username={ADMIN}",
                    f"--pwfile={password}",
                    "--auth-local=scram-sha-256",
                    "--auth-host=reject",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",  # no language pack of the machine decides how text sorts
                    "--builtin-locale=C.UTF-8",
                    *(["--no-sync"] if self._without_sync else []),
                ]
            )
        )
        self._must_succeed(
            self._account.run(
                [
                    binaries / "postgres",
                    "--single",
                    *(["-F"] if self._without_sync else []),
                    "-D",
                    unfinished,
                    "template1",
                ],
                given=f"create database {DATABASE};\n",
            )
        )
        unfinished.rename(self._data)

    def _must_succeed(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode != 0:
            lines = [line for line in (done.stderr or "").splitlines() if line.strip()]
            said = next((line for line in lines if re.search("error|FATAL|PANIC", line)), lines[-1] if lines else "")
            raise EmbeddedUnavailable(
                f"The embedded PostgreSQL could not be set up in {self._place}: {said or 'it ended without a word'}"
            )

    def _launch(self, binaries: Path, log: IO[bytes]) -> None:
        """The shell only passes the server on to the system, so that it may outlive this process for the others."""
        before = log.tell()
        settings = self._settings | {"unix_socket_directories": str(self._new_socket_folder())}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            started = self._account.run(
                [
                    "/bin/sh",
                    "-c",
                    'exec "$@" >&2 & echo $!',
                    "sh",
                    binaries / "postgres",
                    "-D",
                    self._data,
                    *options,
                ],
                log=log,
            )
            if self._became_ready(int(started.stdout), deadline):
                return
            said = self._last_words(log, before)
            if "shared memory block" not in said:
                break
            time.sleep(0.1)  # the last children of a killed server are still on their way out
        raise EmbeddedUnavailable(
            f"The embedded PostgreSQL in {self._place} does not start: {said or 'it gave no reason'}. "
            f"Its log is {self.home / 'postgres.log'}."
        )

    def _became_ready(self, pid: int, deadline: float) -> bool:
        while time.monotonic() < deadline:
            status = self._pid_file()
            if status is not None and status.ready and self.is_running():
                return True
            if not _is_postgres(pid):
                return False
            time.sleep(0.01)
        return False

    @staticmethod
    def _last_words(log: IO[bytes], since: int) -> str:
        with open(log.name, "rb") as file:
            file.seek(since)
            lines = file.read().decode(errors="replace").splitlines()
        reasons = [line for line in lines if re.search("FATAL|PANIC|error", line)]
        return (reasons or lines or [""])[-1].partition("FATAL:")[2].strip() or (reasons or lines or [""])[-1]

    def _new_socket_folder(self) -> Path:
        usual = self._place / "run"
        whole = f"{usual}/.s.PGSQL.{PORT}"
        if len(os.fsencode(whole)) <= LONGEST_SOCKET_PATH and "," not in whole:
            self._account.make_folder(usual)
            return usual
        short = Path(tempfile.mkdtemp(prefix="archipel-", dir="/tmp"))
        self._account.own(short)
        return short

    def _shut_down(self) -> None:
        """Rolls back what is open and writes everything to disk; kills only what does not react."""
        status = self._pid_file()
        if status is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT):
            with suppress(ProcessLookupError):
                os.kill(status.pid, sign)
            deadline = time.monotonic() + STOP_SECONDS
            while _is_postgres(status.pid):
                if time.monotonic() > deadline:
                    break
                time.sleep(0.01)
            else:
                break
        if status.socket_folder != self._place / "run":
            shutil.rmtree(status.socket_folder, ignore_errors=True)

    # -- what the running server says about itself -----------------------------------------------------------------

    def _pid_file(self) -> "_PidFile | None":
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return None
        if len(lines) < 8:  # still being written
            return None
        return _PidFile(int(lines[0]), Path(lines[4]), ready=lines[7].strip() == "ready")

    def _socket_folder(self) -> Path | None:
        status = self._pid_file()
        return status.socket_folder if status is not None else None

    def _forget_dead_server(self) -> None:
        """PostgreSQL itself refuses to start while the number of a killed server is taken, be it by another program."""
        for trace in (self._data / "postmaster.pid", self._place / "run" / f".s.PGSQL.{PORT}.lock"):
            with suppress(FileNotFoundError, ValueError, IndexError):
                if not _is_postgres(int(trace.read_text().splitlines()[0])):
                    trace.unlink()


@dataclass(frozen=True)
class _PidFile:
    pid: int
    socket_folder: Path
    ready: bool


def _is_postgres(pid: int) -> bool:
    """Alive, and not merely a dead child that nobody has fetched."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # another account's process: not a server of ours
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return True  # no /proc on this system
    return name in {"postgres", "sh"} and not rest.lstrip().startswith("Z")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o600)
