"""The way in: from a clone and a Python to a running program, said plainly where something is missing."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The few files that the bootstrap reads, in a folder whose name has a space."""
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    for name in ["dev", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "tools/build_assets.py"]:
        shutil.copy(ROOT / name, folder / name)
    return folder


def dev(clone: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "dev", *arguments],
        cwd=clone,
        env={"PATH": os.environ["PATH"], "HOME": str(clone), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def pretend_installed(clone: Path, purpose: str) -> None:
    """An environment whose programs only say how they were called; its Python builds no assets."""
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, script in {"archipel": 'echo "$0 $@"; env', "pytest": 'echo "$0 $@"; env', "python": "true"}.items():
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    asked = f"import runpy, json; print(json.dumps(runpy.run_path('dev')['fingerprints']({purpose!r})))"
    stamp = subprocess.run([sys.executable, "-c", asked], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv" / "archipel-installed.json").write_text(stamp)


def test_without_a_command_it_lists_them_and_calls_it_wrong_usage(clone: Path) -> None:
    done = dev(clone)
    assert done.returncode == 2
    assert "./dev run" in done.stderr
    assert dev(clone, "fly").returncode == 2
    assert dev(clone, "--help").returncode == 0


def test_an_older_python_is_refused_in_a_sentence(clone: Path) -> None:
    pretended = "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['dev', 'run']; "
    pretended += "runpy.run_path('dev', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretended], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or later; this is Python 3.9.2" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_without_venv_is_told_what_to_install(clone: Path) -> None:
    (clone / "without").mkdir()
    (clone / "without" / "ensurepip.py").write_text("raise ImportError")
    done = dev(clone, "run", PYTHONPATH=str(clone / "without"))
    assert done.returncode == 1
    assert "apt install python3" in done.stderr
    assert "-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_once_set_up_it_hands_over_at_once_and_passes_options_on(clone: Path) -> None:
    pretend_installed(clone, "run")
    dev(clone, "run")  # the first call compiles the script that it imports
    begun = time.monotonic()
    done = dev(clone, "run", "--port", "8123")
    assert time.monotonic() - begun < 1
    assert f"{clone}/.venv/bin/archipel serve --demo --port 8123" in done.stdout


def test_another_pythons_packages_never_reach_the_program(clone: Path) -> None:
    pretend_installed(clone, "run")
    done = dev(clone, "run", PYTHONPATH="/elsewhere", PYTHONHOME="", PIP_TARGET="/elsewhere", DATABASE_URL="kept")
    assert "/elsewhere" not in done.stdout
    assert "DATABASE_URL=kept" in done.stdout
    assert f"VIRTUAL_ENV={clone}/.venv" in done.stdout


def test_tests_never_see_the_configuration_of_a_real_installation(clone: Path) -> None:
    pretend_installed(clone, "develop")
    done = dev(
        clone, "test", "-k", "something", DATABASE_URL="postgresql://real", SMTP_URL="smtp://real", PGHOST="real"
    )
    assert "pytest -k something" in done.stdout
    assert "real" not in done.stdout


def test_what_is_installed_for_developing_serves_running_too_but_not_the_other_way_round(clone: Path) -> None:
    pretend_installed(clone, "develop")
    purpose = "import runpy; d = runpy.run_path('dev'); print(d['installed']('run'), d['installed']('develop'))"

    def asked() -> str:
        done = subprocess.run([sys.executable, "-c", purpose], cwd=clone, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert asked() == "True True"
    with (clone / "requirements-dev.lock").open("a") as lock:
        lock.write("# changed\n")
    assert asked() == "True False"
    stamp = clone / ".venv" / "archipel-installed.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"folder": "/moved/from/here"}))
    assert asked() == "False False"


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_host_and_carry_a_hash_for_everything(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = re.split(r"\n(?=[A-Za-z0-9])", text)
    without = [package.splitlines()[0] for package in packages if "==" in package and "--hash=sha256:" not in package]
    assert without == []


def test_the_script_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_script_packages_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_both_locks_install_the_same_packages_for_running() -> None:
    running, developing = (set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS)
    assert running <= developing


def test_built_assets_keep_every_name_that_the_pages_ask_for() -> None:
    asked = set()
    for template in (ROOT / "src").rglob("templates/**/*.html"):
        asked |= set(re.findall(r"""asset\(\s*["']([^"']+)["']""", template.read_text()))
    sources = (ROOT / "tools" / "build_assets.py").read_text()
    assert [name for name in asked if f'"{name}"' not in sources] == []
