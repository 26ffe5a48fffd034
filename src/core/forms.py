"""From what people type to a checked model, with one sentence per wrong field in their language."""

import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import BadRequest, Invalid
from i18n.messages import LazyText, lazy

Model = TypeVar("Model", bound=BaseModel)

# pydantic's error types, as people say them. Anything not listed is "not valid".
_SENTENCES: dict[str, LazyText] = {
    "missing": lazy("Please fill this in."),
    "string_too_short": lazy("Please fill this in."),
    "string_too_long": lazy("This is too long: at most %(max_length)s characters."),
    "too_long": lazy("These are too many: at most %(max_length)s."),
    "too_short": lazy("Please choose at least %(min_length)s."),
    "int_parsing": lazy("Please enter a whole number."),
    "int_type": lazy("Please enter a whole number."),
    "int_from_float": lazy("Please enter a whole number."),
    "int_parsing_size": lazy("This number is too large."),
    "decimal_parsing": lazy("Please enter a number."),
    "decimal_max_digits": lazy("This number is too large."),
    "decimal_max_places": lazy("Please use at most %(decimal_places)s decimals."),
    "decimal_whole_digits": lazy("This number is too large."),
    "float_parsing": lazy("Please enter a number."),
    "finite_number": lazy("Please enter a number."),
    "greater_than": lazy("This must be more than %(gt)s."),
    "greater_than_equal": lazy("This must be at least %(ge)s."),
    "less_than": lazy("This must be less than %(lt)s."),
    "less_than_equal": lazy("This must be at most %(le)s."),
    "date_from_datetime_parsing": lazy("Please enter a date that exists, such as 2026-03-31."),
    "date_parsing": lazy("Please enter a date that exists, such as 2026-03-31."),
    "date_type": lazy("Please enter a date that exists, such as 2026-03-31."),
    "date_from_datetime_inexact": lazy("Please enter a date that exists, such as 2026-03-31."),
    "datetime_parsing": lazy("Please enter a date and time that exist."),
    "datetime_from_date_parsing": lazy("Please enter a date and time that exist."),
    "time_parsing": lazy("Please enter a time, such as 18:30."),
    "time_delta_parsing": lazy("Please enter a time, such as 18:30."),
    "uuid_parsing": lazy("Please choose one of the list."),
    "enum": lazy("Please choose one of the list."),
    "literal_error": lazy("Please choose one of the list."),
    "bool_parsing": lazy("Please answer yes or no."),
    "string_pattern_mismatch": lazy("This is not written as expected."),
    "extra_forbidden": lazy("This field is not known here."),
    "email": lazy("Please enter an e-mail address, such as name@example.org."),
    "value_error": lazy("This is not valid."),
}
_OTHER = lazy("This is not valid.")


class Unacceptable(ValueError):
    """Raised by a model's own validator with a sentence of ours: `raise Unacceptable(lazy("…"))`."""

    def __init__(self, sentence: LazyText) -> None:
        self.sentence = sentence
        super().__init__("unacceptable")


class UnreadableText(BadRequest):
    code = "unreadable_text"
    message = lazy("The text contains characters that cannot be stored. Please remove them.")


def read_form(model: type[Model], fields: Mapping[str, Any]) -> Model:
    """Check typed fields. An empty text means "not given".

    Raises Invalid with a sentence for each wrong field, UnreadableText for NUL bytes and halves
    of surrogate pairs.
    """
    return _validated(model, {name: value for name, value in clean(fields).items() if value not in ("", [])})


def attempt(model: type[Model], fields: Mapping[str, Any]) -> Model | Invalid:
    """`read_form` for a page that shows its form again: what is wrong is given back, not raised."""
    try:
        return read_form(model, fields)
    except Invalid as error:
        return error


def read_json(model: type[Model], fields: Any) -> Model:
    """Check a JSON document. Raises like `read_form`, but keeps empty texts as they are."""
    if not isinstance(fields, Mapping):
        raise BadRequest
    return _validated(model, clean(fields))


def clean(value: Any) -> Any:
    """Texts in NFC without surrounding space; refuses what PostgreSQL cannot store."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise UnreadableText
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, Mapping):
        return {clean(str(name)): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def _validated(model: type[Model], fields: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise Invalid({_field(one["loc"]): _sentence(one) for one in error.errors()}) from error


def _field(location: tuple[int | str, ...]) -> str:
    """Without the names that pydantic gives to the ways of reading one field."""
    return ".".join(str(part) for part in location if "[" not in str(part)) or "form"


def _sentence(error: Any) -> str:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Unacceptable):
        return str(cause.sentence)
    return str(_SENTENCES.get(error["type"], _OTHER).filled(**error.get("ctx", {})))
