"""Templates: they compile, a page has a title, and code names only templates that exist."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from server.templating import make_environment
from tests.architecture.source_files import SOURCE, named, python_files, tree_of

ENVIRONMENT = make_environment()
NAMES = sorted(ENVIRONMENT.list_templates())
LAYOUTS = {"layout/public.html", "layout/work.html", "layout/print.html"}
TEMPLATE_NAME = re.compile(r"[a-z_]+/[a-z_/-]+\.(html|txt)")
MAIL_NAME = re.compile(r"[a-z_]+/mail/[a-z_]+")


def syntax(name: str) -> nodes.Template:
    assert ENVIRONMENT.loader is not None
    return ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])


def extended(tree: nodes.Template) -> set[str]:
    found = (node.template for node in tree.find_all(nodes.Extends))
    return {template.value for template in found if isinstance(template, nodes.Const)}


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    ENVIRONMENT.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_a_title(name: str) -> None:
    tree = syntax(name)
    if not extended(tree) & LAYOUTS or name.startswith("layout/p"):
        return
    titles = [block for block in tree.find_all(nodes.Block) if block.name == "title"]
    assert titles, "add {% block title %}"
    assert titles[0].body, "the title is empty"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_brings_in_exists(name: str) -> None:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    named_ones = [getattr(node, "template", None) for node in syntax(name).find_all(kinds)]
    wanted = {template.value for template in named_ones if isinstance(template, nodes.Const)}
    assert wanted <= set(NAMES)


def test_two_features_never_have_templates_of_one_name() -> None:
    """They would hide each other: all features' folders are searched as one."""
    places: dict[str, list[Path]] = {}
    for folder in SOURCE.rglob("templates"):
        for path in folder.rglob("*"):
            if path.is_file():
                places.setdefault(path.relative_to(folder).as_posix(), []).append(path)
    assert not {name: paths for name, paths in places.items() if len(paths) > 1}


def texts_of(path: Path) -> set[str]:
    found = (node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def test_code_names_only_templates_that_exist() -> None:
    wanted: dict[str, str] = {}
    for path in python_files():
        for text in texts_of(path):
            if TEMPLATE_NAME.fullmatch(text):
                wanted[text] = named(path)
            elif MAIL_NAME.fullmatch(text):
                wanted |= {f"{text}.txt": named(path), f"{text}.html": named(path)}
    assert wanted
    assert not {name: where for name, where in wanted.items() if name not in NAMES}


def test_every_mail_can_be_read_with_and_without_html() -> None:
    mails = {name.rpartition(".")[0] for name in NAMES if "/mail/" in name and "/_" not in name}
    missing = {f"{name}.{kind}" for name in mails for kind in ("txt", "html")} - set(NAMES)
    assert mails
    assert not missing
