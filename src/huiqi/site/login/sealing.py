"""Secrets of second factors are sealed with the site's key: who has the tables or a backup of them cannot make codes."""

from __future__ import annotations

import logging
import secrets
from base64 import urlsafe_b64encode
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

# What was kept before secrets were sealed has no mark; it is sealed when its owner sets the factor up anew.
MARK: Final = "sealed:"
_log = logging.getLogger(__name__)


def seal(text: str) -> str:
    """Return the text as it is kept."""
    return MARK + _box().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """Return a kept text again; where another key sealed it, a random one that no code will ever fit."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _box().decrypt(kept.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        _log.exception("a second factor was sealed with another key than HUIQI_SECRET_KEY: it has to be set up anew")
        return secrets.token_hex(20).upper().translate(str.maketrans("0189", "QXYZ"))


def _box() -> Fernet:
    key = salted_hmac("huiqi.site.login.sealing", "second factors", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
