"""What changed for one company, put together from its clauses: one piece of news, however many policies changed.

Only what is met, or may be met, is pushed: what is possible says which facts are missing. What is lost stands in the same news
and is no reason to send one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias
from uuid import UUID

Pair: TypeAlias = tuple[str, str]

PUSHED: Final = ("gained", "more", "possible")
NAMED_MOST: Final = 5


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
    """A company's answer under a clause that changed; `words` say what is missing now, by id."""

    company: UUID
    policy: str
    clause: str
    name: Pair
    before: State
    after: State
    words: Mapping[str, Pair]


@dataclass(frozen=True, slots=True)
class Item:
    """A clause in the news: what happened, its name, the answer now, the names of what is missing."""

    kind: str
    policy: str
    clause: str
    name: Pair
    after: State
    missing: tuple[Pair, ...]


def item_of(one: Turned) -> Item | None:
    """Return a change as the news has it; None where it is none for the company."""
    kind = turn(one.before, one.after)
    if not kind:
        return None
    return Item(kind, one.policy, one.clause, one.name, one.after, tuple(one.words[name] for name in one.after.missing))


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


def content(items: Sequence[Item]) -> dict[str, Any]:
    """Return the news as it is kept: by kind the clauses, exact amounts as text; names are those of the rules."""
    found: dict[str, Any] = {}
    for item in items:
        low, high = (None if end is None else str(end) for end in (item.after.low, item.after.high))
        kept = {"policy": item.policy, "clause": item.clause, "low": low, "high": high}
        found.setdefault(item.kind, []).append(kept | {"missing": list(item.after.missing)})
    return found


def is_pushed(items: Iterable[Item]) -> bool:
    """Return whether there is something that the company can get, or may get."""
    return any(item.kind in PUSHED for item in items)


def said(items: Sequence[Item]) -> tuple[Pair, Pair]:
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


def _count(items: Sequence[Item], words: str) -> str:
    return words.format(len(items)) if items else ""


def _line(item: Item) -> Pair:
    if item.kind != "possible":
        return f"符合：{item.name[0]}", f"Met: {item.name[1]}"
    zh, en = "、".join(one[0] for one in item.missing), ", ".join(one[1] for one in item.missing)
    return (
        f"可能符合：{item.name[0]}（缺少：{zh}）" if zh else f"可能符合：{item.name[0]}",
        f"Possible: {item.name[1]} (missing: {en})" if en else f"Possible: {item.name[1]}",
    )
