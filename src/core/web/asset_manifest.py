"""Where the built styles and scripts are: templates say `asset("app.css")`; browsers may keep what they get."""

import json
from functools import cache
from pathlib import Path
from typing import Final

BUILT: Final = Path(__file__).parent / "static" / "dist"


class AssetsMissing(RuntimeError):
    """For whoever runs the program: nobody else can do anything about it."""


@cache
def _files() -> dict[str, str]:
    try:
        files: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())["files"]
    except FileNotFoundError:
        raise AssetsMissing("The styles and scripts of the pages are not built yet: run ./dev assets.") from None
    return files


def built_file(name: str) -> Path:
    """The same, for the program itself to read."""
    return BUILT / _files()[name]


def asset(name: str) -> str:
    """The path on this server of `name` as it stands in `assets/`; its name changes with its content."""
    return f"/static/{_files()[name]}"
