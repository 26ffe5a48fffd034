import pytest

from i18n.luxembourgish import with_final_n


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("viru(n) 3 Deeg", "virun 3 Deeg"),
        ("viru(n) 5 Deeg", "viru 5 Deeg"),
        ("a(n) 14 Deeg", "a 14 Deeg"),
        ("a(n) 18 Deeg", "an 18 Deeg"),
        ("a(n) 24 Deeg", "a 24 Deeg"),
        ("a(n) 42 Deeg", "an 42 Deeg"),
        ("a(n) 40 Deeg", "a 40 Deeg"),
        ("a(n) 11 Deeg", "an 11 Deeg"),
        ("a(n) 400 Deeg", "a 400 Deeg"),
        ("a(n) 4000 Deeg", "a 4000 Deeg"),
        ("a(n) 100 Deeg", "an 100 Deeg"),
        ("Ana a(n) Zoé", "Ana an Zoé"),
        ("Ana a(n) Bob", "Ana a Bob"),
        ("Ana a(n) „Éis“", "Ana an „Éis“"),
        ("a(n)", "an"),
        ("keng Klamer", "keng Klamer"),
    ],
)
def test_the_n_stays_before_vowels_and_d_h_n_t_z_as_spoken(written: str, spoken: str) -> None:
    assert with_final_n(written) == spoken
