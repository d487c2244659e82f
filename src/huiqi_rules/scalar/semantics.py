"""What the compiler asks of a strictness: how operators behave. `DYNAMIC` and `CHECKED` are the two answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from huiqi_rules.scalar.closures import Closure


@dataclass(frozen=True, slots=True)
class Semantics:
    """Builders of operator closures, each from the closures of its operands.

    `functions` are the built-ins by name that this strictness calls; `lenient` says that calls convert arguments and
    that a filter drops items whose condition is unknown, instead of the whole list being unknown.
    """

    name: str
    compare: Callable[[str, Closure, Closure], Closure]
    arithmetic: Callable[[str, Closure, Closure], Closure]
    negate: Callable[[Closure], Closure]
    both: Callable[[tuple[Closure, ...]], Closure]
    either: Callable[[tuple[Closure, ...]], Closure]
    invert: Callable[[Closure], Closure]
    choose: Callable[[Closure, Closure, Closure], Closure]
    first_match: Callable[[tuple[tuple[Closure, Closure], ...], Closure], Closure]
    functions: Mapping[str, Callable[..., object]]
    lenient: bool
