"""Names people log in with, and for how long the links hold with which they set a password."""

from __future__ import annotations

import re
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
