"""Documents for paper: every script we speak, tagged, the same bytes again, and nothing that a value could do."""

import asyncio
import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core import pdf
from core.fonts import drawable, letters_without_font
from core.pdf import DocumentNotMade, compile_pdf, qr_code
from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.messages import lazy

LETTER = """#import "/core/templates/documents/paper.typ": *
#show: paper.with(title: values.title, foot: [foot])
#letterhead("Archipel", lines: ("Rue de la Loi 1", ""))
= #said(values.title)
#name(values.name)
#ruled((1fr, auto), ("A", "B"), values.rows)
#if "code" in values { picture(values.code, alt: "QR", width: 20mm) }
"""


@pytest.fixture
def letter(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A template of our own beside those of the features; a file, because that is what typst reads."""
    path = pdf.SOURCE / "core" / "templates" / "documents" / f".test-{hashlib.sha256(LETTER.encode()).hexdigest()}.typ"
    path.write_text(LETTER)
    monkeypatch.setattr(pdf, "_templates", lambda: {"test/letter.typ": path})
    yield "test/letter.typ"
    path.unlink(missing_ok=True)


def values(**more: object) -> dict[str, object]:
    return {"title": "Liste", "name": "Zoé", "rows": [["Łódź", "1"]], **more}


def read(made: bytes) -> str:
    """The text without what only arranges it."""
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(words.replace("\u2068", "").replace("\u2069", "").split())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Elle a été à l’école, cœur"),
        ("pl", "Zażółć gęślą jaźń"),
        ("uk", "Щастя, ґанок, їжак"),
        ("lb", "Zertifikat fir d’Léieren"),
        ("ca", "Col·laboració"),
    ],
)
async def test_what_is_printed_can_be_read_back_in_every_script(letter: str, language: str, text: str) -> None:
    with use_locale(make_state(language)):
        made = await compile_pdf(letter, values(name=text))
    assert text in read(made)


async def test_arabic_is_joined_and_keeps_its_letters_for_whoever_reads_it_aloud(letter: str) -> None:
    """Dots are glyphs of their own in this font; `ActualText` says which letter they make."""
    with use_locale(make_state("ar", "MA")):
        document = PdfReader(BytesIO(await compile_pdf(letter, values(name="شهادة إتمام"))))
    drawn = document.pages[0].get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]  # it has some
    said = {chr(int(code, 16)) for code in re.findall(r"/ActualText<FEFF(....)>", drawn)}
    fonts = document.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]  # pypdf's own kinds
    mapped = "".join(font.get_object()["/ToUnicode"].get_data().decode() for font in fonts)
    assert said
    assert all(letter in said or f"<{ord(letter):04x}>" in mapped.lower() for letter in "شهادةإتمام")


@pytest.mark.parametrize(("language", "spoken"), [("fr", "fr"), ("ar", "ar"), ("ar-XB", "en"), ("en-XA", "en")])
async def test_a_reader_is_told_language_title_and_structure(letter: str, language: str, spoken: str) -> None:
    with use_locale(make_state(language, "MA")):
        document = PdfReader(BytesIO(await compile_pdf(letter, values())))
    root = document.root_object
    assert str(root["/Lang"]).split("-")[0] == spoken
    assert "/Marked': True" in str(root["/MarkInfo"])
    assert "/StructTreeRoot" in root
    assert document.metadata is not None
    assert document.metadata.title == "Liste"


async def test_the_same_values_give_the_same_bytes_and_no_date(letter: str) -> None:
    made = [await compile_pdf(letter, values(code=qr_code("https://example.org/x"))) for _ in range(2)]
    assert made[0] == made[1]
    assert b"CreationDate" not in made[0]
    assert b"xmp:CreateDate" not in made[0]


async def test_a_value_is_never_read_as_a_program(letter: str) -> None:
    text = '#panic("no") $x$ *a* \\ @b <c> "]'
    assert "panic" in read(await compile_pdf(letter, values(name=text)))


async def test_a_text_from_another_language_is_shown_and_a_lazy_one_said(letter: str) -> None:
    with use_locale(make_state("pl")):
        made = await compile_pdf(
            letter, values(title="x", name=Localized(fr="Développement"), rows=[[lazy("Yes"), ""]])
        )
    assert "Développement" in read(made)


async def test_a_letter_without_a_font_is_replaced_and_the_list_is_still_printed(letter: str) -> None:
    assert letters_without_font("Zoé 中文中 Łódź مرحبا Ґ") == ["中", "文"]
    assert drawable("a中b") == "a\ufffdb"
    assert "Li \ufffd\ufffd Ana" in read(await compile_pdf(letter, values(name="Li 中文 Ana")))


async def test_what_cannot_be_shown_is_a_clear_error(letter: str) -> None:
    with pytest.raises(TypeError, match="format it first"):
        await compile_pdf(letter, values(name=Path("x")))
    with pytest.raises(DocumentNotMade, match="no document template nowhere"):
        await compile_pdf("nowhere.typ", {})
    with pytest.raises(DocumentNotMade, match=r"test/letter\.typ could not be made.*title"):
        await compile_pdf(letter, {})


async def test_nothing_else_waits_while_one_is_made(letter: str) -> None:
    making = asyncio.create_task(compile_pdf(letter, values(rows=[["Łódź", str(row)] for row in range(2000)])))
    turns = 0
    while not making.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert len(PdfReader(BytesIO(making.result())).pages) > 20
    assert turns > 20
