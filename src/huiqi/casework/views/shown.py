"""Figures as pages show them: ranges as ranges, what is open said, groups as tables and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huiqi.casework.domain.answers import yuan
from huiqi.casework.domain.groups import KINDS, NOT_KNOWN
from huiqi.kernel import money
from huiqi.ui.words import chosen, in_english

# More bars than this are no picture any more; the table beside it has all of them.
_BARS_MOST = 10


@dataclass(frozen=True, slots=True)
class Money:
    """Money of several: short for the eye (`50 万元 – 1.2 亿元`), and whether some amounts are not in it."""

    low: Decimal
    high: Decimal
    open_amounts: int = 0

    @property
    def short(self) -> str:
        """Return the amount or the range in the unit that people say."""
        if self.open_amounts and not self.high:
            return chosen("待定", "Not known")
        language = "en" if in_english() else "zh"
        ends = [money.short(end, language=language) for end in dict.fromkeys((self.low, self.high))]
        return " – ".join(ends)

    @property
    def full(self) -> str:
        """Return the amount or the range to the fen."""
        return " – ".join(money.full(end) for end in dict.fromkeys((self.low, self.high)))

    @property
    def beside(self) -> str:
        """Return what is not in the sum; empty where everything is."""
        if not self.open_amounts:
            return ""
        return chosen(f"另有 {self.open_amounts:,} 项金额待定", f"and {self.open_amounts:,} of unknown amount")

    def __str__(self) -> str:
        return f"{self.short}（{self.beside}）" if self.beside else self.short


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its name, counts, money; `companies` and `meeting` are of the whole run, None for a single clause."""

    name: str
    met: int
    not_met: int
    unknown: int
    money: Money | None
    companies: int | None = None
    meeting: int | None = None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One way to part the companies: a table, and the chart of the same figures; no chart where no group is known."""

    kind: str
    title: str
    rows: tuple[GroupRow, ...]
    chart: Mapping[str, Any] | None


def run_tables(groups: Mapping[str, Any]) -> list[GroupTable]:
    """Return the tables of a whole run: companies, those that meet a clause, money of all clauses."""
    tables = []
    for kind in KINDS:
        found = groups[kind]
        rows = [
            _row(labels, share, True, companies, meeting)
            for labels, share, companies, meeting in zip(
                found["labels"], found["shares"], found["companies"], found["met"], strict=True
            )
        ]
        shown = _bars(rows)
        rest = [(row.companies or 0) - (row.meeting or 0) for row in shown]
        series = [
            ((chosen("至少符合一项", "Meets a clause")), [row.meeting or 0 for row in shown], "--met"),
            ((chosen("尚无符合", "Meets none")), rest, "--line"),
        ]
        tables.append(_table(kind, rows, bars([row.name for row in shown], series)))
    return tables


def clause_tables(labels: Mapping[str, Any], groups: Mapping[str, Any], *, has_money: bool) -> list[GroupTable]:
    """Return the tables of one clause: the three answers, and the money of those who meet it."""
    tables = []
    for kind in KINDS:
        pairs = zip(labels[kind]["labels"], groups[kind], strict=True)
        rows = [_row(pair, share, has_money, None, None) for pair, share in pairs]
        shown = _bars(rows)
        series = [
            (chosen("符合", "Met"), [row.met for row in shown], "--met"),
            (chosen("尚不能判断", "Unknown"), [row.unknown for row in shown], "--unknown"),
            (chosen("不符合", "Not met"), [row.not_met for row in shown], "--line"),
        ]
        tables.append(_table(kind, rows, bars([row.name for row in shown], series)))
    return tables


def bars(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[float], str]], *, stacked: bool = True
) -> dict[str, Any]:
    """Return a chart of lying bars, stacked or side by side: a name for each bar, and for each part its name, lengths and colour's token."""
    return {
        "color": [colour for _, _, colour in series],
        "legend": {"bottom": 0},
        # Rich text: a tooltip of HTML would need inline styles, which the page's policy forbids.
        "tooltip": {"trigger": "axis", "renderMode": "richText", "axisPointer": {"type": "shadow"}},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 36, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category", "inverse": True, "data": list(names), "axisTick": {"show": False},
            "axisLabel": {"width": 120, "overflow": "truncate"},
        },
        "series": [
            {"name": name, "type": "bar", "data": list(lengths), "barMaxWidth": 22} | ({"stack": "all"} if stacked else {})
            for name, lengths, _ in series
        ],
    }  # fmt: skip


