"""Typed random rules over a small dictionary, and rows for them: what the back ends are held against each other with.

Formulas are texts of the pack language, right in types and units by construction. Rows favour unknown, absent, zero, and
numbers that tie with a limit or with a product of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from huiqi_rules.core.values import ABSENT

PACK = "id: case\ntitle: {zh: 例, en: Case}\nissuer: {zh: 区, en: Zone}\nlevel: zone\n"
FACTS = """\
staff: {zh: 职工, en: Staff, type: int, unit: person}
sci: {zh: 科技人员, en: Science staff, type: int, unit: person}
items: {zh: 件数, en: Items, type: int}
sales: {zh: 销售, en: Sales, type: money}
cost: {zh: 成本, en: Cost, type: money}
loan: {zh: 贷款, en: Loan, type: money}
share: {zh: 占比, en: Share, type: ratio}
growth: {zh: 增长率, en: Growth, type: ratio}
listed: {zh: 失信, en: Listed, type: bool}
granted: {zh: 已获, en: Granted, type: bool}
grade: {zh: 等级, en: Grade, type: enum, options: [A, B, C]}
code: {zh: 代码, en: Code, type: text}
titles: {zh: 称号, en: Titles, type: set, options: [x, y, z]}
founded: {zh: 成立, en: Founded, type: date}
yearly_sales: {zh: 年销售, en: Sales by year, type: money, annual: true}
yearly_rd: {zh: 年研发, en: R&D by year, type: money, annual: true}
"""
PARAMETERS = """\
rate: {zh: 比例, en: Rate, type: ratio, values: [{from: 2020-01-01, to: null, value: 0.035, source: {document: D, article: 1}}]}
cap: {zh: 上限, en: Cap, type: money, values: [{from: 2020-01-01, to: null, value: 500000, source: {document: D, article: 1}}]}
open_rate: {zh: 未定比例, en: Open rate, type: ratio, values: [{from: 2020-01-01, to: null, value: unpublished, source: {document: D, article: 1}}]}
open_cap: {zh: 未定上限, en: Open cap, type: money, values: [{from: 2020-01-01, to: null, value: unpublished, source: {document: D, article: 1}}]}
"""
HEAD = """\
id: award
title: {zh: 奖, en: Award}
subject: enterprise
outputs: [%s]
versions:
  - id: "1"
    from: 2020-01-01
    to: null
    source: {document: D, article: 一}
"""
AMOUNTS = ("0", "1", "0.01", "5000", "300000", "12000000000", "33333.33", "-200", "100", "20", "1000000")
SHARES = ("0", "0.05", "0.2", "0.5", "1", "-0.1", "0.3333333333", "0.035", "2.5")
COUNTS = ("0", "1", "2", "5", "10", "20", "100", "300", "-1")
DAYS = ("2023-12-31", "2024-01-31", "2024-02-29", "2020-06-01", "2024-06-01", "1999-12-31")
CODES = ("A", "0511", "05", "", "it's", "行业", "\\N", "NULL", "emoji 🎉")
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True, slots=True)
class Rule:
    """The texts of one version: values and conditions by id, and clauses by id with needs and amount."""

    values: dict[str, str]
    conditions: dict[str, str]
    clauses: dict[str, tuple[tuple[str, ...], str | None]]

    def yaml(self) -> str:
        """Return the policy's file."""
        lines = [HEAD % ", ".join(self.values), "    values:"]
        for name, formula in self.values.items():
            lines.append(f"      {name}: {{zh: 值{name}, en: {name}, of: {quoted(formula)}}}")
        lines.append("    conditions:")
        for name, formula in self.conditions.items():
            lines.append(f"      {name}: {{zh: 条件{name}, en: {name}, when: {quoted(formula)}}}")
        lines.append("    clauses:")
        for name, (needs, amount) in self.clauses.items():
            money = "" if amount is None else f", amount: {amount}"
            lines.append(f"      - {{id: {name}, zh: 款{name}, en: {name}, needs: [{', '.join(needs)}]{money}}}")
        return "\n".join(lines) + "\n"


def quoted(formula: str) -> str:
    """Return a formula as a quoted text of YAML."""
    return "'" + formula.replace("'", "''") + "'"


