"""Going over trees without recursion: children, all nodes, free names, and equality of very deep trees."""

from __future__ import annotations

from collections.abc import Iterator as Iteration
from dataclasses import fields
from typing import Final

from huiqi_rules.syntax.ast import (
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    Iterator,
    Name,
    Node,
    Quantified,
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below `node` in reading order, types included."""
    found: list[Node] = []
    for name in _FIELDS[type(node)]:
        _collect(getattr(node, name), found)
    return tuple(found)


def walk(node: Node) -> Iteration[Node]:
    """Yield `node` and all nodes below it, each before its children, in reading order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def free_names(node: Node) -> frozenset[str]:
    """Return the names that `node` uses and does not bind, functions that it calls by name among them.

    Bound are the variables of `for`, `some` and `every` (and `partial` in the body of `for`), parameters, earlier keys
    of an enclosing context, and `item` in a filter. Entries that a filter reads from its items are free here: only
    types can tell them.
    """
    free: set[str] = set()
    waiting: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        current, bound = waiting.pop()
        if isinstance(current, Name):
            if current.name not in bound:
                free.add(current.name)
        else:
            waiting.extend(_scopes(current, bound))
    return frozenset(free)


def same(left: Node, right: Node) -> bool:
    """Return whether two trees are equal, as `==` does, but for trees of any depth.

    `==`, `hash` and `repr` themselves stop with RecursionError at flat sums of some 300 terms.
    """
    waiting: list[tuple[object, object]] = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        if isinstance(one, Node):
            if type(one) is not type(other):
                return False
            waiting.extend((getattr(one, name), getattr(other, name)) for name in _FIELDS[type(one)])
        elif isinstance(one, tuple):
            if not isinstance(other, tuple) or len(one) != len(other):
                return False
            waiting.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True


def _collect(value: object, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _collect(part, found)


def _scopes(node: Node, bound: frozenset[str]) -> list[tuple[Node, frozenset[str]]]:
    match node:
        case For(iterators, body):
            return _iterated(iterators, body, bound, extra=frozenset({"partial"}))
        case Quantified(_, iterators, condition):
            return _iterated(iterators, condition, bound, extra=frozenset())
        case ContextLiteral(entries):
            scopes: list[tuple[Node, frozenset[str]]] = []
            for entry in entries:
                scopes.append((entry.value, bound))
                bound |= {entry.key}
            return scopes
        case FunctionLiteral(parameters, body):
            return [(body, bound | {name for name, _ in parameters})]
        case Filter(source, condition):
            return [(source, bound), (condition, bound | {"item"})]
        case _:
            return [(child, bound) for child in children(node)]


def _iterated(
    iterators: tuple[Iterator, ...], body: Node, bound: frozenset[str], *, extra: frozenset[str]
) -> list[tuple[Node, frozenset[str]]]:
    scopes: list[tuple[Node, frozenset[str]]] = []
    for iterator in iterators:
        scopes.extend((child, bound) for child in children(iterator))
        bound |= {iterator.name}
    scopes.append((body, bound | extra))
    return scopes


_FIELDS: Final = {kind: tuple(field.name for field in fields(kind) if field.compare) for kind in Node.__subclasses__()}
