"""A certificate as Open Badges 3.0: a credential of the W3C's data model 2.0, signed as a JWT (RS256, which every
verifier of Open Badges must know). Pure: what to say, and the signature. See docs/decisions/0014.
"""

import base64
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID, uuid5

from joserfc import jws
from joserfc.jwk import RSAKey
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.pdf import compile_picture
from i18n.active import make_state, use_locale
from i18n.content import Localized
from network.curricula.competences import competence

_CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
_OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_ESCO: Final = "http://data.europa.eu/esco/skill/"
LIST_LENGTH: Final = 131_072
"""Bits in one status list: the least that the standard allows, so that one bit hides among many."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The centre, and the address under which its badges, keys and status lists are published."""

    base_url: str
    code: str
    name: Localized
    email: str
    languages: tuple[str, ...]

    @property
    def address(self) -> str:
        return f"{self.base_url}/api/v1/sites/{self.code}/issuer"

    def key_address(self, kid: str) -> str:
        return f"{self.address}/keys/{kid}"

    def list_address(self, number: int) -> str:
        return f"{self.address}/status/{number}"

    def profile(self) -> dict[str, Any]:
        name = self.name.resolve(self.languages)[0]
        found = {"id": self.address, "type": ["Profile"], "name": name, "url": f"{self.base_url}/{self.code}"}
        return {**found, "email": self.email} if self.email else found


@dataclass(frozen=True, slots=True)
class Awarded:
    """A certificate, as far as its badge needs it."""

    id: UUID
    code: str
    issued_on: date
    status_index: int
    content: Mapping[str, Any]


def credential(awarded: Awarded, issuer: Issuer) -> dict[str, Any]:
    """In the first language of teaching. It names no address of the check page: the number on the paper opens that,
    and who shows a badge does not hand the paper over."""
    facts = awarded.content["facts"]
    language = facts["languages"][0]
    title = Localized(facts["title"]).resolve((language, *issuer.languages))[0]
    listed, bit = divmod(awarded.status_index, LIST_LENGTH)
    return {
        "@context": [_CREDENTIALS, _OPEN_BADGES],
        "id": awarded.id.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": issuer.profile(),
        "validFrom": _moment(awarded.issued_on),
        "credentialSubject": {
            "id": _holder(awarded.id),
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": awarded.content["name"],
                    "identityType": "name",
                }
            ],
            "activityStartDate": _moment(date.fromisoformat(facts["starts_on"])),
            "activityEndDate": _moment(date.fromisoformat(facts["ends_on"])),
            "achievement": _achievement(awarded.content, title, language, issuer),
        },
        "credentialStatus": {
            "id": f"{issuer.list_address(listed)}#{bit}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(bit),
            "statusListCredential": issuer.list_address(listed),
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _achievement(content: Mapping[str, Any], title: str, language: str, issuer: Issuer) -> dict[str, Any]:
    facts = content["facts"]
    page = content["pages"][0]
    told = [f"{label}: {value}" for label, value in page["facts"]]
    learned = [f"- {module} ({hours})" for module, hours in page["modules"]]
    with use_locale(make_state(page["language"])):
        alignment = [found for code in facts["competences"] if (found := _aligned(code)) is not None]
    return {
        "id": UUID(facts["version_id"]).urn,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": title,
        "description": facts["summary"] or title,
        "criteria": {"narrative": "\n".join([page["did"], "", *told, "", *learned]).strip()},
        "inLanguage": language,
        "version": str(facts["version"]),
        **({"alignment": alignment} if alignment else {}),
    }


def _aligned(code: str) -> dict[str, Any] | None:
    if code.startswith(_ESCO):
        return {"type": ["Alignment"], "targetName": "ESCO", "targetUrl": code, "targetFramework": "ESCO"}
    found = competence(code)
    if found is None:
        return None
    return {
        "type": ["Alignment"],
        "targetName": str(found.name),
        "targetUrl": found.framework.url,
        "targetFramework": found.framework.name,
        "targetCode": found.number,
    }


def _holder(certificate_id: UUID) -> str:
    """A name that the standard asks for and that says nothing: another one for each certificate."""
    return uuid5(certificate_id, "holder").urn


def _moment(day: date) -> str:
    """The standard asks for a moment: the first of the day in universal time."""
    return datetime.combine(day, time(), tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def status_list(revoked: Iterable[int], issuer: Issuer, *, number: int, on: date) -> dict[str, Any]:
    """Which certificates of one list are revoked: one bit each, and all others' look the same."""
    bits = bytearray(LIST_LENGTH // 8)
    for index in revoked:
        place = index - number * LIST_LENGTH
        if 0 <= place < LIST_LENGTH:
            bits[place // 8] |= 0x80 >> place % 8
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(bits)
    address = issuer.list_address(number)
    return {
        "@context": [_CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.address,
        "validFrom": _moment(on),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + base64.urlsafe_b64encode(packed.getvalue()).decode().rstrip("="),
        },
    }


def signed(document: Mapping[str, Any], key: RSAKey, *, kid: str) -> str:
    """The document is the payload, with the claims that the standard asks to be repeated. RS256 gives the same
    signature for the same words."""
    issuer = document["issuer"]
    claims = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": document["id"],
        "nbf": int(datetime.fromisoformat(document["validFrom"]).timestamp()),
        "sub": document["credentialSubject"]["id"],
    }
    payload = json.dumps({**document, **claims}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return jws.serialize_compact(
        {"alg": "RS256", "typ": "JWT", "kid": kid}, payload.encode(), key, algorithms=["RS256"]
    )


async def badge_picture(content: Mapping[str, Any], badge: str) -> bytes:
    """A PNG to show, with the credential inside as Open Badges bakes it."""
    page = content["pages"][0]
    values = {name: page[name] for name in ("centre", "title", "heading")}
    with use_locale(make_state(page["language"])):
        drawn = await compile_picture("certificates/badge.typ", values)
    baked, chunks = io.BytesIO(), PngInfo()
    chunks.add_itxt("openbadgecredential", badge, zip=False)
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.save(baked, "PNG", pnginfo=chunks, optimize=False)
    return baked.getvalue()