@dataclass(slots=True)
class Writer:
    """Writes formulas of a kind; `named` holds the names of each kind written so far, `scored` what keeps bounds."""

    draw: object
    named: dict[str, list[str]] = field(default_factory=dict)

    def pick(self, options):
        return self.draw(st.sampled_from(options))

    def write(self, kind: str, depth: int) -> str:
        """Return a formula of a kind, at most so deep."""
        names = self.named.get(kind)
        if names and self.draw(st.integers(0, 3)) == 0:
            return self.pick(names)
        leaf = depth <= 0 or self.draw(st.integers(0, 4)) == 0
        return getattr(self, f"_{kind}_leaf" if leaf else f"_{kind}")(depth - 1)

    def _money_leaf(self, depth):
        return self.pick(
            (
                "sales",
                "cost",
                "loan",
                "cap",
                "元(5000)",
                "万元(20)",
                "亿元(120)",
                "元(0.01)",
                "latest(yearly_sales)",
                "open_cap",
            )
        )

    def _money(self, depth):
        def money():
            return self.write("money", depth)

        match self.draw(st.integers(0, 12)):
            case 0:
                return f"({money()} + {money()})"
            case 1:
                return f"({money()} - {money()})"
            case 2:
                return f"({money()} * {self.write('ratio', min(depth, 1))})"
            case 3:
                return f"({money()} * {self.write('count', min(depth, 1))})"
            case 4:
                return f"min({money()}, {money()})"
            case 5:
                return f"max({money()}, {money()}, 元(0))"
            case 6:
                return f"(if {self.write('truth', depth)} then {money()} else {money()})"
            case 7:
                return f"{self.pick(ROUNDINGS)}({money()}, {self.pick((0, 1, 2))})"
            case 8:
                return f"abs({money()})"
            case 9:
                return f"({money()} / {self.pick(('2', '3', 'items', 'share'))})"
            case 10:
                return f"round fen({money()} * {self.pick(SHARES)})"
            case 11:
                return f"(if {self.write('truth', depth)} then {money()} else null)"
            case _:
                return self.pick(ANNUAL)

    def _count_leaf(self, depth):
        return self.pick(
            (
                "items",
                "0",
                "1",
                "3",
                "10",
                "set size(titles)",
                "year(founded)",
                "count of years(yearly_rd)",
                "string length(code)",
                "policy year",
            )
        )

    def _count(self, depth):
        def count():
            return self.write("count", depth)

        match self.draw(st.integers(0, 4)):
            case 0:
                return f"({count()} + {count()})"
            case 1:
                return f"({count()} - {count()})"
            case 2:
                return f"max({count()}, {count()})"
            case 3:
                return f"(if {self.write('truth', depth)} then {count()} else {count()})"
            case _:
                return f"{self.pick(('floor', 'ceiling', 'round half up', 'round down', 'round up'))}({self.write('ratio', depth)})"

    def _ratio_leaf(self, depth):
        return self.pick(
            (
                "share",
                "growth",
                "rate",
                "0.05",
                "0.5",
                "1",
                "staff / sci",
                "sci / staff",
                "sales / cost",
                "open_rate",
                "cost / sales",
            )
        )

    def _ratio(self, depth):
        def ratio():
            return self.write("ratio", depth)

        match self.draw(st.integers(0, 8)):
            case 0:
                return f"({self.write('money', depth)} / {self.write('money', depth)})"
            case 1:
                return f"({ratio()} + {ratio()})"
            case 2:
                return f"({ratio()} - {ratio()})"
            case 3:
                return f"({ratio()} * {self.pick(SHARES)})"
            case 4:
                return f"{self.pick(ROUNDINGS)}({ratio()}, {self.pick((0, 2, 4))})"
            case 5:
                return f"(if {self.write('truth', depth)} then {ratio()} else {ratio()})"
            case 6:
                return f"min({ratio()}, {ratio()})"
            case 7:
                return f"abs({ratio()})"
            case _:
                return f"(if staff = 0 then 0 else {ratio()})"

    def _day_leaf(self, depth):
        return self.pick(("founded", "as of", '@"2024-02-29"', '@"2020-06-01"'))

    def _day(self, depth):
        if self.draw(st.integers(0, 2)) == 0:
            return f"(if {self.write('truth', depth)} then {self.write('day', depth)} else {self.write('day', depth)})"
        return f'({self.write("day", depth)} {self.pick("+-")} @"{self.pick(("P1M", "P1Y", "P30D", "P13M"))}")'

    def _score_leaf(self, depth):
        return self.pick(
            (
                "points(items, [[10, 20], [5, 8], [1, 2]])",
                "points at most(share, [[0.05, 5], [0.5, 3]])",
                "band(sales, [元(0), 元(5000), 万元(30)])",
            )
        )

    def _score(self, depth):
        match self.draw(st.integers(0, 12)):
            case 0:
                return f"({self.write('score', depth)} + {self.write('score', depth)})"
            case 7:
                return f"({self.write('score', depth)} + {self.write('ratio', min(depth, 1))})"
            case 8:
                return f"({self.write('score', depth)} * ({self.write('ratio', min(depth, 1))}))"
            case 9:
                return (
                    f"{self.pick(('min', 'max'))}({self.write('score', depth)}, {self.write('ratio', min(depth, 1))})"
                )
            case 10:
                return f"points({self.write('score', depth)}, [[8, 10], [2, 5], [0, -1]])"
            case 11:
                return f"points at most({self.write('ratio', depth)}, [[sci / staff, {self.write('score', 0)}], [rate, staff / sci]])"
            case 12:
                return f"band({self.write('score', depth)}, [1, staff / sci, 5])"
            case 1:
                return f"max({self.write('score', depth)}, {self.write('score', depth)})"
            case 2:
                return f"points({self.write('ratio', depth)}, [[0.5, 9], [0.2, -3], [0, 1]])"
            case 3:
                return f"points at most({self.write('ratio', depth)}, [[0.1, 10], [1, 4]])"
            case 4:
                return f"band({self.write('money', depth)}, [元(100), cap])"
            case 5:
                return f"(if {self.write('truth', depth)} then {self.write('score', depth)} else {self.pick((0, 5))})"
            case _:
                return f"min({self.write('score', depth)}, 12)"

    def _truth_leaf(self, depth):
        return self.pick(TRUTHS)

    def _truth(self, depth):
        def truth():
            return self.write("truth", depth)

        match self.draw(st.integers(0, 12)):
            case 0 | 1:
                return f"({truth()} and {truth()})"
            case 2 | 3:
                return f"({truth()} or {truth()})"
            case 4:
                return f"not({truth()})"
            case 5:
                return f"(if {truth()} then {truth()} else {truth()})"
            case 6:
                return f"({self.write('money', depth)} {self.pick(COMPARISONS)} {self.write('money', depth)})"
            case 7 | 8:
                return f"({self.write('ratio', depth)} {self.pick(COMPARISONS)} {self.pick(('0', '0.05', '0.2', '0.5', '1', 'rate', 'share'))})"
            case 9:
                return f"({self.write('score', depth)} {self.pick(COMPARISONS)} {self.pick((0, 5, 8, 12, 20))})"
            case 10:
                return f"({self.write('day', depth)} {self.pick(COMPARISONS)} {self.write('day', depth)})"
            case 11:
                return f"({self.write('count', depth)} {self.pick(COMPARISONS)} {self.write('count', depth)})"
            case _:
                return f"({self.write('ratio', depth)} between 0.05 and 0.5)"


