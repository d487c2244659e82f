"""JSON as packs hold it, read strictly: no key twice, no number that is not finite, nothing absurdly deep or long."""

from __future__ import annotations

import json
from typing import Any, Final

_DIGITS_MOST: Final = 40


def parsed(content: bytes) -> Any:
    """Return what a JSON text holds; raises ValueError."""
    return json.loads(
        content.decode("utf-8"),
        object_pairs_hook=_object,
        parse_constant=_refused,
        parse_int=_whole,
        parse_float=_refused,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _whole(text: str) -> int:
    if len(text) > _DIGITS_MOST:
        raise ValueError("a number is too long")
    return int(text)


def _refused(text: str) -> Any:
    raise ValueError(f"a number that is not whole: {text[:_DIGITS_MOST]}")
