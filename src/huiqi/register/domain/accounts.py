"""Names people log in with, and for how long the links hold with which they set a password."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import timedelta

# Under this name the accounts of the zone's identity provider are kept.
IDENTITY_PROVIDER = "zone"
LINK_HOLDS = timedelta(days=7)
_LOGIN = re.compile(r"[\w.@+-]{2,100}")


def login_name(text: str) -> str:
    """Return a log-in name in its one form: narrow, small letters; letters of any script, digits and `.@+-_`.

    Raises ValueError for what is none.
    """
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not _LOGIN.fullmatch(name):
        raise ValueError(f"{text[:40]!r} is no log-in name")
    return name


def new_token() -> str:
    """Return the secret part of a link: 256 bits of chance."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token: nobody who reads the table can use it."""
    return hashlib.sha256(token.encode()).hexdigest()
