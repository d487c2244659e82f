"""Following a path: an entry of a context, of every context in a list, a property of a date, a range, a duration."""

from __future__ import annotations

from huiqi_rules.core.properties import property_of


def follow(source: object, name: str) -> object:
    """Return the entry or property `name` of a value; null where there is none, a list for a list."""
    if isinstance(source, dict):
        return source.get(name)
    if isinstance(source, (list, tuple)):
        return [follow(item, name) for item in source]
    return None if source is None else property_of(source, name)
