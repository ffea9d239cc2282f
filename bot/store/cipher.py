"""Sealing what residents wrote and where they are reached, with the instance's key, which stays outside the database.

AES-256-GCM with a random nonce for every value; look-ups go through a keyed hash (HMAC-SHA256).
Both keys are derived from the instance's key with HKDF (RFC 5869), so that neither says anything of the other.
"""

import hmac
import json
import os
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.problems import SealBroken, StoreProblem

LEAST_KEY: Final = 32  # bytes
_NONCE: Final = 12  # bytes, as NIST SP 800-38D advises for GCM
_FORMAT: Final = b"\x01"


class Cipher:
    """Seals and opens values. `column` ("requests.text") is bound into each, so that none can be moved elsewhere."""

    def __init__(self, key: bytes) -> None:
        if len(key) < LEAST_KEY:
            raise StoreProblem(f"SECRET_KEY is too short: it has {len(key)} bytes and needs {LEAST_KEY}.")
        self._aead = AESGCM(_derived(key, b"quartierstimme seal"))
        self._hash_key = _derived(key, b"quartierstimme look-up")

    def seal(self, column: str, value: Any) -> bytes:
        """`value`, anything that JSON can say, as bytes that only this key opens."""
        nonce = os.urandom(_NONCE)
        plain = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        return _FORMAT + nonce + self._aead.encrypt(nonce, plain, column.encode())

    def open(self, column: str, sealed: bytes) -> Any:
        """What was sealed for `column`; `SealBroken` where this key does not open it."""
        start = len(_FORMAT) + _NONCE
        try:
            if sealed[:1] != _FORMAT:
                raise InvalidTag
            plain = self._aead.decrypt(sealed[1:start], sealed[start:], column.encode())
        except InvalidTag:
            raise SealBroken(f"A value in {column} cannot be opened with this SECRET_KEY.") from None
        return json.loads(plain)

    def lookup(self, kind: str, value: str) -> bytes:
        """The keyed hash under which `value` is found again; `kind` keeps chats and staff apart."""
        return hmac.digest(self._hash_key, f"{kind}\0{value}".encode("utf-8", "replace"), sha256)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
