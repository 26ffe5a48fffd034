"""A picture somebody uploads, drawn anew: nothing of the file itself is kept, so neither place nor camera."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import Invalid
from i18n.messages import _

LARGEST_FILE: Final = 12_000_000
_LONGEST_SIDE: Final = 1_600
_SMALLEST_SIDE: Final = 200
_MOST_PIXELS: Final = 60_000_000
_KINDS: Final = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE: Final = "image/webp"


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


def attempt_picture(uploaded: bytes) -> Picture | Invalid:
    """Like `core.forms.attempt`: what is wrong is given back, not raised."""
    try:
        return drawn_anew(uploaded)
    except Invalid as error:
        return error


def drawn_anew(uploaded: bytes) -> Picture:
    """Upright, at most 1600 pixels long, as WebP. Raises Invalid at `photo` for what is no picture, or too much."""
    if not uploaded:
        raise _refused(_("Please choose a file."))
    if len(uploaded) > LARGEST_FILE:
        raise _refused(_("This file is too large: at most %(megabytes)s MB.", megabytes=LARGEST_FILE // 1_000_000))
    try:
        return _drawn(uploaded)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise _refused(_("This is not a picture that we can read. Please upload a JPEG, PNG or WebP file.")) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error


def _drawn(uploaded: bytes) -> Picture:
    Image.init()  # else only some of the kinds are known before the first picture
    with Image.open(io.BytesIO(uploaded), formats=_KINDS) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise _too_many_pixels()
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    if min(upright.size) < _SMALLEST_SIDE:
        raise _refused(_("This picture is too small: at least %(pixels)s pixels on each side.", pixels=_SMALLEST_SIDE))
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=80, method=4)
    return Picture(out.getvalue(), clean.width, clean.height)


def _too_many_pixels() -> Invalid:
    return _refused(_("This picture has too many pixels. Please make it smaller first."))


def _refused(sentence: str) -> Invalid:
    return Invalid({"photo": sentence})
