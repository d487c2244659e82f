"""What changed for one company, put together from its clauses, and the one message about all that came lately.

Only what is met, or may be met, is pushed: what is possible says which facts are missing. What is lost stands in the news as well
and is no reason to send a message; what was lost and came back meanwhile is none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from huiqi.kernel.words import Pair

PUSHED: Final = ("gained", "more", "possible")
# What was so before a turn, and what is so after it; who gained was refused or open.
_BEFORE: Final = {
    "gained": "open", "possible": "not_met", "closed": "unknown",
    "lost": "met", "doubtful": "met", "more": "met", "less": "met", "other": "met",
}  # fmt: skip
_AFTER: Final = {
    "gained": "met", "more": "met", "less": "met", "other": "met",
    "possible": "unknown", "doubtful": "unknown", "lost": "not_met", "closed": "not_met",
}  # fmt: skip
NAMED_MOST: Final = 5
# What each kind is called, in the order in which it is told.
KIND_NAMES: Final[Mapping[str, Pair]] = {
    "gained": ("新符合", "Newly met"),
    "more": ("金额增加", "More money"),
    "possible": ("可能符合", "Possible"),
    "other": ("金额有变化", "The amount changed"),
    "less": ("金额减少", "Less money"),
    "doubtful": ("不再确定", "No longer certain"),
    "lost": ("不再符合", "No longer met"),
    "closed": ("确定不符合", "Now known not to be met"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A company's own answer under a clause; amounts in yuan, None where they cannot be told."""

    outcome: str
    low: Decimal | None
    high: Decimal | None
    missing: tuple[str, ...] = ()


REFUSED: Final = State("not_met", Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Turned:
    """A company's answer under a clause that changed."""

    company: UUID
    policy: str
    clause: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Item:
    """A clause in the news: what happened, and the ids of what is missing."""

    kind: str
    policy: str
    clause: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A clause in a message: what happened, its name, the names of what is missing."""

    kind: str
    name: Pair
    missing: tuple[Pair, ...] = ()


def turn(before: State, after: State) -> str:
    """Return what happened: gained, possible, more, less, lost, closed; empty where nothing did."""
    if before.outcome != after.outcome:
        match after.outcome:
            case "met":
                return "gained"
            case "unknown":
                return "possible" if before.outcome == "not_met" else "doubtful"
            case _:
                return "lost" if before.outcome == "met" else "closed"
    if after.outcome != "met" or (before.low, before.high) == (after.low, after.high):
        return ""
    if None in (before.low, before.high, after.low, after.high):
        return "other"
    assert before.low is not None and before.high is not None and after.low is not None and after.high is not None
    return "more" if after.low >= before.low and after.high >= before.high else "less"


def content(turned: Iterable[Turned]) -> dict[str, Any]:
    """Return the news as it is kept: by kind the clauses, exact amounts as text; names are those of the rules."""
    found: dict[str, Any] = {}
    for one in turned:
        low, high = (None if end is None else str(end) for end in (one.after.low, one.after.high))
        kept = {
            "policy": one.policy,
            "clause": one.clause,
            "low": low,
            "high": high,
            "missing": list(one.after.missing),
        }
        if kind := turn(one.before, one.after):
            found.setdefault(kind, []).append(kept)
    return found


def gathered(contents: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Return what is to be said of several pieces of news, the earliest first: each clause once, as it stands after all of them."""
    turns: dict[tuple[str, str], list[Item]] = {}
    for kind, entries in (part for one in contents for part in one.items()):
        for entry in entries:
            key = (entry["policy"], entry["clause"])
            turns.setdefault(key, []).append(Item(kind, *key, tuple(entry["missing"])))
    found = (replace(items[-1], kind=_net(items[0].kind, items[-1].kind)) for items in turns.values())
    return [item for item in found if item.kind in PUSHED]


def _net(first: str, last: str) -> str:
    """Return what several turns of one clause come to; empty where that is nothing to push."""
    was, now = _BEFORE[first], _AFTER[last]
    if now == "met":
        return "gained" if was != "met" else last if last == "more" else ""
    return "possible" if now == "unknown" and was in ("open", "not_met") else ""


def said(items: Sequence[Named]) -> tuple[Pair, Pair]:
    """Return title and body of the one message about a company's news."""
    gained, more, possible = ([item for item in items if item.kind == kind] for kind in PUSHED)
    title = (
        "、".join(filter(None, (_count(gained, "新符合 {} 项"), _count(more, "{} 项金额增加"), _count(possible, "{} 项可能符合")))),
        ", ".join(filter(None, (_count(gained, "{} newly met"), _count(more, "{} with more money"), _count(possible, "{} possible")))),
    )  # fmt: skip
    lines = [_line(item) for item in (*gained, *more, *possible)]
    named = lines[:NAMED_MOST]
    if rest := len(lines) - len(named):
        named.append((f"另有 {rest} 项，请在页面查看。", f"and {rest} more on the page."))
    return (f"贵企业可享政策：{title[0]}", f"What your company can get: {title[1]}"), (
        "\n".join(zh for zh, _ in named),
        "\n".join(en for _, en in named),
    )


def _count(items: Sequence[Named], words: str) -> str:
    return words.format(len(items)) if items else ""


def _line(item: Named) -> Pair:
    if item.kind != "possible":
        return f"符合：{item.name[0]}", f"Met: {item.name[1]}"
    zh, en = "、".join(one[0] for one in item.missing), ", ".join(one[1] for one in item.missing)
    return (
        f"可能符合：{item.name[0]}（缺少：{zh}）" if zh else f"可能符合：{item.name[0]}",
        f"Possible: {item.name[1]} (missing: {en})" if en else f"Possible: {item.name[1]}",
    )
