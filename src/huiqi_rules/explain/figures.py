"""Figures in words: a name with its value, a formula with the numbers put in, a comparison with both sides.

They need each other: a figure may rest on a choice, a choice on a comparison, a comparison on figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import DateType, NumberType, Type
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.explain.display import show
from huiqi_rules.explain.needs import Need
from huiqi_rules.explain.trace import Trace
from huiqi_rules.explain.wording import Wording

_SIGNS: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_YEARS: Final = {
    "sum of years": "sum_years", "least of years": "least_years", "latest": "latest_year", "count of years": "count_years",
}  # fmt: skip
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_WORDS: Final = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "=": "equal", "!=": "unequal"}


def subject(trace: Trace, wording: Wording) -> str:
    """Return what a node is called."""
    name = wording.name(trace.name)
    if trace.kind == "years":
        return wording.say(_YEARS[trace.operator], name=wording.year_name(name, trace.years))
    return name


def figure(
    trace: Trace, wording: Wording, *, type: Type | None = None, beside: Decimal | None = None, lead: bool = False
) -> str:
    """Return a node with its value; a formula shows its figures. `lead` puts the result of a formula first."""
    value = show(trace.value, type or trace.type, wording, labels=trace.labels, beside=beside)
    match trace.kind:
        case "fact" | "value" | "years":
            key = "is_code" if isinstance(trace.value, str | frozenset | bool) or trace.value is ABSENT else "is"
            return wording.say(key, name=subject(trace, wording), value=value)
        case "parameter" | "literal" | "day" | "duration":
            return value
        case "arithmetic" if not isinstance(trace.type, DateType):
            sum_ = formula_figures(trace, wording)
            if lead:
                return wording.say("from_figures", value=wording.say("in_fact", value=value), figures=sum_)
            return sum_
        case "choice":
            return figure(trace.parts[0], wording, type=type, beside=beside, lead=lead)
        case "call" if trace.operator == "band":
            return wording.say("from_figures", value=value, figures=band_figures(trace, wording))
        case "call" if trace.operator in ("min", "max"):
            parts = wording.listed(figure(part, wording) for part in trace.parts)
            manner = wording.say("better_of" if trace.operator == "max" else "lower_of")
            return wording.say("from_figures", value=value, figures=wording.sentences([parts, manner]))
        case "call" if trace.parts:
            return wording.say(
                "from_figures", value=value, figures=wording.listed(figure(part, wording) for part in trace.parts)
            )
        case _:
            return value


def band_figures(trace: Trace, wording: Wording) -> str:
    """Return the figure that a band is found for, and the limits of the bands."""
    measured, *limits = trace.parts
    shown = wording.listed(show(limit.value, measured.type, wording) for limit in limits)
    return wording.say("comma").join([figure(measured, wording), wording.say("band_limits", limits=shown)])


def formula_figures(trace: Trace, wording: Wording) -> str:
    """Return arithmetic with the figures put in: `staff 10 people ÷ ...`."""
    sides = []
    for place, part in enumerate(trace.parts):
        text = figure(part, wording)
        grounds = grounds_of(part.parts[0], wording) if part.kind == "value" and part.parts else ""
        text += wording.say("brackets", text=grounds) if grounds else ""
        loose = part.kind == "arithmetic" and part.operator in ("+", "-")
        bracketed = loose and (trace.operator in ("*", "/") or (trace.operator == "-" and place == 1))
        sides.append(f"({text})" if bracketed else text)
    return f"{sides[0]} {_SIGNS[trace.operator]} {sides[1]}"


def grounds_of(trace: Trace, wording: Wording) -> str:
    """Return why a branch was taken: the answers that chose it."""
    if trace.kind != "choice" or trace.operator == "open":
        return ""
    return wording.sentences(dict.fromkeys(ground(part, wording) for part in trace.parts[1:]))


def ground(trace: Trace, wording: Wording) -> str:
    """Return one answered question as a statement, not as a demand."""
    match trace.kind:
        case "comparison" if isinstance(trace.parts[0].value, str | bool):
            return figure(trace.parts[0], wording)
        case "comparison":
            return comparison(trace, wording, required=False)
        case "all" | "any":
            told = [part for part in trace.parts if part.value is trace.value] or trace.parts
            return wording.listed(dict.fromkeys(ground(part, wording) for part in told))
        case "not":
            return ground(trace.parts[0], wording)
        case "fact" | "value" | "condition":
            return wording.say("is_code", name=subject(trace, wording), value=show(trace.value, None, wording))
        case _:
            return wording.listed(dict.fromkeys(figure(part, wording) for part in trace.parts))


def comparison(trace: Trace, wording: Wording, *, required: bool = True) -> str:
    """Return a comparison: the figure, and what is asked of it (`required`) or how it stands."""
    left, right, operator = trace.parts[0], trace.parts[1], trace.operator
    if left.kind in ("parameter", "literal") and right.kind not in ("parameter", "literal"):
        left, right, operator = right, left, _MIRRORED[operator]
    kind = number_type(left, right)
    if required and trace.value is None and left.value is None and left.kind in ("fact", "years"):
        return wording.sentences([wording.say("missing", names=subject(left, wording)), *as_far(trace, wording)])
    beside = right.value if isinstance(right.value, Decimal) else None
    asked = _asked(operator, right, kind, left, wording, beside=left.value if isinstance(left.value, Decimal) else None)
    told = figure(left, wording, type=kind, beside=beside, lead=True)
    if not required and trace.value is False:
        operator = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}[operator]
        asked = _asked(operator, right, kind, left, wording)
    return told + wording.say("comma") + (wording.say("required", comparison=asked) if required else asked)


def _asked(
    operator: str, right: Trace, type: Type | None, left: Trace, wording: Wording, beside: Decimal | None = None
) -> str:
    key = _WORDS[operator]
    if operator not in ("=", "!="):
        key += _manner(type)
    limit = show(right.value, type, wording, labels=right.labels or left.labels, beside=beside)
    if isinstance(right.value, str) and not isinstance(type, NumberType):
        limit = wording.quoted(limit)
    asked = wording.say(key, value=limit)
    detail = _limit_detail(right, wording)
    return asked + (wording.say("brackets", text=detail) if detail else "")


def _limit_detail(right: Trace, wording: Wording) -> str:
    """Return where a limit comes from, where it is not simply written in the text."""
    match right.kind:
        case "value" if right.parts:
            grounds = grounds_of(right.parts[0], wording)
            return grounds or (_limit_detail(right.parts[0], wording) if right.parts[0].kind == "arithmetic" else "")
        case "arithmetic" if not isinstance(right.type, DateType):
            return figure(right, wording)
        case "choice":
            return grounds_of(right, wording)
        case "fact" | "years":
            return subject(right, wording)
        case _:
            return ""


def _manner(type: Type | None) -> str:
    if isinstance(type, DateType):
        return "_date"
    if isinstance(type, NumberType) and type.unit is not None and type.unit.powers:
        return "" if str(type.unit) in ("yuan", "point") else "_count"
    return "_count" if isinstance(type, NumberType) and type.integer else ""


def as_far(question: Trace, wording: Wording) -> list[str]:
    """Return what can be said of an unknown question all the same: the bounds of a score, and what is asked."""
    if question.kind == "choice" and question.operator != "open":
        return as_far(question.parts[0], wording)
    if question.kind != "comparison":
        return []
    left, right = question.parts
    kind = number_type(left, right)
    asked = (
        []
        if right.value is None
        else [wording.say("required", comparison=_asked(question.operator, right, kind, left, wording))]
    )
    if isinstance(left.value, Bounds):
        return [wording.say("so_far", figure=figure(left, wording, type=kind)), *asked]
    return asked


def needs(missing: Sequence[Need], wording: Wording) -> str:
    """Return what is missing: facts to be given, then figures that nobody has published."""
    facts = [need_name(need, wording) for need in missing if need.published]
    figures = [wording.say("unpublished", name=wording.name(need.name)) for need in missing if not need.published]
    told = [wording.say("missing", names=wording.listed(facts))] if facts else []
    return wording.sentences([*told, *figures])


def need_name(need: Need, wording: Wording) -> str:
    """Return the name of a missing fact with its years."""
    name = wording.name(need.name)
    return wording.year_name(name, need.years) if need.years else name


def number_type(left: Trace, right: Trace) -> Type | None:
    """Return the type that both sides are shown in: a bare number takes the unit of the other side."""
    for side in (left, right):
        if isinstance(side.type, NumberType) and side.type.unit is not None and side.type.unit.powers:
            return side.type
    for side in (left, right):
        if side.kind != "literal" and side.type is not None:
            return side.type
    return left.type
