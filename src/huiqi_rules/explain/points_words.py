"""Scores in words: what a sum is made of, how points came about, the band that was reached and the next one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from huiqi_rules.core.types import NumberType, Type
from huiqi_rules.explain.display import show
from huiqi_rules.explain.figures import band_figures, figure
from huiqi_rules.explain.trace import Trace
from huiqi_rules.explain.wording import Wording


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
