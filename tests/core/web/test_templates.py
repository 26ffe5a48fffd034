"""Templates everybody builds on: their icons exist and nothing in them would be refused by the security policy."""

import re
from pathlib import Path

import core.web

WEB = Path(core.web.__file__).parent
SOURCE = WEB.parents[1]
ICONS = set((WEB / "assets" / "icons.txt").read_text().split())
TEMPLATES = [
    path for path in SOURCE.rglob("templates/**/*.html") if "mail" not in path.name and "mail" not in path.parts
]


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']|icon_name=["']([a-z0-9-]+)["']""")
    missing = {
        (path.name, name)
        for path in TEMPLATES
        for found in named.findall(path.read_text())
        for name in found
        if name and name not in ICONS
    }
    assert not missing


def test_the_icons_are_listed_once_and_in_order() -> None:
    listed = (WEB / "assets" / "icons.txt").read_text().split()
    assert listed == sorted(set(listed))


def test_no_page_carries_style_or_script_of_its_own() -> None:
    inline = re.compile(
        r"\sstyle=|<style\b|<script(?![^>]*(?:\bsrc=|application/ld\+json))|\son[a-z]+=\"", re.IGNORECASE
    )
    found = {str(path.relative_to(SOURCE)) for path in TEMPLATES if inline.search(path.read_text())}
    assert not found
