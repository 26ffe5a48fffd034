from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sites.registrations.identity import is_email, name_sort_key, normal_email, person_key, search_text
from sites.registrations.links import link_hash, link_token

KEY = b"k" * 32
BORN = date(1990, 5, 17)


def key_of(**said: Any) -> bytes:
    fields = {"email": None, "given_name": "", "family_name": "", "birth_date": None, "fallback": "a|1"}
    return person_key(KEY, **{**fields, **said})


def test_the_same_address_is_the_same_person_whatever_the_name() -> None:
    assert key_of(email="Ana@Example.org ", given_name="Ana") == key_of(email="ana@example.org", given_name="Anna")


def test_without_address_the_full_name_and_birth_date_decide() -> None:
    ana = key_of(given_name="Ana", family_name="Ruiz", birth_date=BORN)
    assert ana == key_of(given_name="ANA ", family_name=" ruiz", birth_date=BORN)
    assert ana != key_of(given_name="Ana", family_name="Ruiz", birth_date=date(1991, 5, 17))
    assert ana != key_of(email="ana@example.org", given_name="Ana", family_name="Ruiz", birth_date=BORN)


def test_a_name_alone_tells_nobody_apart_so_the_record_does() -> None:
    assert key_of(given_name="Ana", fallback="a|1") != key_of(given_name="Ana", fallback="a|2")


def test_another_network_makes_other_keys() -> None:
    other = person_key(b"x" * 32, email="ana@example.org", given_name="", family_name="", birth_date=None, fallback="")
    assert other != key_of(email="ana@example.org")


@pytest.mark.parametrize(
    "address", ["ana@example.org", "a.b+c@sub.example.co", "ana@exämple.org", "o'neill@example.ie"]
)
def test_addresses_that_mail_can_reach(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    ["ana", "ana@", "@example.org", "a b@example.org", "ana@example", "ana@example..org", "ana@1.2.3.4", "a@b@c.org",
     "ana@-example.org", "ana@example.org\nbcc: x@y.org", "<a@example.org>", "x" * 65 + "@example.org"],
)  # fmt: skip
def test_addresses_that_mail_cannot_reach(address: str) -> None:
    assert not is_email(address)


def test_a_host_with_accents_is_kept_as_machines_write_it() -> None:
    assert normal_email(" Ana@EXÄMPLE.org") == "ana@xn--exmple-cua.org"


def test_people_are_sorted_by_family_name_and_found_in_either_order() -> None:
    assert name_sort_key("Zoe", "Adam", language="fr") < name_sort_key("Adam", "Zola", language="fr")
    text = search_text("Zoé", "Łęcka", email="z@example.org", ref="L000007")
    assert "zoe lecka" in text
    assert "lecka zoe" in text
    assert "l000007" in text


def test_a_link_can_be_made_again_and_is_kept_as_a_hash_only() -> None:
    one, other = UUID(int=1), UUID(int=2)
    token = link_token(one, secret=KEY)
    assert token == link_token(one, secret=KEY)
    assert token not in (link_token(other, secret=KEY), link_token(one, secret=b"y" * 32))
    assert len(token) == 43
    assert token.encode() not in link_hash(token)
