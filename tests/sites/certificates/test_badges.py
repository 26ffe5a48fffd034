"""A badge is what Open Badges 3.0 asks for, and a stranger's library can check it with nothing but public documents."""

import base64
import gzip
import json
from io import BytesIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jwcrypto import jwk, jws
from PIL import Image

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from sites.certificates.actions import change_signing_key, revoke_certificate, signed_status_list
from sites.certificates.links import certificate_path
from sites.certificates.models import RevocationReason
from tests.factories import NewSite
from tests.sites.certificates.finished import BASE, erase, issue, kept, make_finished_course, registration
from tests.sites.registrations.made import TODAY

# What the published schema of an AchievementCredential asks for, in our own words.
_URI = {"type": "string", "pattern": "^(https?://|urn:uuid:)"}
_TYPES = {"type": "array", "items": {"type": "string"}}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def having(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


CREDENTIAL = having(
    "@context",
    "id",
    "type",
    "issuer",
    "validFrom",
    "credentialSubject",
    **{
        "@context": {
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"const": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
            ]
        }
    },
    id=_URI,
    type={"const": ["VerifiableCredential", "OpenBadgeCredential"]},
    issuer=having("id", "type", "name", id=_URI, type={**_TYPES, "contains": {"const": "Profile"}}, url=_URI),
    validFrom=_MOMENT,
    credentialSubject=having(
        "type",
        "achievement",
        "identifier",
        id=_URI,
        type={**_TYPES, "contains": {"const": "AchievementSubject"}},
        activityStartDate=_MOMENT,
        activityEndDate=_MOMENT,
        identifier={
            "type": "array",
            "items": having("type", "hashed", "identityHash", "identityType", type={"const": "IdentityObject"}),
        },
        achievement=having(
            "id",
            "type",
            "criteria",
            "description",
            "name",
            id=_URI,
            type={**_TYPES, "contains": {"const": "Achievement"}},
            criteria=having("narrative"),
            description={"type": "string", "minLength": 1},
            alignment={
                "type": "array",
                "items": having("type", "targetName", "targetUrl", type={**_TYPES, "contains": {"const": "Alignment"}}),
            },
        ),
    ),
    credentialStatus=having(
        "id", "type", "statusPurpose", "statusListIndex", "statusListCredential", statusListIndex={"type": "string"}
    ),
    credentialSchema={"type": "array", "items": having("id", "type")},
)


async def holder_link(database: Database, site: NewSite, settings: Settings) -> str:
    (certificate,) = await kept(database, site)
    return "/fr" + certificate_path(site.code, certificate.code, certificate.id, secret=settings.secret())


async def checked(client: Any, token: str, settings: Settings) -> dict[str, Any]:
    """The payload, if the signature is that of the key that the head leads to: nothing of ours is used."""
    head = json.loads(_part(token, 0))
    assert (head["alg"], head["typ"]) == ("RS256", "JWT")
    where = head["kid"].removeprefix(BASE).removeprefix(settings.base_url)
    published = await client.get(where)
    assert published.headers["content-type"] == "application/jwk+json"
    read = jws.JWS()
    read.deserialize(token, jwk.JWK.from_json(published.text))
    payload: dict[str, Any] = json.loads(read.payload)
    return payload


def _part(token: str, number: int) -> bytes:
    part = token.split(".")[number]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
async def link(database: Database, client: Any, brussels: NewSite, app_settings: Settings) -> str:
    course = await make_finished_course(database, brussels, minutes=[360])
    await issue(database, brussels, course)
    return await holder_link(database, brussels, app_settings)


async def test_a_badge_says_what_the_standard_asks_for(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, link: str
) -> None:
    answer = await client.get(f"{link}/badge.jwt")
    payload = await checked(client, answer.text, app_settings)

    assert list(Draft202012Validator(CREDENTIAL).iter_errors(payload)) == []
    assert payload["jti"] == payload["id"]
    assert payload["iss"] == payload["issuer"]["id"] == f"{BASE}/api/v1/sites/brussels/issuer"
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert "vc" not in payload
    assert payload["credentialSubject"]["identifier"][0]["identityHash"] == "Amina Example 1"
    assert payload["credentialSubject"]["achievement"]["name"] == "Premiers pas sur le web"
    assert "amina1@example.org" not in json.dumps(payload)
    (certificate,) = await kept(database, brussels)
    assert certificate.code not in json.dumps(payload)
    profile = await client.get("/api/v1/sites/brussels/issuer")
    assert profile.json()["type"] == ["Profile"]
    assert profile.headers["access-control-allow-origin"] == "*"


