"""The program's own files, as these tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Sorted, of `src` where no folder is named."""
    found = (path for folder in folders or ("src",) for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(found))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def kept_files() -> tuple[Path, ...]:
    """What is under version control; from an unpacked archive, everything that is not hidden."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 -- whichever git the developer has
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        names = [name for name in listing.stdout.decode().split("\0") if name]
        return tuple(path for name in names if (path := ROOT / name).is_file())
    folders = ("src", "tests", "docs", "deploy", "tools", "benchmarks", "locales")
    return tuple(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
