"""A session with many people in the running demo network, and what the log says of its marks.

The demo server's own database is written from here, as its command would: through the roles of the program.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class BigSheet:
    home: Path
    session: UUID
    registrations: list[str]

    def expected(self) -> list[str]:
        return ["absent" if number % 5 == 4 else "present" for number in range(len(self.registrations))]


def big_sheet(home: Any, *, people: int) -> BigSheet:
    """A course of Brussels that meets now, with this many people in it."""
    made = _beside(home, "make", str(people))
    return BigSheet(home, UUID(made["session"]), made["registrations"])


def marks_noted(sheet: BigSheet) -> dict[str, list[str]]:
    """What the audit log holds, in order: each mark that was written, once for each time."""
    noted: dict[str, list[str]] = defaultdict(list)
    for after in _beside(sheet.home, "noted", str(sheet.session)):
        for registration, mark in after.items():
            noted[registration].append(mark["status"])
    return dict(noted)


def _beside(home: Path, *arguments: str) -> Any:
    """In a process of its own: the browser's driver keeps an event loop running in this one."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIPEL_", "DATABASE_"))}
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "tests.end_to_end.beside", str(home), *arguments],
        cwd=ROOT,
        env={**plain, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "ARCHIPEL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
