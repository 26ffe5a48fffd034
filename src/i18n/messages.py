"""Words that people read: `_` and its kin for code, and their installation in a Jinja environment.

Two ways in a template, on purpose. `{{ _("…") }}` is text and is escaped as a whole, translation included.
`{% trans %}…{% endtrans %}` is HTML: its values are escaped, its tags were checked when the catalogue was read.
"""

from typing import Any, Final

from jinja2 import Environment, nodes, pass_context, pass_eval_context
from jinja2.ext import InternationalizationExtension
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from i18n.active import active_language, current
from i18n.formatting import FILTERS
from i18n.languages import direction, endonym
from i18n.texts import (
    TEXT_FUNCTIONS,
    LazyText,
    Values,
    _,
    lazy,
    ngettext,
    npgettext,
    pgettext,
    proper,
    say,
    say_plural,
    shown,
    shown_in_html,
)

__all__ = ["LazyText", "_", "install", "lazy", "ngettext", "npgettext", "pgettext"]

_HTML_NAMES: Final = {
    "gettext": "_html_gettext",
    "ngettext": "_html_ngettext",
    "pgettext": "_html_pgettext",
    "npgettext": "_html_npgettext",
}


class TransBlocks(InternationalizationExtension):
    """`{% trans %}` calls functions of its own, so that `{{ ngettext(…) }}` can stay plain text.

    Stock Jinja marks every translation as safe HTML, in `{{ }}` too: a translation could then break an attribute.
    """

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        parsed = super().parse(parser)
        for node in parsed if isinstance(parsed, list) else [parsed]:
            _rename_call(node)
        return parsed


def _rename_call(node: nodes.Node) -> None:
    if isinstance(node, nodes.Output) and isinstance(node.nodes[0], nodes.Call):
        function = node.nodes[0].node
        if isinstance(function, nodes.Name):
            function.name = _HTML_NAMES.get(function.name, function.name)


@pass_context
def _proper(_context: Context, value: object) -> str:
    """Depends on the reader, so it must not be computed when the template is compiled."""
    return proper(value)


def install(environment: Environment) -> None:
    """Gives the environment its words, formats and language names. Do not add `jinja2.ext.i18n` beside it."""
    environment.add_extension(TransBlocks)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # put there by the extension
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(TEXT_FUNCTIONS)
    environment.globals.update(
        _html_gettext=_gettext_block,
        _html_ngettext=_ngettext_block,
        _html_pgettext=_pgettext_block,
        _html_npgettext=_npgettext_block,
        active_language=active_language,
        current_locale=current,
        direction_of=direction,
        endonym=endonym,
    )
    environment.filters.update(FILTERS)
    environment.filters["proper"] = _proper


@pass_eval_context
def _gettext_block(asked: EvalContext, message: str, /, **values: object) -> str:
    return _block(asked, None, (message,), None, values)


@pass_eval_context
def _ngettext_block(asked: EvalContext, singular: str, plural: str, n: int, /, **values: object) -> str:
    return _block(asked, None, (singular, plural), n, values)


@pass_eval_context
def _pgettext_block(asked: EvalContext, context: str, message: str, /, **values: object) -> str:
    return _block(asked, context, (message,), None, {"context": context, **values})


@pass_eval_context
def _npgettext_block(asked: EvalContext, context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
    return _block(asked, context, (singular, plural), n, {"context": context, **values})


def _block(asked: EvalContext, context: str | None, sources: tuple[str, ...], n: int | None, values: Values) -> str:
    show: Any = shown_in_html if asked.autoescape else shown
    if n is None:
        text = say(context, sources[0], values, show)
    else:
        text = say_plural(context, (sources[0], sources[1]), n, values, show)
    return Markup(text) if asked.autoescape else text  # noqa: S704 -- values are escaped, tags were checked
