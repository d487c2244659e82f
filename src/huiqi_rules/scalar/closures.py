"""The shapes that compiled expressions are made of: closures, constants, and names bound at compile time.

The root environment is whatever `resolve` reads (a list by slot, a scope). Every construct that binds names (`for`, filter,
context, function) puts a frame on top: a list whose first item is the environment below and whose others are the values.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from huiqi_rules.scalar.limits import EvaluationLimit

Environment: TypeAlias = Any
Closure: TypeAlias = Callable[[Environment], object]
Resolve: TypeAlias = Callable[[str], Closure | None]


class Constant:
    """A closure that gives one value; operators look inside to specialise."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, environment: Environment) -> object:
        return self.value


def fold(closure: Closure, operands: Iterable[Closure]) -> Closure:
    """Return the closure as a constant when all its operands are, so that it is worked out once."""
    if not all(isinstance(operand, Constant) for operand in operands):
        return closure
    try:
        return Constant(closure(None))
    except EvaluationLimit:  # to be raised by the evaluation, not by the compiler
        return closure


def slot_of(closure: Closure) -> int | None:
    """Return the slot that a closure made by `operator.itemgetter(slot)` reads, else None."""
    if isinstance(closure, operator.itemgetter):
        # The only way to look inside: an itemgetter pickles as its class and the items it gets.
        items = closure.__reduce__()[1]
        if len(items) == 1 and isinstance(items[0], int):
            return items[0]
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that an expression can see: a frame of local ones over the names below.

    `open_item` marks the frame of a filter, whose first value may be a context: its entries come before names below.
    """

    resolve: Resolve | None = None
    below: Names | None = None
    local: tuple[str, ...] = ()
    open_item: bool = False

    def load(self, name: str) -> Closure | None:
        """Return the closure that reads `name`, or None when nothing of that name can be seen."""
        if self.below is None:
            assert self.resolve is not None
            return self.resolve(name)
        if name in self.local and not self.open_item:
            # The last one wins: a context may define a name twice only across frames, a loop may shadow itself.
            return operator.itemgetter(len(self.local) - self.local[::-1].index(name))
        outer = self.below.load(name)
        if self.open_item:
            return _entry_or(name, _ITEM if name in self.local else _lifted(outer))
        return _lifted(outer)

    def knows(self, name: str) -> bool:
        """Tell whether `name` is bound for certain, not only perhaps as an entry of the items of a filter."""
        if self.below is None:
            assert self.resolve is not None
            return self.resolve(name) is not None
        return name in self.local or self.below.knows(name)

    def push(self, *names: str, open_item: bool = False) -> Names:
        """Return the names seen under a frame that binds `names`."""
        return Names(below=self, local=names, open_item=open_item)


_ITEM: Final[Closure] = operator.itemgetter(1)


def _lifted(outer: Closure | None) -> Closure | None:
    if outer is None or isinstance(outer, Constant):
        return outer
    return lambda frame: outer(frame[0])


def _entry_or(name: str, other: Closure | None) -> Closure:
    def load(frame: Environment) -> object:
        item = frame[1]
        if isinstance(item, dict) and name in item:
            return item[name]
        return None if other is None else other(frame)

    return load
