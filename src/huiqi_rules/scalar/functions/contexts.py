"""Functions of contexts; a context is a mapping from text, never changed but copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from huiqi_rules.scalar.functions.arguments import Function, is_list, listed


def get_value(context: object, key: object) -> object:
    """Return the value of a key, or at the end of a list of keys."""
    path = [key] if isinstance(key, str) else key
    if not is_list(path) or not path:
        return None
    value = context
    for step in path:
        if not isinstance(value, Mapping) or not isinstance(step, str):
            return None
        value = value.get(step)
    return value


def get_entries(context: object) -> object:
    """Return the entries as a list of key and value."""
    if not isinstance(context, Mapping):
        return None
    return [{"key": key, "value": value} for key, value in context.items()]


def context_of(entries: object) -> object:
    """Return the context of a list of key and value; null for a key given twice."""
    items = listed(entries)
    if items is None:
        return None
    made: dict[str, object] = {}
    for item in items:
        if not isinstance(item, Mapping) or "key" not in item or "value" not in item:
            return None
        key = item["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = item["value"]
    return made


def context_put(context: object, key: object, value: object) -> object:
    """Return the context with a value put at a key or at the end of a list of keys."""
    if isinstance(key, str):
        return {**context, key: value} if isinstance(context, Mapping) else None
    if not is_list(key) or not key or not all(isinstance(step, str) for step in key):
        return None
    return _put(context, [step for step in key if isinstance(step, str)], value)


def context_merge(contexts: object) -> object:
    """Return all contexts in one, later ones first."""
    items = listed(contexts)
    if items is None:
        return None
    merged: dict[str, object] = {}
    for item in items:
        if not isinstance(item, Mapping):
            return None
        merged.update(item)
    return merged


def _put(context: object, path: Sequence[str], value: object) -> object:
    """Copy only the contexts along the path; null where the path meets anything else."""
    copies: list[dict[str, object]] = []
    inner = context
    for step in path:
        if not isinstance(inner, Mapping):
            return None
        copies.append(dict(inner))
        inner = inner.get(step, {})
    for step, copy in zip(reversed(path), reversed(copies), strict=True):
        copy[step] = value
        value = copy
    return value


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "get value": get_value,
    "get entries": get_entries,
    "context": context_of,
    "context put": context_put,
    "context merge": context_merge,
}
