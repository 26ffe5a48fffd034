"""What holds for every file: short, no commit but one, exceptions with a reason, nobody's machine in it."""

import ast
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT, calls, kept_files, named, python_files

MOST_LINES = 400
THE_ONE_THAT_COMMITS = "src/core/database.py"
WITH_REASON = re.compile(r"#\s*((?:ruff: )?noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* -- \S|type: ignore\[[a-z, -]+\]  # \S)")
SUPPRESSION = re.compile(r"#\s*((?:ruff: )?noqa|type:\s*ignore)\b")
PACKAGE_HOST = re.compile(r"https?://[\w.:-]*(pypi|pythonhosted|npmjs|artifactory|nexus|devpi|jfrog)", re.IGNORECASE)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~$}-])/(work|root|home|Users)/[a-z][\w.-]*/")


def test_no_file_is_longer_than_one_can_read() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    too_long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES}
    assert not too_long, "make it a package, one file per subject"


def test_one_file_commits_and_rolls_back() -> None:
    found = {
        f"{named(path)}:{call.lineno}"
        for path in python_files()
        if named(path) != THE_ONE_THAT_COMMITS
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    }
    assert not found, "one transaction per request, ended at the edge"


def test_the_one_that_commits_does() -> None:
    names = {call.func.attr for call in calls(ROOT / THE_ONE_THAT_COMMITS) if isinstance(call.func, ast.Attribute)}
    assert {"commit", "rollback"} <= names


def suppressions(path: Path) -> Iterator[tuple[int, str]]:
    """Comments only: the words may stand in a text."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT and SUPPRESSION.search(token.string):
                yield token.start[0], token.string


def test_every_exception_names_its_rule_and_its_reason() -> None:
    files = [*python_files("src", "tests", "tools", "benchmarks"), ROOT / "dev"]
    bare = [
        f"{named(path)}:{line} {comment}"
        for path in files
        for line, comment in suppressions(path)
        if not WITH_REASON.search(comment)
    ]
    assert not bare, "write `# noqa: CODE -- reason` or `# type: ignore[code]  # reason`"


@pytest.mark.parametrize(
    ("comment", "is_enough"),
    [
        ("# noqa", False),
        ("# noqa: S101", False),
        ("# noqa: S101 -- a test", True),
        ("# noqa: S101, B008 -- both wanted", True),
        ("# type: ignore", False),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore[arg-type]  # why", True),
    ],
)
def test_a_reason_is_recognised(comment: str, is_enough: bool) -> None:
    assert bool(WITH_REASON.search(comment)) is is_enough


def texts() -> Iterator[tuple[str, str]]:
    for path in kept_files():
        try:
            yield named(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_package_host_or_somebodys_folder() -> None:
    found = [
        f"{name}:{number} {line.strip()[:80]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if PACKAGE_HOST.search(line) or SOMEBODYS_FOLDER.search(line)
    ]
    assert not found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hash(name: str) -> None:
    packages = re.split(r"(?m)^(?=[a-zA-Z0-9])", (ROOT / name).read_text())
    pinned = [one for one in packages if one and not one.startswith("#")]
    assert len(pinned) > 20
    assert not [one.splitlines()[0] for one in pinned if "==" not in one or "--hash=sha256:" not in one]


def test_every_locked_script_has_its_hash_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name: package for name, package in packages.items() if name}
    assert locked
    assert not [name for name, package in locked.items() if "integrity" not in package or "resolved" in package]
