import asyncio

import pytest

from i18n.active import active_language, adopt_region, current, make_state, use_locale


def test_without_a_request_the_language_is_english_as_in_europe() -> None:
    state = current()
    assert (state.tag, state.territory, state.zone, state.chain) == ("en", "150", "UTC", ("en",))


@pytest.mark.parametrize(
    ("tag", "territory", "cldr"),
    [
        ("fr", "BE", "fr_BE"),
        ("en", None, "en_150"),
        ("en", "LU", "en_150"),
        ("uk", "PL", "uk_UA"),
        ("fr", "PL", "fr_FR"),
        ("ar", "TN", "ar_TN"),
        ("ar", "BE", "ar_MA"),
        ("en-XA", None, "en_150"),
        ("ro", None, "ro"),
        ("xx", "YY", "en_150"),
    ],
)
def test_formats_come_from_the_language_as_written_in_the_territory(tag: str, territory: str | None, cldr: str) -> None:
    assert str(make_state(tag, territory).cldr) == cldr


def test_a_centre_may_have_its_own_order_of_fallback() -> None:
    assert make_state("lb").chain == ("lb", "fr", "de", "en")
    assert make_state("lb", chain=("de", "lb", "fr")).chain == ("lb", "de", "fr")


def fail_in(language: str) -> None:
    with use_locale(make_state(language)):
        raise RuntimeError(active_language())


def test_a_locale_holds_for_its_block_and_no_longer_even_after_an_error() -> None:
    with use_locale(make_state("fr")):
        with pytest.raises(RuntimeError, match="pl"):
            fail_in("pl")
        assert active_language() == "fr"
    assert active_language() == "en"


async def test_a_region_found_in_a_child_task_holds_for_the_whole_request() -> None:
    async def dependency() -> None:
        adopt_region(territory="BE", zone="Europe/Brussels", chain=("nl", "fr"))

    with use_locale(make_state("fr")):
        await asyncio.create_task(dependency())
        state = current()
    assert (state.tag, state.territory, state.zone, state.chain) == ("fr", "BE", "Europe/Brussels", ("fr", "nl"))
    assert current().territory == "150"


def test_outside_a_request_there_is_no_region_to_adopt() -> None:
    adopt_region(territory="BE")
    assert current().territory == "150"
