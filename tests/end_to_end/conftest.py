"""The demo network, started as a newcomer would, in a real browser."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "archipel-demo"
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str | None:
    names = (os.environ.get("ARCHIPEL_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def address(demo_home: Path) -> Iterator[str]:
    """Where the demo network is served, by the same command that people use."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ARCHIPEL_", "DATABASE_"))},
        "ARCHIPEL_HOME": str(demo_home),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", "from server.cli import main; main()", "serve", "--demo", "--port", "0"]
    log = demo_home / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603 -- our own program
        try:
            yield _announced(process, log)
        finally:
            process.terminate()
            process.wait(30)


def _announced(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        if found := re.search(r"running on (http://\S+)", log.read_text()):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the demo network did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = _chromium()
    if chromium is None:
        pytest.skip("no Chromium: install the package chromium, or set ARCHIPEL_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield started
        started.close()


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page as somebody: `opened("/fr/hq", who="hq@demo.example", width=390, scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, who: str | None = None, width: int = 1280, scheme: Any = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",  # colours that are still changing cannot be judged
            java_script_enabled=script,
            base_url=address,
        )
        contexts.append(context)
        page = context.new_page()
        if who is not None:
            sign_in(page, who)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """Through the form, as people do."""
    page.goto("/en/sign-in")
    page.fill("#f-email", who)
    page.fill("#f-password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/*")
