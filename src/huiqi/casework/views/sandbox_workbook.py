"""A worked-out what-if as an Excel file: the companies, the clauses, the groups, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponseBase

from huiqi.casework.domain.effects import EFFECTS
from huiqi.casework.queries import ChangedFigure, Comparison
from huiqi.casework.views.comparisons import changes_sheet, pair_shown
from huiqi.casework.views.shown import Money, effect_tables
from huiqi.ui.exports import Sheet, workbook_of
from huiqi.ui.words import chosen

_MONEY = (
    ("现行下限（元）", "Least today (yuan)"), ("现行上限（元）", "Most today (yuan)"),
    ("改动后下限（元）", "Least changed (yuan)"), ("改动后上限（元）", "Most changed (yuan)"),
)  # fmt: skip


def what_if_workbook(
    what_if: Any, found: Comparison, *, figures: Sequence[ChangedFigure], texts: Sequence[tuple[tuple[str, str], str]]
) -> HttpResponseBase:
    """Return what a what-if would do, sheet by sheet; amounts as numbers, both ends."""
    tables = effect_tables(found.before.groups, found.after.groups, what_if.effects["groups"])
    changed = [(chosen(*one.name), chosen(*one.published), chosen(*one.tried)) for one in figures]
    changed += [(chosen(*title), "", lines) for title, lines in texts]
    sheets = (
        changes_sheet(found),
        Sheet(chosen("按条款", "Clauses"), _heads(("政策", "Policy"), ("条款", "Clause"), *_COUNTS, *_MONEY), _clauses(found)),
        Sheet(chosen("按园区行业规模", "Groups"), _heads(("分组", "By"), ("组", "Group"), *EFFECTS.values(), *_MONEY), _groups(tables)),
        Sheet(chosen("改动", "Changes"), _heads(("数值或政策", "Figure or policy"), ("现行", "Published"), ("试用", "Tried")), changed),
    )  # fmt: skip
    return workbook_of(name=f"{what_if.name} {what_if.day:%Y-%m-%d}", sheets=sheets)


_COUNTS = (("新符合", "Gain it"), ("不再确定符合", "Lose it"), ("金额有变", "Other amount"))


def _heads(*pairs: tuple[str, str]) -> list[str]:
    return [chosen(*pair) for pair in pairs]


def _clauses(found: Comparison) -> Iterator[list[object]]:
    for pair in found.pairs:
        one, shown = pair.any, pair_shown(pair)
        counts = [shown[name] for name in ("gained", "lost", "moved")]
        names = [chosen(one.policy_zh, one.policy_en), chosen(one.zh, one.en)]
        yield [*names, *counts, *_ends(shown["before_money"]), *_ends(shown["after_money"])]


def _groups(tables: Sequence[Any]) -> Iterator[list[object]]:
    for table in tables:
        for row in table.rows:
            counts = [getattr(row, name) for name in EFFECTS]
            yield [table.title, row.name, *counts, *_ends(row.before), *_ends(row.after)]


def _ends(money: Money | object | None) -> tuple[object, object]:
    return (money.low, money.high) if isinstance(money, Money) else (None, None)
