"""The trace of a decision as a tree of data: what was asked, what came out, which figures went in, which article says so.

Sentences are made from it in any language; `as_data` gives it for machines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import Step
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.echo import cut
from huiqi_rules.core.types import AnnualType, NumberType, Type, Unit
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.needs import Need, needs_of
from huiqi_rules.explain.years import ANNUAL_FUNCTIONS, window
from huiqi_rules.model.facts import Source, Text
from huiqi_rules.syntax.printer import print_expression

LEVELS_MOST: Final = 8
# A table of a thousand rows is not told row by row.
_FORMULA_MOST: Final = 2_000

NO_NAME: Final = Text("", "")
NO_SOURCE: Final = Source()
POINTS: Final = NumberType(Unit((("point", 1),)), integer=True, bounded=True)
Labels = tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """One node. `kind` says what it is, `parts` what it was made from.

    kind       parts                           further fields
    condition  its question                    id, name, source, missing
    comparison left, right                     operator
    all, any   the questions                   -
    not        the question                    -
    choice     the branch taken, then grounds  operator "open" while it is unknown: what it waits for
    value      its formula                     id, name, source, labels
    fact       -                               id, name, labels
    years      -                               id, name, operator (function), years
    parameter  -                               id, name, source
    points     the figure                      bands, operator (function)
    membership the set                         options, labels
    arithmetic left, right                     operator
    call       arguments                       operator (function)
    literal, duration, day: the value alone
    """

    kind: str
    value: object
    type: Type | None = None
    formula: str = ""
    id: str = ""
    name: Text = NO_NAME
    operator: str = ""
    parts: tuple[Trace, ...] = ()
    source: Source = NO_SOURCE
    years: tuple[int, ...] = ()
    labels: Labels = ()
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    options: tuple[str, ...] = ()
    missing: tuple[Need, ...] = ()


def trace_condition(case: Case, id: str) -> Trace:
    """Return the trace of a named condition."""
    condition, step = case.named_condition(id), case.checked.step(NameKind.CONDITION, id)
    reference = tree.Reference(NameKind.CONDITION, id, step.type, condition.when.tree)
    answer = case.value(reference)
    # Values that stand on values are told in full some levels down; without an end a rule could double at each level.
    told = step.tree is not None and case.depth < LEVELS_MOST
    parts = (trace_formula(replace(case, depth=case.depth + 1), step.tree),) if told and step.tree is not None else ()
    answer = False if answer is ABSENT else answer
    missing = needs_of(case, step.tree) if answer is None and step.tree is not None else ()
    return Trace(
        "condition", answer, step.type, condition.when.text, id, condition.name, parts=parts,
        source=condition.source, missing=missing,
    )  # fmt: skip


def trace_formula(case: Case, node: Typed) -> Trace:
    """Return the trace of any part of a formula; points have the unit point, though formulas count them without."""
    key = id(node), case.depth
    if key not in case.traces:
        # The part stays with its trace: no other one gets its number.
        case.traces[key] = node, _scored(_trace(case, node))
    return case.traces[key][1]


def _scored(trace: Trace) -> Trace:
    if not isinstance(trace.type, NumberType) or not trace.type.bounded or trace.kind == "comparison":
        return trace
    scored = trace.kind == "points" or any(part.type == POINTS for part in trace.parts)
    return replace(trace, type=POINTS) if scored else trace


def _trace(case: Case, node: Typed) -> Trace:
    value, text = case.value(node), _text(node)
    match node:
        case tree.Reference():
            return _reference(case, node, value)
        case tree.Literal():
            return Trace("literal", value, node.type, text)
        case tree.Months() | tree.Days():
            return Trace("duration", None, node.type, text)
        case tree.Arithmetic() | tree.Compare():
            kind = "arithmetic" if isinstance(node, tree.Arithmetic) else "comparison"
            parts = (trace_formula(case, node.left), trace_formula(case, node.right))
            return Trace(kind, value, node.type, text, operator=node.operator, parts=parts)
        case tree.And(operands=operands) | tree.Or(operands=operands):
            kind = "all" if isinstance(node, tree.And) else "any"
            return Trace(kind, value, node.type, text, parts=tuple(trace_formula(case, part) for part in operands))
        case tree.Not(operand=operand):
            return Trace("not", value, node.type, text, parts=(trace_formula(case, operand),))
        case tree.Choice():
            return _choice(case, node, value)
        case tree.Call():
            return _call(case, node, value)
        case tree.Items(items=items):
            return Trace("list", None, node.type, text, parts=tuple(trace_formula(case, item) for item in items))


def _reference(case: Case, node: tree.Reference, value: object) -> Trace:
    match node.kind:
        case NameKind.FACT:
            fact = case.rulebook.facts[node.id]
            return Trace("fact", value, node.type, node.id, node.id, fact.name, labels=fact.labels)
        case NameKind.PARAMETER:
            parameter = case.rulebook.parameters[node.id]
            dated = parameter.on(case.day)
            source = Source() if dated is None else dated.source
            return Trace("parameter", value, node.type, node.id, node.id, parameter.name, source=source)
        case NameKind.CONDITION:
            return trace_condition(case, node.id)
        case NameKind.VALUE:
            return _value(case, case.checked.step(NameKind.VALUE, node.id), value)
        case _:
            return Trace("day", value, node.type, node.id)


def _value(case: Case, step: Step, value: object) -> Trace:
    declared = case.named_value(step.id)
    told = step.tree is not None and case.depth < LEVELS_MOST
    parts = (trace_formula(replace(case, depth=case.depth + 1), step.tree),) if told and step.tree is not None else ()
    text = "" if declared.of is None else cut(declared.of.text, _FORMULA_MOST)
    return Trace(
        "value", value, step.type, text, step.id, declared.name, parts=parts, source=declared.source,
        labels=declared.labels,
    )  # fmt: skip


def _choice(case: Case, node: tree.Choice, value: object) -> Trace:
    taken: list[Typed] = []
    denied: list[Typed] = []
    told: Typed = node
    while isinstance(told, tree.Choice):
        chosen = told.otherwise
        for question, answer in told.rows:
            held = case.value(question)
            if held is None:
                # Not the branches: a table has many, and none of them is taken yet.
                open_ = trace_formula(case, question)
                return Trace(
                    "choice", value, node.type, cut(_text(node), _FORMULA_MOST), operator="open", parts=(open_,)
                )
            (taken if held is True else denied).append(question)
            if held is True:
                chosen = answer
                break
        told = chosen
    # The last branch that was passed over is told where it is the other end of a range, or where no branch was taken.
    ends = [ground for ground in denied[-1:] if not taken or _same_subject(ground, taken[-1])]
    parts = tuple(trace_formula(case, part) for part in (told, *ends, *taken))
    return Trace("choice", value, node.type, cut(_text(node), _FORMULA_MOST), parts=parts)


def _same_subject(first: Typed, second: Typed) -> bool:
    if not (isinstance(first, tree.Compare) and isinstance(second, tree.Compare)):
        return False
    return isinstance(first.left.type, NumberType) and _text(first.left) == _text(second.left)


def _call(case: Case, node: tree.Call, value: object) -> Trace:
    text, function = _text(node), node.function
    if function in ANNUAL_FUNCTIONS:
        fact = case.rulebook.facts[node.arguments[0].id]  # type: ignore[union-attr]  # the checker lets only facts through
        return Trace("years", value, node.type, text, fact.id, fact.name, function, years=window(node, case.facts))
    if function in ("points", "points at most"):
        figure, rows = node.arguments
        bands = tuple(_band(case, row) for row in rows.items if isinstance(row, tree.Items))  # type: ignore[union-attr]  # the checker asks for a list
        return Trace(
            "points", value, node.type, text, operator=function, parts=(trace_formula(case, figure),), bands=bands
        )
    if function in ("contains any", "list contains"):
        wanted = node.arguments[1]
        options = wanted.items if isinstance(wanted, tree.Items) else (wanted,)
        codes = tuple(str(option.value) for option in options if isinstance(option, tree.Literal))
        whole = trace_formula(case, node.arguments[0])
        return Trace("membership", value, node.type, text, parts=(whole,), options=codes, labels=whole.labels)
    if function in ("yuan", "wan yuan", "yi yuan") and isinstance(node.arguments[0], tree.Literal):
        return Trace("literal", value, node.type, text)
    parts = tuple(part for argument in node.arguments for part in _arguments(case, argument))
    return Trace("call", value, node.type, text, operator=function, parts=parts)


def _arguments(case: Case, argument: Typed) -> tuple[Trace, ...]:
    traced = trace_formula(case, argument)
    return traced.parts if traced.kind == "list" else (traced,)


def _band(case: Case, row: tree.Items) -> tuple[Decimal, Decimal]:
    limit, points = (case.value(item) for item in row.items)
    zero = Decimal(0)
    return (limit if isinstance(limit, Decimal) else zero, points if isinstance(points, Decimal) else zero)


def _text(node: Typed) -> str:
    source = node.source
    if isinstance(node, tree.Literal) and isinstance(node.value, Decimal):
        return format(node.value, "f")
    return print_expression(source)  # type: ignore[arg-type]  # typed trees come from expressions


def as_data(value: object) -> object:
    """Return a trace, or any value of one, as what JSON can hold: numbers as exact texts, days as ISO texts."""
    match value:
        case Trace() | Need():
            named = ((field.name, getattr(value, field.name)) for field in fields(value))
            return {name: as_data(part) for name, part in named if part not in ("", (), None, NO_NAME, Source())}
        case Text(zh=zh, en=en):
            return {"zh": zh, "en": en}
        case Source():
            return {"cite": value.cite(), "certainty": value.certainty, "link": value.link}
        case Bounds(low=low, high=high):
            return {"low": as_data(low), "high": as_data(high)}
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case Mapping():
            return {str(key): as_data(part) for key, part in value.items()}
        case tuple() | list():
            return [as_data(part) for part in value]
        case NumberType() | AnnualType() | None | bool() | int() | str():
            return str(value) if isinstance(value, NumberType | AnnualType) else value
        case _:
            return "absent" if value is ABSENT else str(value)
