import pytest
from jinja2 import Environment, StrictUndefined

from i18n import texts
from i18n.active import make_state, use_locale
from i18n.content import Localized
from i18n.messages import install, lazy
from tests.i18n.catalogues import entry, plural_entry, speaking


def environment(*, autoescape: bool = True) -> Environment:
    made = Environment(autoescape=autoescape, undefined=StrictUndefined)  # noqa: S701 -- mails are text
    install(made)
    return made


def render(source: str, *, autoescape: bool = True, **values: object) -> str:
    return environment(autoescape=autoescape).from_string(source).render(values)


def test_words_in_an_expression_are_text_translation_and_values_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "translations", speaking("fr", entry("Hi %(name)s", "Salut > %(name)s \"'")))
    with use_locale(make_state("fr")):
        page = render('<img alt="{{ _("Hi %(name)s", name="<b>") }}">')
    assert page == '<img alt="Salut &gt; &lt;b&gt; &#34;&#39;">'


def test_a_plural_in_an_expression_is_text_too(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = ('%(n)s place "', '%(n)s places "')
    monkeypatch.setattr(texts, "translations", speaking("fr", plural_entry(("%(n)s seat", "%(n)s seats"), *forms)))
    with use_locale(make_state("fr")):
        assert render('{{ ngettext("%(n)s seat", "%(n)s seats", 2) }}') == "2 places &#34;"
        assert render('{{ _n("%(n)s seat", "%(n)s seats", 1) }}') == "1 place &#34;"


def test_an_injected_script_in_a_catalogue_never_reaches_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (entry("Hi", '"><script>alert(1)</script>'), entry("Bye", "<b onclick='x'>Au revoir</b>"))
    monkeypatch.setattr(texts, "translations", speaking("fr", *entries))
    with use_locale(make_state("fr")):
        assert render('<i title="{{ _("Hi") }}">{% trans %}Bye{% endtrans %}</i>') == '<i title="Hi">Bye</i>'


def test_a_trans_block_is_html_with_escaped_values() -> None:
    page = render('{% trans name="<i>" %}Hi <b>{{ name }}</b>, 100% free{% endtrans %}')
    assert page == "Hi <b>&lt;i&gt;</b>, 100% free"


def test_a_trans_block_counts_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = ("%(count)s seat in %(room)s", "%(count)s seats in %(room)s")
    forms = ("Jedno miejsce w %(room)s", "%(count)s miejsca w %(room)s", "%(count)s miejsc w %(room)s")
    monkeypatch.setattr(texts, "translations", speaking("pl", plural_entry(sources, *forms)))
    block = (
        "{% trans count=n, room=room %}{{ count }} seat in {{ room }}"
        "{% pluralize %}{{ count }} seats in {{ room }}{% endtrans %}"
    )
    with use_locale(make_state("pl")):
        said = [render(block, n=n, room="B&B") for n in (1, 3, 1250)]
    assert said == ["Jedno miejsce w B&amp;B", "3 miejsca w B&amp;B", "1\xa0250 miejsc w B&amp;B"]


def test_in_a_text_template_nothing_is_escaped() -> None:
    block = '{% trans name="B&B" %}At {{ name }}{% endtrans %} {{ _("At %(name)s", name="B&B") }}'
    assert render(block, autoescape=False) == "At B&B At B&B"


def test_a_trans_block_is_one_line_whatever_its_layout() -> None:
    assert render("{% trans %}\n   Two\n   lines\n{% endtrans %}") == "Two lines"


def test_a_context_is_given_in_a_trans_block() -> None:
    assert render('{% trans "month" %}May{% endtrans %}') == "May"
    assert render('{% trans "seat" n=2 %}one{% pluralize %}{{ n }} many{% endtrans %}') == "2 many"


def test_a_text_in_another_language_is_marked_in_the_page_and_plain_in_an_attribute() -> None:
    title = Localized(fr="L'été")
    assert render("{{ title }}", title=title) == '<span lang="fr" dir="ltr">L&#39;été</span>'
    assert render('<a title="{{ title|plain }}">', title=title) == '<a title="L&#39;été">'
    assert render("{% trans title %}About {{ title }}{% endtrans %}", title=title).startswith('About <span lang="fr"')


def test_formats_and_lazy_words_are_at_hand() -> None:
    with use_locale(make_state("fr", "BE")):
        assert (
            render("{{ 0.5|percent }} {{ 1250|number }} {{ word }}", word=lazy("<x>")) == "50\xa0% 1\u202f250 &lt;x&gt;"
        )
        assert render('{{ active_language() }} {{ direction_of("ar") }} {{ endonym("nl") }}') == "fr rtl Nederlands"