ROUNDINGS = ("round half up", "round down", "round up")
ANNUAL = (
    "sum of years(yearly_rd, 3, yearly_sales)", "sum of years(yearly_sales, 2)", "least of years(yearly_sales, 2)",
    "latest(yearly_rd, yearly_sales)",
)  # fmt: skip
TRUTHS = (
    "listed", "granted", "listed = false", "granted != listed", 'grade = "A"', 'grade != "B"', 'grade in ("A", "C")', 'code = "05"',
    'starts with(code, "05")', 'substring(code, 1, 2) in ("05", "06", "it")', 'substring(code, 1, 2) in ["05".."06"]', 'code != ""', 'list contains(titles, "x")',
    'contains any(titles, ["y", "z"])', "absent(sales)", "absent(titles)", "absent(granted)", "absent(yearly_rd)", "items >= 5", "staff > 300", "sales in [元(5000)..万元(30)]",
    "staff / sci >= 0.5", "sales / cost >= rate", 'founded >= @"2024-01-31"', "string length(code) > 2", "grade = code", "cost = sales * share",
    "share in (0.05, 0.5)", "growth > 0.05",
)  # fmt: skip


@st.composite
def rules(draw) -> Rule:
    """Return values, conditions that may use them, and clauses with every form of amount."""
    writer = Writer(draw)
    values: dict[str, str] = {}
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("money", "ratio", "score", "count", "truth")))
        name = f"v{number}"
        values[name] = writer.write(kind, 3)
        writer.named.setdefault(kind, []).append(name)
    conditions: dict[str, str] = {}
    for number in range(draw(st.integers(1, 3))):
        name = f"c{number}"
        conditions[name] = writer.write("truth", 3)
        writer.named.setdefault("truth", []).append(name)
    clauses = {}
    for number in range(draw(st.integers(1, 3))):
        needs = tuple(draw(st.lists(st.sampled_from(list(conditions)), unique=True, max_size=2)))
        clauses[f"k{number}"] = (
            needs,
            draw(st.one_of(st.none(), st.just("unpublished"), _amounts(writer), _amounts(writer))),
        )
    return Rule(values, conditions, clauses)


