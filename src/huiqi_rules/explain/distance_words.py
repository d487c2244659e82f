"""Distances in words: what to raise, lower, choose or obtain, and by how much at least."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import AnnualType, NumberType, Type
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.changes import Change
from huiqi_rules.explain.display import label, show
from huiqi_rules.explain.distance import Distance, Option
from huiqi_rules.explain.figures import need_name
from huiqi_rules.explain.sentences import Line
from huiqi_rules.explain.trace import as_data
from huiqi_rules.explain.wording import Wording

WAYS_TOLD_MOST: Final = 8
_CHOICES: Final = (str, frozenset)


def distance_lines(distances: Sequence[Distance], case: Case, wording: Wording) -> list[Line]:
    """Return the part of an explanation that says what would make each failed condition met."""
    if not distances:
        return []
    lines = [Line(0, "", ""), Line(0, "", wording.say("distance_heading") + wording.say("colon").rstrip())]
    for distance in distances:
        name = wording.title(distance.name)
        told = option_texts(distance, case, wording)
        if len(told) == 1:
            lines.append(Line(0, "→", name + wording.say("colon") + told[0] + wording.say("stop")))
            continue
        lines.append(Line(0, "→", name + wording.say("colon") + wording.say("alternatives").rstrip()))
        lines.extend(Line(1, "·", text + wording.say("stop")) for text in told)
    return lines


def option_texts(distance: Distance, case: Case, wording: Wording) -> list[str]:
    """Return each way in words; codes of one fact that do equally well stand in one."""
    if not distance.options:
        if distance.missing:
            return [
                wording.say(
                    "distance_none_missing", names=wording.listed(need_name(n, wording) for n in distance.missing)
                )
            ]
        return [wording.say("distance_none")]
    groups: dict[object, list[Option]] = {}
    for place, option in enumerate(distance.options):
        groups.setdefault(_group(option) or place, []).append(option)
    return [_group_text(options, case, wording) for options in list(groups.values())[:WAYS_TOLD_MOST]]


def _group(option: Option) -> object:
    if len(option.changes) == 1 and isinstance(option.changes[0].to, _CHOICES):
        change = option.changes[0]
        return change.fact, option.breaks, _is_drop(change)
    return None


def _is_drop(change: Change) -> bool:
    return isinstance(change.to, frozenset) and isinstance(change.before, frozenset) and change.to < change.before


def _group_text(options: Sequence[Option], case: Case, wording: Wording) -> str:
    first = options[0]
    if first.day is not None:
        return wording.say("waiting_day", day=wording.day(first.day))
    if len(options) > 1:
        told = change_text([option.changes[0] for option in options], case, wording)
    else:
        parts = [change_text([change], case, wording) for change in first.changes]
        told = parts[0] if len(parts) == 1 else wording.say("distance_several", changes=wording.say("and").join(parts))
    names = wording.listed(wording.name(case.named_condition(broken).name) for broken in first.breaks)
    return told + (wording.say("breaks", names=names) if names else "")


def change_text(changes: Sequence[Change], case: Case, wording: Wording) -> str:
    """Return a change in words; several are choices of one fact, any of which will do."""
    change = changes[0]
    fact = case.rulebook.facts[change.fact]
    name = wording.name(fact.name)
    if change.year is not None:
        name = wording.year_name(name, (change.year,))
    kind: Type = fact.type.of if isinstance(fact.type, AnnualType) else fact.type
    gain = [] if change.points is None else [wording.say("gain", points=change.points)]
    match change.to:
        case bool():
            return wording.remark(wording.say("become_yes" if change.to else "become_no", name=name), gain)
        case str():
            to = _either([wording.quoted(label(str(each.to), fact.labels, wording)) for each in changes], wording)
            if not isinstance(change.before, str):
                return wording.remark(wording.say("become_first_option", name=name, to=to), gain)
            return wording.remark(
                wording.say("become_option", name=name, before=label(change.before, fact.labels, wording), to=to), gain
            )
        case frozenset():
            codes = [code for each in changes for code in _difference(each)]
            to = _either([wording.quoted(label(code, fact.labels, wording)) for code in codes], wording)
            return wording.remark(wording.say("drop" if _is_drop(change) else "add", name=name, to=to), gain)
        case date():
            key = "day_earlier" if isinstance(change.before, date) and change.to < change.before else "day_later"
            return wording.remark(
                wording.say(key, name=name, to=wording.day(change.to), before=show(change.before, kind, wording)), gain
            )
        case Decimal():
            return _number_text(change, name, kind, gain, wording)
        case _:
            return wording.remark(wording.say("become", name=name, to=show(change.to, kind, wording)), gain)


def _number_text(change: Change, name: str, kind: Type, gain: Sequence[str], wording: Wording) -> str:
    assert isinstance(change.to, Decimal)
    to = show(change.to, kind, wording)
    if not isinstance(change.before, Decimal):
        return wording.remark(wording.say("become", name=name, to=to), gain)
    rises = change.to > change.before
    before = show(change.before, kind, wording, beside=change.to if change.beyond is None else change.beyond)
    if change.beyond is not None:
        beyond = show(change.beyond, kind, wording)
        told = wording.say("raise_above" if rises else "lower_below", name=name, before=before, beyond=beyond)
        return wording.remark(told, gain)
    if isinstance(kind, NumberType) and kind.integer and (kind.unit is None or not kind.unit.powers):
        # A rank or a level: neither rises nor falls in a way that everybody reads alike.
        return wording.remark(wording.say("turn", name=name, before=before, to=to), gain)
    told = wording.say("raise" if rises else "lower", name=name, before=before, to=to)
    # The difference of two percentages would be read as a percentage of the figure.
    by = [] if to.endswith("%") else [show(abs(change.to - change.before), kind, wording)]
    return wording.remark(told, [*(wording.say("more_by" if rises else "less_by", by=each) for each in by), *gain])


def _difference(change: Change) -> list[str]:
    before = change.before if isinstance(change.before, frozenset) else frozenset()
    assert isinstance(change.to, frozenset)
    return sorted(change.to ^ before)


def _either(texts: Sequence[str], wording: Wording) -> str:
    if len(texts) == 1:
        return texts[0]
    return wording.say("or_option", first=wording.listed(texts[:-1]), second=texts[-1])


def distance_data(distance: Distance, case: Case, wording: Wording) -> dict[str, object]:
    """Return a distance as what JSON can hold, its sentences beside it."""
    return {
        "clause": distance.clause,
        "condition": distance.condition,
        "options": [
            {
                "changes": [_change_data(change) for change in option.changes],
                "day": as_data(option.day),
                "breaks": list(option.breaks),
            }
            for option in distance.options
        ],
        "missing": [need.id for need in distance.missing],
        "shown": option_texts(distance, case, wording),
    }


def _change_data(change: Change) -> dict[str, object]:
    parts = {
        "before": change.before,
        "to": change.to,
        "year": change.year,
        "beyond": change.beyond,
        "points": change.points,
    }
    return {"fact": change.fact, **{name: as_data(part) for name, part in parts.items() if part is not None}}