def _table(kind: str, rows: Sequence[GroupRow], chart: Mapping[str, Any]) -> GroupTable:
    return GroupTable(kind, chosen(*KINDS[kind]), tuple(rows), chart if _bars(rows) else None)


def _row(
    labels: Sequence[str], share: Mapping[str, int], has_money: bool, companies: int | None, meeting: int | None
) -> GroupRow:
    amount = Money(yuan(share["low_fen"]), yuan(share["high_fen"]), share["open_amounts"]) if has_money else None
    name = chosen(labels[0], labels[1])
    return GroupRow(name, share["met"], share["not_met"], share["unknown"], amount, companies, meeting)


def _bars(rows: Sequence[GroupRow]) -> list[GroupRow]:
    """Return the rows that a chart shows: the largest, those not known left out."""
    known = [row for row in rows if row.name not in NOT_KNOWN]
    largest = sorted(known, key=lambda row: -(row.companies or row.met + row.not_met + row.unknown))[:_BARS_MOST]
    return [row for row in known if row in largest]


def amount_words(row: Any, clause: Any) -> str:
    """Return a company's own amount in words; empty where no money is promised or none is due."""
    if not clause.has_money or row.outcome == "not_met":
        return ""
    if row.high is None or row.low is None:
        return chosen("金额尚不能确定", "the amount is not known yet")
    return Money(row.low, row.high).full + chosen(" 元", " yuan")


def money_change(low: Decimal, high: Decimal) -> str:
    """Return by how much money grows or shrinks; a range where its ends move apart."""
    if low == high == 0:
        return chosen("不变", "unchanged")
    language = "en" if in_english() else "zh"
    ends = [
        ("+" if end > 0 else "−" if end < 0 else "") + money.short(abs(end), language=language) for end in (low, high)
    ]
    return " – ".join(dict.fromkeys(ends))


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One group under a what-if: who wins and loses, and its money before and after."""

    name: str
    better: int
    worse: int
    both: int
    unsure: int
    before: Money
    after: Money

    @property
    def change(self) -> str:
        """Return by how much its money changes."""
        return money_change(self.after.low - self.before.low, self.after.high - self.before.high)


@dataclass(frozen=True, slots=True)
class EffectTable:
    """One way to part the companies under a what-if: a table, and charts of who wins and of the money."""

    kind: str
    title: str
    rows: tuple[EffectRow, ...]
    chart: Mapping[str, Any]
    money_chart: Mapping[str, Any]


def effect_tables(before: Mapping[str, Any], after: Mapping[str, Any], effects: Mapping[str, Any]) -> list[EffectTable]:
    """Return who wins and loses by park, industry and size, and the money side by side with today."""
    tables = []
    for kind in KINDS:
        sides = zip(after[kind]["labels"], before[kind]["shares"], after[kind]["shares"], effects[kind], strict=True)
        rows = [
            EffectRow(chosen(labels[0], labels[1]), **fares, before=_sum(was), after=_sum(now))
            for labels, was, now, fares in sides
        ]
        largest = sorted(rows, key=lambda row: -(row.better + row.worse + row.both))[:_BARS_MOST]
        names = [row.name for row in largest]
        chart = bars(
            names,
            [
                (chosen("受益", "Win"), [row.better for row in largest], "--met"),
                (chosen("受损", "Lose"), [row.worse for row in largest], "--unmet"),
                (chosen("有增有减", "Win and lose"), [row.both for row in largest], "--unknown"),
            ],
        )
        unit = Decimal(10_000)
        cost = bars(
            names,
            [
                (chosen("现行", "Today"), [float(row.before.high / unit) for row in largest], "--line"),
                (chosen("改动后", "Changed"), [float(row.after.high / unit) for row in largest], "--accent"),
            ],
            stacked=False,
        )  # fmt: skip
        tables.append(EffectTable(kind, chosen(*KINDS[kind]), tuple(rows), chart, cost))
    return tables


def _sum(share: Mapping[str, int]) -> Money:
    return Money(yuan(share["low_fen"]), yuan(share["high_fen"]), share["open_amounts"])
