"""The program as it runs in earnest: a process of its own, with the demo network in a database of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.demo.accounts import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 240
ANNOUNCED = re.compile(r"running on (http://[\w.:\[\]]+)")


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of `archipel serve --demo` on a free port of this machine; ended afterwards."""
    command = [sys.executable, "-m", "benchmarks.serve"]
    variables = {
        **os.environ,
        "ARCHIPEL_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    log = home / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own program
            command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield _address(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        text = log.read_text(errors="replace")
        if found := ANNOUNCED.search(text):
            return found[1]
        if process.poll() is not None:
            raise RuntimeError(f"the program ended:\n{text[-2000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"the program was not ready after {READY_SECONDS} s")


def sign_in_form(email: str) -> dict[str, str]:
    return {"email": email, "password": PASSWORD}
