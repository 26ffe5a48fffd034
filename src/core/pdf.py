"""Documents for paper: tagged PDF made from a template and values.

A template is a typst file in the feature's `templates` folder. It reads `values` through
`#import "/core/templates/documents/paper.typ": *`, which also sets paper, letters, language and direction. Values
reach it as JSON and are never read as typst, so that a name may contain anything. Nothing in a document says when it
was made: the same values give the same bytes.
"""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import segno
import typst

from core.fonts import drawable, font_files
from i18n.active import current
from i18n.content import Localized
from i18n.languages import SOURCE_LANGUAGE, base_language, find_language
from i18n.texts import LazyText

Kind = Literal["pdf", "png"]
SOURCE: Final = Path(__file__).parent.parent
_MAKERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="documents")


class DocumentNotMade(RuntimeError):
    """A fault of the program: the template, or the values it was given. For whoever reads the log."""


async def compile_pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """The document `feature/name.typ`, in the active language, as PDF/UA-1.

    `values` may hold texts, numbers, booleans, lists, mappings, `LazyText` and `Localized` (which reaches the
    template as its text and the language that is really in). Days and amounts are formatted by the caller.
    It is made in a thread: nothing else waits for it. A letter that no font of ours has becomes �.
    """
    return await _made(template, values, "pdf")


async def compile_picture(template: str, values: Mapping[str, Any]) -> bytes:
    """The one page of a template as PNG, two dots for each point of its size. Otherwise as `compile_pdf`."""
    return await _made(template, values, "png")


async def _made(template: str, values: Mapping[str, Any], kind: Kind) -> bytes:
    return await asyncio.get_running_loop().run_in_executor(_MAKERS, _compile, template, _inputs(values), kind)


def qr_code(text: str) -> str:
    """As SVG for `picture(…)` of paper.typ: dark squares on nothing, a quarter may be damaged."""
    made: str = segno.make(text, error="q", micro=False).svg_inline(border=0, omitsize=True)
    return made


def _compile(template: str, inputs: dict[str, str], kind: Kind) -> bytes:
    path = _templates().get(template)
    if path is None:
        raise DocumentNotMade(f"There is no document template {template}.")
    try:
        made = typst.compile(
            path,
            root=SOURCE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=kind,
            sys_inputs=inputs,
            pdf_standards="ua-1" if kind == "pdf" else None,
        )
    except typst.TypstError as error:
        raise DocumentNotMade(f"{template} could not be made: {error.message}\n{error.diagnostic}") from error
    if not isinstance(made, bytes):
        raise DocumentNotMade(f"{template} has more pages than a picture can show.")
    return made


@cache
def _templates() -> dict[str, Path]:
    """By name within whichever `templates` folder it stands in, as for pages."""
    return {
        str(path.relative_to(folder)): path for folder in SOURCE.rglob("templates") for path in folder.rglob("*.typ")
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_files()[0].parent])


def _inputs(values: Mapping[str, Any]) -> dict[str, str]:
    """Worked out before the thread begins: the active language belongs to the request."""
    state = current()
    language = find_language(state.tag)
    spoken = SOURCE_LANGUAGE if language is not None and language.is_pseudo else base_language(state.tag)
    return {
        "values": drawable(json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)),
        "language": spoken,
        "territory": state.territory if len(state.territory) == 2 and state.territory.isalpha() else "",
        "direction": state.direction,
    }


def _plain(value: object) -> Any:
    if isinstance(value, Localized):
        text, language = value.resolve()
        return {"text": text, "language": base_language(language or current().tag)}
    if isinstance(value, LazyText):
        return str(value)
    raise TypeError(f"a document cannot show a {type(value).__name__}: format it first")
