"""The keys that badges are signed with: RSA, 2048 bits, made and kept by the program.

What is kept is encrypted with a secret derived from the program's own: the table, or a backup of it, signs nothing.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from sites.certificates.models import SigningKey


def new_signing_key(site_id: UUID, *, secret: bytes) -> SigningKey:
    key = RSAKey.generate_key(2048)
    kid = key.thumbprint()
    public = {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": "RS256"}
    pem = key.as_pem(private=True, password=password(site_id, secret)).decode()
    return SigningKey(site_id=site_id, kid=kid, public_jwk=public, private_pem=pem)


def opened(kept: SigningKey, *, secret: bytes) -> RSAKey | None:
    """None where the program's secret has changed since: then a new key is needed, and the old one stays published."""
    try:
        return RSAKey.import_key(kept.private_pem, password=password(kept.site_id, secret))
    except (ValueError, TypeError, JoseError):
        return None


def password(site_id: UUID, secret: bytes) -> str:
    """What a site's private keys are encrypted with."""
    return base64.b64encode(hmac.new(secret, b"signing key" + site_id.bytes, hashlib.sha256).digest()).decode()
