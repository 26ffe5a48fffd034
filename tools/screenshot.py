"""Takes the picture of the README from the demo network: `python -m tools.screenshot [PATH]`. Needs a Chromium."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.program import served

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "picture.png"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def take(path: str) -> None:
    """The first screen of a page, as on a small laptop."""
    chromium = os.environ.get("ARCHIPEL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit("There is no Chromium on this machine.")
    with (
        tempfile.TemporaryDirectory(prefix="archipel-picture-") as folder,
        served(Path(folder)) as address,
        sync_playwright() as browsers,
    ):
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = browsers.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light", locale="fr")
        page.goto(f"{address}{path}", wait_until="networkidle")
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "/fr/brussels")
