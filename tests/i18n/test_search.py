import pytest

from i18n.search import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Liège", "liege"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Cœur", "coeur"),
        ("Español", "espanol"),
        ("col·legi", "collegi"),
        ("Lëtzebuergesch", "letzebuergesch"),
        ("Ґанок", "ганок"),
        ("Київ", "киів"),
        ("دَوْرَة", "دوره"),
        ("أحمد", "احمد"),
        ("  Two   words ", "two words"),
    ],
)
def test_what_people_type_finds_what_is_written(written: str, typed: str) -> None:
    assert fold(written) == fold(typed) == typed