@st.composite
def _amounts(draw, writer: Writer) -> str:
    of = writer.write("money", 3)
    if writer.named.get("score") and draw(st.booleans()):
        of = f"{draw(st.sampled_from(writer.named['score']))} * 元(100)"
    match draw(st.integers(0, 5)):
        case 0:
            return quoted(of)
        case 1:
            return f"{{of: {quoted(of)}, at_most: {quoted(draw(st.sampled_from(('万元(50)', 'cap', 'sales', 'open_cap'))))}}}"
        case 2:
            return f"{{of: {quoted(of)}, at_most: 万元(1), digits: {draw(st.sampled_from((0, 1, 2)))}}}"
        case 3:
            return f"{{up_to: {quoted(draw(st.sampled_from(('万元(50)', 'cap', 'open_cap'))))}}}"
        case 4:
            return f"{{up_to: {quoted(of)}}}"
        case _:
            return f"{{from: {quoted(of)}, to: {quoted(writer.write('money', 2))}}}"


def _or_missing(values, *, absent: bool = True):
    ends = [st.none(), st.just(ABSENT)] if absent else [st.none()]
    return st.one_of(values, values, values, *ends)


_MONEY = st.one_of(st.sampled_from(AMOUNTS).map(Decimal), st.decimals(0, 1_000_000, places=2, allow_nan=False))
_RATIO = st.one_of(st.sampled_from(SHARES).map(Decimal), st.decimals(-1, 2, places=4, allow_nan=False))
_COUNT = st.one_of(st.sampled_from(COUNTS).map(Decimal), st.integers(0, 5000).map(Decimal))
# A fact by year without any year's value is unknown, and stays out of the row as unknown facts do.
_YEARLY = st.dictionaries(
    st.integers(2021, 2024), st.one_of(st.none(), st.sampled_from(AMOUNTS).map(Decimal)), max_size=4
).map(lambda years: years if any(value is not None for value in years.values()) else None)
_ROW = st.fixed_dictionaries(
    {
        "staff": _or_missing(_COUNT), "sci": _or_missing(_COUNT), "items": _or_missing(_COUNT),
        "sales": _or_missing(_MONEY), "cost": _or_missing(_MONEY), "loan": _or_missing(_MONEY),
        "share": _or_missing(_RATIO), "growth": _or_missing(_RATIO),
        "listed": _or_missing(st.booleans()), "granted": _or_missing(st.booleans()),
        "grade": _or_missing(st.sampled_from("ABC")), "code": _or_missing(st.sampled_from(CODES)),
        "titles": _or_missing(st.frozensets(st.sampled_from("xyz"))),
        "founded": _or_missing(st.sampled_from(DAYS).map(date.fromisoformat)),
        "yearly_sales": _or_missing(_YEARLY), "yearly_rd": _or_missing(_YEARLY),
    }
)  # fmt: skip


def _tied(row: dict[str, object], tie: int) -> dict[str, object]:
    """Return a row in which one comparison of a ratio with a limit is an exact tie, where the parts are known."""
    sci, cost, share = row["sci"], row["cost"], row["share"]
    if tie == 1 and isinstance(sci, Decimal):
        return row | {"staff": sci * 2, "sci": sci * 4}
    if tie == 2 and isinstance(cost, Decimal):
        return row | {"sales": cost * Decimal("0.035")}
    if tie == 3 and isinstance(cost, Decimal) and isinstance(share, Decimal):
        return row | {"sales": cost, "cost": cost * share}
    return row


def rows(count: int):
    """Return `count` subjects' facts, unknown ones left out."""
    one = st.builds(_tied, _ROW, st.integers(0, 4))
    known = one.map(lambda row: {name: value for name, value in row.items() if value is not None})
    return st.lists(known, min_size=count, max_size=count)