async def test_a_changed_word_is_noticed(client: Any, app_settings: Settings, link: str) -> None:
    token = (await client.get(f"{link}/badge.jwt")).text
    head, _payload, signature = token.split(".")
    forged = _part(token, 1).replace(b"Amina", b"Anima")
    assert forged != _part(token, 1)
    other = f"{head}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}.{signature}"
    with pytest.raises(jws.InvalidJWSSignature):
        await checked(client, other, app_settings)


async def test_the_same_badge_each_time_even_after_the_key_was_changed(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, link: str
) -> None:
    before = (await client.get(f"{link}/badge.jwt")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        kid = await change_signing_key(session, secret=app_settings.secret(), now=utc_now())
    after = (await client.get(f"{link}/badge.jwt")).text
    keys = (await client.get("/api/v1/sites/brussels/issuer/keys")).json()["keys"]

    assert after == before
    assert await checked(client, after, app_settings)
    assert keys[0]["kid"] == kid
    assert len(keys) == 2
    assert not any("d" in key or "p" in key for key in keys)


async def test_the_picture_carries_the_credential(client: Any, link: str) -> None:
    token = (await client.get(f"{link}/badge.jwt")).text
    picture = await client.get(f"{link}/badge.png")
    with Image.open(BytesIO(picture.content)) as opened:
        assert opened.info["openbadgecredential"] == token
        assert opened.size[0] == opened.size[1] > 200
    assert picture.content == (await client.get(f"{link}/badge.png")).content


async def bit(client: Any, payload: dict[str, Any], settings: Settings) -> int:
    status = payload["credentialStatus"]
    answer = await client.get(status["statusListCredential"].removeprefix(BASE))
    assert answer.headers["content-type"] == "application/vc+jwt"
    listed = await checked(client, answer.text, settings)
    assert listed["credentialSubject"]["type"] == "BitstringStatusList"
    packed = listed["credentialSubject"]["encodedList"]
    assert packed[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert len(bits) == 131_072 // 8
    index = int(status["statusListIndex"])
    return bits[index // 8] >> (7 - index % 8) & 1


async def test_a_revoked_one_shows_so_and_no_other_does(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings
) -> None:
    course = await make_finished_course(database, brussels, minutes=[360, 360])
    first, second = await issue(database, brussels, course)
    payloads = []
    for certificate in await kept(database, brussels):
        path = certificate_path("brussels", certificate.code, certificate.id, secret=app_settings.secret())
        payloads.append(await checked(client, (await client.get(f"/fr{path}/badge.jwt")).text, app_settings))
    assert [await bit(client, payload, app_settings) for payload in payloads] == [0, 0]
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await revoke_certificate(session, second.code, reason=RevocationReason.MISTAKE, today=TODAY)
    assert [await bit(client, payload, app_settings) for payload in payloads] == [0, 1]
    assert first.code != second.code


async def test_who_was_forgotten_has_no_badge_any_more(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, link: str
) -> None:
    assert (await client.get(f"{link}/badge.jwt")).status_code == 200
    (certificate,) = await kept(database, brussels)
    learner_id = (await registration(database, brussels, certificate.registration_id)).learner_id
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await erase(session, learner_id)
    for name in ("badge.jwt", "badge.png", "certificate.pdf"):
        assert (await client.get(f"{link}/{name}")).status_code == 409
    page = await client.get(link)
    assert page.status_code == 200
    assert "Amina" not in page.text


async def test_a_centre_that_has_signed_nothing_is_no_issuer(client: Any, brussels: NewSite) -> None:
    for rest in ("", "/keys", "/keys/x", "/status/0"):
        assert (await client.get(f"/api/v1/sites/brussels/issuer{rest}")).status_code == 404


async def test_a_new_secret_of_the_program_brings_a_new_key_and_old_badges_stay_good(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, link: str
) -> None:
    token = (await client.get(f"{link}/badge.jwt")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        listed = await signed_status_list(session, 0, base_url=BASE, secret=b"another " * 5, today=TODAY)
    assert json.loads(_part(listed, 0))["kid"] != json.loads(_part(token, 0))["kid"]
    assert await checked(client, listed, app_settings)
    assert await checked(client, token, app_settings)
