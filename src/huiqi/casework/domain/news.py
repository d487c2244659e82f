"""What changed for one company, put together from its clauses: one piece of news, however many policies changed.

Only what is met, or may be met, is pushed: what is possible says which facts are missing. What is lost stands in the same news
and is no reason to send one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

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
class Item:
    """A clause in the news: its names, its amounts, the names of what is missing."""

    kind: str
    policy: str
    clause: str
    name: Pair
    low: Decimal | None
    high: Decimal | None
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


def content(items: Sequence[Item]) -> dict[str, Any]:
    """Return the news as it is kept: by kind the clauses, exact amounts as text."""
    found: dict[str, Any] = {}
    for item in items:
        found.setdefault(item.kind, []).append(
            {
                "policy": item.policy,
                "clause": item.clause,
                "name": list(item.name),
                "low": None if item.low is None else str(item.low),
                "high": None if item.high is None else str(item.high),
                "missing": [list(one) for one in item.missing],
            }
        )
    return found


def is_pushed(news: Mapping[str, Any]) -> bool:
    """Return whether there is something that the company can get, or may get."""
    return any(news.get(kind) for kind in PUSHED)


def said(news: Mapping[str, Any]) -> tuple[Pair, Pair]:
    """Return title and body of the one message about a piece of news."""
    gained, more, possible = (news.get(kind, []) for kind in ("gained", "more", "possible"))
    title = (
        "、".join(filter(None, (_count(gained, "新符合 {} 项"), _count(more, "{} 项金额增加"), _count(possible, "{} 项可能符合")))),
        ", ".join(filter(None, (_count(gained, "{} newly met"), _count(more, "{} with more money"), _count(possible, "{} possible")))),
    )  # fmt: skip
    lines = [*(_line(item) for item in (*gained, *more)), *(_possible(item) for item in possible)]
    named = lines[:NAMED_MOST]
    if rest := len(lines) - len(named):
        named.append((f"另有 {rest} 项，请在页面查看。", f"and {rest} more on the page."))
    return (f"贵企业可享政策：{title[0]}", f"What your company can get: {title[1]}"), (
        "\n".join(zh for zh, _ in named),
        "\n".join(en for _, en in named),
    )


def _count(items: Sequence[Any], words: str) -> str:
    return words.format(len(items)) if items else ""


def _line(item: Mapping[str, Any]) -> Pair:
    return f"符合：{item['name'][0]}", f"Met: {item['name'][1]}"


def _possible(item: Mapping[str, Any]) -> Pair:
    zh, en = "、".join(one[0] for one in item["missing"]), ", ".join(one[1] for one in item["missing"])
    return (
        f"可能符合：{item['name'][0]}（缺少：{zh}）" if zh else f"可能符合：{item['name'][0]}",
        f"Possible: {item['name'][1]} (missing: {en})" if en else f"Possible: {item['name'][1]}",
    )
