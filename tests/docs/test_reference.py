"""What is documented is what is there."""

import re

import pytest

from core.settings import DatabaseSettings, MailSettings, Settings
from tools.reference import REFERENCE, ROOT, TABLES, written


@pytest.mark.parametrize("name", TABLES)
def test_the_reference_says_what_the_code_does(name: str) -> None:
    page = (REFERENCE / f"{name}.md").read_text(encoding="utf-8")
    assert "<!-- from the code -->" in page
    assert written(name, page) == page, "run: python -m tools.reference"


@pytest.mark.parametrize("kind", [Settings, DatabaseSettings, MailSettings])
def test_every_setting_says_what_it_means(kind: type[Settings]) -> None:
    without = [name for name, field in kind.model_fields.items() if not field.description]
    assert set(without) <= {"database", "mail"}


def test_every_setting_is_explained_to_whoever_installs() -> None:
    guide = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    reference = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert not [name for name in re.findall(r"\| `([A-Z_]+)` \|", reference) if f"`{name}`" not in guide]


def test_every_command_of_dev_is_documented() -> None:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    usage = script.partition('USAGE = """\\\n')[2].partition('"""')[0]
    commands = re.findall(r"^\./dev (\w+)", usage, re.MULTILINE)
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert len(commands) > 5
    assert not [command for command in commands if f"`./dev {command}" not in page]
