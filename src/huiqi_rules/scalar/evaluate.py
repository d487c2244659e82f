"""The convenient door to the standard's semantics: one text or tree, a context of names, a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huiqi_rules.scalar.calls import Builtin
from huiqi_rules.scalar.closures import Closure, Constant, Resolve
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.scalar.dynamic import DYNAMIC
from huiqi_rules.scalar.functions import clock_functions
from huiqi_rules.scalar.limits import metered
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.parser import parse_expression


def evaluate(
    expression: str | ast.Expression,
    context: Mapping[str, object] | None = None,
    *,
    moment: datetime | None = None,
) -> object:
    """Return the value of a FEEL expression by the standard's semantics.

    `context` holds the free names; `moment` is what `now()` and `today()` answer, which are null without it.
    Raises `FeelSyntaxError` for a text that is not FEEL and `EvaluationLimit` for one that would run away.
    """
    names = dict(context or {})
    tree = parse_expression(expression, names=names) if isinstance(expression, str) else expression
    clock = clock_closures(moment)
    with metered():
        closure = compile_expression(tree, resolve=_resolver(names, clock), semantics=DYNAMIC)
        return closure(names)


def clock_closures(moment: datetime | None) -> Mapping[str, Closure]:
    """Return the closures of the functions that read the clock, which stands at `moment`."""
    if moment is None:
        return {}
    functions: Mapping[str, Callable[..., Any]] = clock_functions(moment)
    return {name: Constant(Builtin(name, function)) for name, function in functions.items()}


def _resolver(names: Mapping[str, object], clock: Mapping[str, Closure]) -> Resolve:
    def resolve(name: str) -> Closure | None:
        if name in names:
            return lambda environment: environment[name]
        return clock.get(name)

    return resolve
