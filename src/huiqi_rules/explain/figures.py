"""Figures in words: a name with its value, a formula with the numbers put in, the bands of a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import DateType, NumberType, Type
from huiqi_rules.core.values import ABSENT
from huiqi_rules.explain.display import show
from huiqi_rules.explain.needs import Need
from huiqi_rules.explain.trace import Trace
from huiqi_rules.explain.wording import Wording

_SIGNS: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_YEARS: Final = {
    "sum of years": "sum_years", "least of years": "least_years", "latest": "latest_year", "count of years": "count_years",
}  # fmt: skip


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
    # Sentences and grounds need each other: a comparison may compare with a choice.
    from huiqi_rules.explain.sentences import comparison

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


def sum_parts(trace: Trace) -> tuple[Trace, ...]:
    """Return the parts of a score: the terms of a sum, through named values; empty where it is no sum."""
    inner = _opened(trace)
    if inner.kind == "call" and (
        inner.operator == "sum" or (trace.kind == "value" and inner.operator in ("min", "max"))
    ):
        return () if any(part.kind == "points" for part in inner.parts) else inner.parts
    if inner.kind != "arithmetic" or inner.operator != "+" or not _is_score(inner):
        return ()
    return tuple(_terms(inner))


def _terms(trace: Trace) -> Iterable[Trace]:
    for part in trace.parts:
        if part.kind == "arithmetic" and part.operator == "+":
            yield from _terms(part)
        else:
            yield part


def _is_score(trace: Trace) -> bool:
    return isinstance(trace.type, NumberType) and trace.type.bounded


def _opened(trace: Trace) -> Trace:
    return trace.parts[0] if trace.kind == "value" and trace.parts else trace


def points_detail(trace: Trace, wording: Wording) -> str:
    """Return how points came about: the figure, the band reached and the next one."""
    inner = _opened(trace)
    if inner.kind == "call" and inner.operator == "max":
        return _better(inner, wording)
    if inner.kind == "arithmetic" and len(inner.parts) == 2 and inner.parts[0].kind == "literal":
        return points_detail(inner.parts[1], wording)
    if inner.kind == "choice" and inner.parts[0].kind == "call" and inner.parts[0].operator == "band":
        return band_figures(inner.parts[0], wording)
    if inner.kind != "points":
        return ""
    measured = inner.parts[0]
    code = coded_facts(measured)
    if measured.value is None or code:
        facts = code or tuple(facts_of(measured))
        return wording.listed(figure(fact, wording) for fact in facts)
    bands = _bands(inner, measured.value, measured.type, wording)
    # The limit next to the figure, so that 1.9999% is not shown as 2%.
    value = measured.value
    near = (
        min((band[0] for band in inner.bands), key=lambda limit: abs(limit - value))
        if isinstance(value, Decimal)
        else None
    )
    told = figure(measured, wording, beside=near)
    if "arithmetic" in (measured.kind, measured.parts[0].kind if measured.parts else ""):
        shown = show(measured.value, measured.type, wording, beside=near)
        told = wording.say("from_figures", value=shown, figures=told)
    return wording.say("comma").join([told, *bands])


def _better(trace: Trace, wording: Wording) -> str:
    if any(not isinstance(part.value, Decimal) for part in trace.parts):
        chosen: Sequence[Trace] = trace.parts
    else:
        best = max(part.value for part in trace.parts if isinstance(part.value, Decimal))
        chosen = [part for part in trace.parts if part.value == best][:1]
    details = [detail for part in chosen if (detail := points_detail(part, wording))]
    return wording.sentences([*details, wording.say("better_of")]) if details else ""


def _bands(trace: Trace, value: object, type: Type | None, wording: Wording) -> list[str]:
    """Return the band that was reached and the next better one."""
    if not isinstance(value, Decimal):
        return []
    rising = trace.operator == "points"
    key = "band" if rising else "ceiling"
    reached = [band for band in trace.bands if (value >= band[0] if rising else value <= band[0])][:1]
    ahead = [band for band in trace.bands if band not in reached and band[1] > (reached[0][1] if reached else 0)]
    texts = []
    if reached and reached[0][1]:
        texts.append(wording.say(f"{key}_reached", limit=show(reached[0][0], type, wording), points=reached[0][1]))
    beyond = [band for band in ahead if (value < band[0] if rising else value > band[0])]
    if beyond:
        nearest = min(beyond, key=lambda band: abs(band[0] - value))
        texts.append(wording.say(f"{key}_next", limit=show(nearest[0], type, wording), points=nearest[1]))
    return texts


def coded_facts(trace: Trace) -> tuple[Trace, ...]:
    """Return the facts that a code such as `if x = "I" then 2 else 1` speaks of; empty for a true figure."""
    if trace.kind != "choice" or trace.operator == "open" or trace.parts[0].kind not in ("literal", "choice"):
        return ()
    return tuple({fact.id: fact for part in trace.parts for fact in facts_of(part)}.values())


def facts_of(trace: Trace) -> Iterable[Trace]:
    """Yield the facts below a node, once each time that they are mentioned."""
    if trace.kind in ("fact", "years"):
        yield trace
    for part in trace.parts:
        yield from facts_of(part)


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
