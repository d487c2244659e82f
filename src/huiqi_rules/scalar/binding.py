"""Constructs that bind names: contexts, `for`, `some` and `every`, filters.

Each evaluates its body on a frame, a list of the environment below and the bound values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.scalar.closures import Closure, Constant, Environment
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.limits import begin, finish, spend
from huiqi_rules.scalar.values import iterate, iterate_between
from huiqi_rules.syntax import ast

Source: TypeAlias = Callable[[Environment], Iterable[object] | None]


def context(node: ast.ContextLiteral, compilation: Compilation) -> Closure:
    """Return the closure of a context; later entries see earlier ones, a key given twice makes the context null."""
    keys = tuple(entry.key for entry in node.entries)
    if len(set(keys)) < len(keys):
        return Constant(None)
    values = tuple(
        # A function sees its own name too, and may call itself.
        compilation.push(*keys[: index + isinstance(entry.value, ast.FunctionLiteral)]).build(entry.value)
        for index, entry in enumerate(node.entries)
    )

    def evaluate(environment: Environment) -> object:
        frame = [environment]
        for value in values:
            frame.append(value(frame))
        return dict(zip(keys, frame[1:], strict=True))

    return evaluate


def iteration(node: ast.For, compilation: Compilation) -> Closure:
    """Return the closure of a `for`; `partial` holds the results so far."""
    sources, body = _chain(node.iterators, node.body, compilation.push("partial"))
    return collect(sources, body, looks_back=_mentions(node.body, "partial"))


def collect(sources: tuple[Source, ...], body: Closure, *, looks_back: bool) -> Closure:
    """Return the closure that collects the body over all combinations; null when a source is null."""

    def evaluate(environment: Environment) -> object:
        results: list[object] = []
        base = [environment, results]
        begin()
        try:
            for frame in _walk(sources, base):
                if looks_back:
                    # The body sees the results so far as they are now, not as the list will become.
                    spend(len(results) // 8)
                    base[1] = list(results)
                results.append(body(frame))
        except _NoSource:
            return None
        finally:
            finish()
        return results

    return evaluate


def quantified(node: ast.Quantified, compilation: Compilation) -> Closure:
    """Return the closure of `some` or `every`."""
    sources, condition = _chain(node.iterators, node.condition, compilation)
    return quantify(sources, condition, deciding=node.kind == "some")


def quantify(sources: tuple[Source, ...], condition: Closure, *, deciding: bool) -> Closure:
    """Return Kleene's disjunction (deciding True) or conjunction (False) over all combinations."""

    def evaluate(environment: Environment) -> object:
        answer: object = not deciding
        begin()
        try:
            for frame in _walk(sources, environment):
                value = condition(frame)
                if value is deciding:
                    return deciding
                if value is not (not deciding):
                    answer = None
        except _NoSource:
            return None
        finally:
            finish()
        return answer

    return evaluate


def filtered(node: ast.Filter, compilation: Compilation) -> Closure:
    """Return the closure of a filter: an index (from 1, negative from the end) or the items that satisfy a condition."""
    source = compilation.build(node.source)
    condition = compilation.push("item", open_item=True).build(node.condition)
    lenient = compilation.semantics.lenient
    if isinstance(condition, Constant) and isinstance(condition.value, Decimal):
        index = condition.value
        return lambda environment: pick(source(environment), index)
    indexing = None if _is_truth(node.condition) else compilation.build(node.condition)

    def evaluate(environment: Environment) -> object:
        items = source(environment)
        if items is None:
            return None
        values = items if isinstance(items, (list, tuple)) else [items]
        if indexing is not None:
            index = _index(indexing, environment)
            if index is not None:
                return pick(values, index)
        return select(values, environment, condition, lenient=lenient)

    return evaluate


def select(values: Iterable[object], environment: Environment, condition: Closure, *, lenient: bool) -> object:
    """Return the items on which the condition is true; unknown as a whole where one is unknown and not `lenient`."""
    chosen: list[object] = []
    begin()
    try:
        for value in values:
            spend(1)
            answer = condition([environment, value])
            if answer is True:
                chosen.append(value)
            elif answer is None and lenient:
                continue
            elif answer is None or (lenient and answer is not False):
                # Unknown in the checked subset; in the standard's semantics something that is no condition.
                return None
    finally:
        finish()
    return chosen


def pick(items: object, index: Decimal) -> object:
    """Return the item at an index from 1, or from -1 at the end; null outside or when it is not whole."""
    values = items if isinstance(items, (list, tuple)) else [] if items is None else [items]
    # Bounds come first: a number like 1E+6000 must not become an integer.
    if not 1 <= abs(index) <= len(values) or index != index.to_integral_value():
        return None
    position = int(index)
    return values[position - 1 if position > 0 else position]


class _NoSource(Exception):
    """A source of an iteration is null, and so is the iteration."""


def _chain(
    iterators: tuple[ast.Iterator, ...], body: ast.Expression, compilation: Compilation
) -> tuple[tuple[Source, ...], Closure]:
    sources = []
    for iterator in iterators:
        sources.append(_source(iterator, compilation))
        compilation = compilation.push(iterator.name)
    return tuple(sources), compilation.build(body)


def _source(iterator: ast.Iterator, compilation: Compilation) -> Source:
    start = compilation.build(iterator.source)
    if iterator.end is None:
        return lambda environment: iterate(start(environment))
    end = compilation.build(iterator.end)
    return lambda environment: iterate_between(start(environment), end(environment))


def _walk(sources: tuple[Source, ...], environment: Environment) -> Iterator[Environment]:
    """Yield a frame for every combination of values, the last source fastest; a step each."""
    items = sources[0](environment)
    if items is None:
        raise _NoSource
    for item in items:
        spend(1)
        frame = [environment, item]
        if len(sources) == 1:
            yield frame
        else:
            yield from _walk(sources[1:], frame)


def _mentions(node: object, name: str) -> bool:
    if isinstance(node, tuple):
        return any(_mentions(item, name) for item in node)
    if isinstance(node, ast.Name) and node.name == name:
        return True
    return is_dataclass(node) and any(_mentions(getattr(node, field.name), name) for field in fields(node))


def _is_truth(node: ast.Expression) -> bool:
    """Tell conditions that can only be true, false or null from those that may be an index."""
    return isinstance(
        node,
        ast.Compare | ast.And | ast.Or | ast.Between | ast.In | ast.InstanceOf | ast.Quantified | ast.Boolean,
    )


def _index(indexing: Closure, environment: Environment) -> Decimal | None:
    """Return the number that a condition gives outside the items, else None: it is a condition on each item."""
    value = indexing(environment)
    return value if isinstance(value, Decimal) else None
