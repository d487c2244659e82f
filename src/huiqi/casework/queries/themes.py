"""Facts in groups: by what they are about, as the dictionary says; the latest period first within a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiqi.casework.queries.fact_lines import FactLine
from huiqi.casework.queries.words import entry_of
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.words import chosen


@dataclass(frozen=True, slots=True)
class Theme:
    """One group of facts."""

    key: str
    title: str
    lines: tuple[FactLine, ...]


# Until the dictionary names themes itself, what kind of thing a fact is tells where people look for it.
_TITLES = {
    "money": ("金额", "Money"),
    "people": ("人员", "People"),
    "counts": ("数量与比例", "Counts and ratios"),
    "truths": ("情况与资质", "Status and conduct"),
    "words": ("基本信息", "Basics"),
}


def by_theme(lines: Iterable[FactLine], words: Mapping[str, FactEntry]) -> tuple[Theme, ...]:
    """Return the facts in groups, in the order of the dictionary."""
    order = {name: place for place, name in enumerate(words)}
    groups: dict[str, list[FactLine]] = {key: [] for key in _TITLES}
    for line in sorted(lines, key=lambda one: one.period, reverse=True):
        groups[theme_of(entry_of(line.name, words))].append(line)
    for group in groups.values():
        group.sort(key=lambda one: order.get(one.name, len(order)))
    return tuple(Theme(key, chosen(*_TITLES[key]), tuple(group)) for key, group in groups.items() if group)


def theme_of(entry: FactEntry) -> str:
    """Return the group of a fact."""
    if entry.type == "money":
        return "money"
    if entry.type in {"number", "whole"}:
        return "people" if entry.unit == "person" else "counts"
    return "truths" if entry.type == "truth" else "words"
