"""What deploy/ holds: accepted by the tools that read such files, and in step with the program's settings."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from core.settings import DatabaseSettings, MailSettings, Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def tool(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def accepted(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr == ""


def variables() -> set[str]:
    """The names that an administrator can set."""
    names = set()
    for settings in (Settings, DatabaseSettings, MailSettings):
        prefix = settings.model_config.get("env_prefix", "")
        fields = settings.model_fields.items()
        names |= {f"{prefix}{name}".upper() for name, field in fields if not _is_settings(field.annotation)}
    return names


def _is_settings(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseSettings)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert isinstance(loaded, dict)
    return loaded


def test_the_image_recipe_is_accepted_by_hadolint() -> None:
    accepted(tool("hadolint"), DEPLOY / "Containerfile")


def test_the_compose_file_is_accepted_by_yamllint() -> None:
    accepted(tool("yamllint"), "-d", "{extends: default, rules: {line-length: {max: 130}}}", DEPLOY / "compose.yaml")


def test_nothing_runs_as_root_or_with_more_rights_than_it_needs(compose: dict[str, Any]) -> None:
    for name in ("migrate", "web", "worker"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    recipe = (DEPLOY / "Containerfile").read_text().splitlines()
    assert [line for line in recipe if line.startswith("USER ")] == ["USER 10001:10001"]


def test_only_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_the_compose_file_sets_only_variables_that_exist(compose: dict[str, Any]) -> None:
    assert set(compose["services"]["web"]["environment"]) <= variables()


def test_every_secret_must_be_given(compose: dict[str, Any]) -> None:
    environment = compose["services"]["web"]["environment"]
    for name in ("DATABASE_URL", "ARCHIPEL_SECRET_KEY", "MAIL_SMTP_URL"):
        assert ":?" in environment[name]


def test_the_runbook_explains_every_variable() -> None:
    runbook = (DEPLOY / "README.md").read_text()
    assert sorted(name for name in variables() if f"| `{name}` |" not in runbook) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_unit(unit: Path, tmp_path: Path) -> None:
    verify = tool("systemd-analyze")
    for every in UNITS:  # they name each other; the program's own path exists on the server only
        text = every.read_text().replace("/opt/archipel/.venv/bin/archipel", "/bin/true")
        (tmp_path / every.name).write_text(text)
    accepted(verify, "verify", "--man=no", tmp_path / unit.name)


def test_the_proxy_file_has_balanced_blocks_and_hides_the_metrics() -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    assert text.count("{") == text.count("}")
    assert "@inside path /metrics" in text
