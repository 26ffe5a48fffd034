import pytest

from i18n.template_lint import BareWord, bare_words


@pytest.mark.parametrize(
    ("template", "line", "text"),
    [
        ("<p>Hello</p>", 1, "Hello"),
        ("{# note #}\n\n<p>\n  {{ name }} was here\n</p>", 4, "… was here"),
        ('\n<img alt="A picture">', 2, "A picture"),
        ('<button aria-label="Close {{ what }}"></button>', 1, "Close …"),
        ('<input placeholder="Name">', 1, "Name"),
        ('<input type="submit" value="Go">', 1, "Go"),
        ("{% trans %}fine{% endtrans %} not fine", 1, "… not fine"),
        ("{% trans n=3 %}a{% pluralize %}b{% endtrans %}\n{% if x %}\nbare{% endif %}", 3, "bare"),
        ("<p>Été</p>", 1, "Été"),
        ("<p>Привіт</p>", 1, "Привіт"),
        ('{{ button("Save") }}', 1, "Save"),
        ('{{ field(name="x", label="Given name") }}', 1, "Given name"),
        ('{{ "Yes" if x else "No" }}', 1, "Yes"),
        ("<title>Archipel online</title>", 1, "Archipel online"),
        ('<span translate="no">Ana</span><p>Hello</p>', 1, "Hello"),
        ("{% if %}", 1, "cannot be read: Expected an expression, got 'end of statement block'"),
    ],
)
def test_a_word_that_nobody_can_translate_is_found(template: str, line: int, text: str) -> None:
    assert BareWord(line, text) in bare_words(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% trans %}Hello{% endtrans %}",
        '{{ _("Hello") }} {{ ngettext("%(n)s seat", "%(n)s seats", 2) }} {{ pgettext("month", "May") }}',
        '<img alt="{{ _("A picture") }}" src="/static/A picture.png" class="Big">',
        "<p>{{ name }} · {{ 3 }} – 100 % &nbsp;×</p>",
        "<script>const Hello = 1</script><style>Body {}</style>",
        '<span translate="no">Ana <b>Net</b></span>',
        '<input type="hidden" value="Go"><input type="text" value="Go">',
        "{# A comment #}{% set title = _('Title') %}",
        '{% if status == "Open" %}{{ icon("open") }}{% endif %}',
        '{% trans url=u %}<a href="{{ url }}">Go</a>{% endtrans %}',
        "{% block body_class %}is-wide{% endblock %}",
        '{% macro links(x) %} aria-describedby="e-{{ x }}"{% if x %} required{% endif %}{% endmacro %}',
        "{%- trans -%} Hello {%- endtrans -%}",
        "<!-- Hello --><!doctype html>",
        '<a href="https://example.org">https://example.org/Path</a>',
        '<title>{{ name if name else "Archipel" }}</title>',
        "{% raw %}{{ }}{% endraw %}",
    ],
)
def test_what_is_translated_or_not_read_is_left_alone(template: str) -> None:
    assert bare_words(template) == []


def test_a_mail_is_read_as_plain_text() -> None:
    mail = "{% trans %}Hello{% endtrans %}\n{{ url }}\nKind regards\n-- \nhttps://example.org"
    assert bare_words(mail, html=False) == [BareWord(3, "Kind regards")]
