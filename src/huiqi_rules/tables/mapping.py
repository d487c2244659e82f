"""The column map: which column of a sheet feeds which fact, and what its odd values mean.

A map is a YAML file:

    sheet: 企业年度数据                  # the first sheet when left out
    header_row: 1
    subject: {columns: [股票代码, 报告年份]}   # the id of a row; {column: 股票代码} for one column
    name: {column: 企业名称}
    columns:
      营业收入: {fact: 年销售收入, year: {column: 报告年份}, unknown: [-1]}    # year: 2022 for a fixed year
      研发费用: {fact: 研发费用, year: 2022, unit: 万元}
      成立日期: {fact: 成立日期, excel_serial: true}
      从业人数: [{fact: 职工总数}, {fact: 从业人员}]   # one column may feed several facts
      流动资产合计: {unknown: [-1]}       # no fact: read for sums and checks only
      备注: ignore
    sum:
      资产总额: [流动资产合计, 非流动资产合计]     # a derived column; unknown when a part is unknown
    checks:
      - {id: rd-staff, rule: "研发人员 <= 职工人数", facts: [科技人员数], message: {zh: 研发人员多于职工, en: more R&D staff than staff}}
    unlisted: error                    # or ignore: columns of the sheet that the map does not name

All mistakes are found at once and raised as `AuthorError` with file, line and column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from huiqi_rules.core.diagnostics import AuthorError, Diagnostic
from huiqi_rules.core.echo import echo
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.cells import CellOptions
from huiqi_rules.tables.checks import Check, parse_rule
from huiqi_rules.tables.columns import ColumnType
from huiqi_rules.tables.headers import FactNames, header_key
from huiqi_rules.tables.numerals import unit_factor
from huiqi_rules.tables.yaml_places import PlacedYaml

_TOP_KEYS: Final = ("sheet", "header_row", "subject", "name", "columns", "sum", "checks", "unlisted")
_FEED_KEYS: Final = ("fact", "year", "unknown", "unit", "excel_serial")
_CHECK_KEYS: Final = ("id", "rule", "facts", "message")


@dataclass(frozen=True, slots=True)
class Feed:
    """One fact that a column feeds; `column` is None for a column that is only read for sums and checks."""

    column: ColumnType | None
    year: int | None
    year_header: str | None
    options: CellOptions
    place: Place


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the sheet by its header; no feeds means that it is ignored."""

    header: str
    feeds: tuple[Feed, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sum:
    """A derived column: the sum of columns of the sheet."""

    header: str
    parts: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A column map as read; every fact name in it is known."""

    path: str
    subject: tuple[str, ...]
    columns: tuple[MappedColumn, ...]
    sheet: str | None = None
    header_row: int = 1
    name: str | None = None
    sums: tuple[Sum, ...] = ()
    checks: tuple[Check, ...] = ()
    ignore_unlisted: bool = False


def read_map(path: str, columns: Sequence[ColumnType]) -> ColumnMap:
    """Return the column map of a YAML file; raises `AuthorError` with all its mistakes."""
    reader = _MapReader(PlacedYaml(path), FactNames(columns))
    column_map = reader.read()
    reader.yaml.findings.raise_if_errors()
    return column_map


class _MapReader:
    """Walks one map; every method reports what it can't read and goes on."""

    __slots__ = ("facts", "yaml")

    def __init__(self, placed: PlacedYaml, facts: FactNames) -> None:
        self.yaml = placed
        self.facts = facts

    def read(self) -> ColumnMap:
        root = self.yaml.root
        if root is None:
            raise AuthorError([Diagnostic("map-empty", Place(self.yaml.path), "the column map is empty")])
        parts = self._parts(root, "the column map", _TOP_KEYS)
        for needed in ("subject", "columns"):
            if needed not in parts:
                self.yaml.report("map-missing", root, f"“{needed}” is missing", f"add {needed}: to the map")
        columns = tuple(self._columns(parts["columns"])) if "columns" in parts else ()
        sums = tuple(self._sums(parts["sum"], columns)) if "sum" in parts else ()
        columns += tuple(self._sums_as_facts(sums, columns))
        self._refuse_fact_twice(columns)
        return ColumnMap(
            path=self.yaml.path,
            subject=self._headers(parts["subject"], "subject") if "subject" in parts else (),
            columns=columns,
            sheet=self.yaml.text(parts["sheet"], "sheet") if "sheet" in parts else None,
            header_row=self._whole(parts["header_row"], "header_row") if "header_row" in parts else 1,
            name=next(iter(self._headers(parts["name"], "name")), None) if "name" in parts else None,
            sums=sums,
            checks=tuple(self._checks(parts["checks"], columns)) if "checks" in parts else (),
            ignore_unlisted="unlisted" in parts and self._one_of(parts["unlisted"], ("error", "ignore")) == "ignore",
        )

    def _parts(self, node: yaml.Node, what: str, allowed: tuple[str, ...]) -> dict[str, yaml.Node]:
        items = self.yaml.items(node, what)
        return {key: value for key, key_node, value in items if self._known_key(key, key_node, allowed)}

    def _known_key(self, key: str, node: yaml.Node, allowed: tuple[str, ...]) -> bool:
        if key not in allowed:
            self.yaml.report("map-key", node, f"“{echo(key)}” is not known here", f"known: {', '.join(allowed)}")
        return key in allowed

    def _one_of(self, node: yaml.Node, allowed: tuple[str, ...]) -> str | None:
        text = self.yaml.text(node, "the value")
        if text is not None and text not in allowed:
            self.yaml.report("map-value", node, f"“{echo(text)}” is not known here", f"one of: {', '.join(allowed)}")
        return text

    def _whole(self, node: yaml.Node, what: str) -> int:
        text = self.yaml.text(node, what) or "1"
        if not (text.isascii() and text.isdigit() and int(text[:9]) >= 1 and len(text) < 8):
            self.yaml.report("map-value", node, f"{what} must be a whole number from 1")
            return 1
        return int(text)

    def _headers(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        """`{column: A}`, `{columns: [A, B]}`, or the header alone."""
        if not isinstance(node, yaml.MappingNode):
            return self.yaml.texts(node, what)
        found: tuple[str, ...] = ()
        for key, key_node, value in self.yaml.items(node, what):
            if self._known_key(key, key_node, ("column", "columns")):
                found += self.yaml.texts(value, what)
        if not found:
            self.yaml.report("map-missing", node, f"{what} names no column", "write {column: HEADER}")
        return found

    def _columns(self, node: yaml.Node) -> list[MappedColumn]:
        found: list[MappedColumn] = []
        seen: set[str] = set()
        for header, key_node, value in self.yaml.items(node, "columns"):
            if header_key(header) in seen:
                self.yaml.report(
                    "map-key-twice", key_node, f"the column “{echo(header)}” stands twice", "write a list of facts"
                )
            seen.add(header_key(header))
            found.append(MappedColumn(header, tuple(self._feeds(value)), self.yaml.place(key_node)))
        return found

    def _feeds(self, node: yaml.Node) -> list[Feed]:
        if isinstance(node, yaml.ScalarNode):
            if node.value == "ignore":
                return []
            column = self._fact(node)
            return [Feed(column, None, None, CellOptions(), self.yaml.place(node))] if column else []
        if isinstance(node, yaml.SequenceNode):
            # Lists don't nest: a list of aliases of lists would be a small file of a billion facts.
            return [feed for item in node.value for feed in self._listed_feed(item)]
        return [self._feed(node)]

    def _listed_feed(self, node: yaml.Node) -> list[Feed]:
        if isinstance(node, yaml.SequenceNode):
            self.yaml.report("map-shape", node, "a list of facts can't hold a list")
            return []
        return self._feeds(node)

    def _feed(self, node: yaml.Node) -> Feed:
        parts = self._parts(node, "a column", _FEED_KEYS)
        column = self._fact(parts["fact"]) if "fact" in parts else None
        year, year_header = self._year(parts["year"]) if "year" in parts else (None, None)
        if column is not None and "year" in parts and not column.annual:
            self.yaml.report("map-year", parts["year"], f"“{column.zh}” is no yearly fact", "leave year out")
        if column is not None and "year" not in parts and column.annual:
            self.yaml.report("map-year", parts["fact"], f"“{column.zh}” is a yearly fact and no year is said",
                             "add year: 2022, or year: {column: HEADER}")  # fmt: skip
        unit = self._unit(parts["unit"], column) if "unit" in parts else None
        serial = "excel_serial" in parts and self._one_of(parts["excel_serial"], ("true", "false")) == "true"
        unknown = self.yaml.texts(parts["unknown"], "unknown") if "unknown" in parts else ()
        return Feed(column, year, year_header, CellOptions(unknown, unit, serial), self.yaml.place(node))

    def _fact(self, node: yaml.Node) -> ColumnType | None:
        name = self.yaml.text(node, "fact")
        if name is None:
            return None
        column = self.facts.find(name)
        if column is None:
            near = self.facts.near(name)
            remedy = f"did you mean {' / '.join(near)}?" if near else "see the fact dictionary of the pack"
            self.yaml.report("unknown-fact", node, f"“{echo(name)}” is no fact of the dictionary", remedy)
        return column

    def _year(self, node: yaml.Node) -> tuple[int | None, str | None]:
        if isinstance(node, yaml.MappingNode):
            return None, next(iter(self._headers(node, "year")), None)
        text = self.yaml.text(node, "year") or ""
        if len(text) == 4 and text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200:
            return int(text), None
        self.yaml.report("map-year", node, f"“{echo(text)}” is not a year", "write four digits, or {column: HEADER}")
        return None, None

    def _unit(self, node: yaml.Node, column: ColumnType | None) -> str | None:
        unit = self.yaml.text(node, "unit")
        if unit is None:
            return None
        fits = unit_factor(unit) is not None
        if fits and column is not None:
            kind = "money" if unit.endswith("元") else "ratio" if unit[-1] in "%‰％" else "int"
            fits = column.kind == kind or (kind == "int" and column.kind == "number")
        if not fits:
            self.yaml.report("map-unit", node, f"“{echo(unit)}” is no unit for this column",
                             "元, 千元, 万元, 亿元 for money; '%' for a ratio; 人, 家, 项, 个, 件 for a count")  # fmt: skip
            return None
        return unit

    def _sums(self, node: yaml.Node, columns: tuple[MappedColumn, ...]) -> list[Sum]:
        found = []
        items = tuple(self.yaml.items(node, "sum"))
        derived = {header_key(key) for key, _, _ in items}
        for header, key_node, value in items:
            parts = self.yaml.texts(value, "a sum")
            for part in parts:
                if header_key(part) in derived:
                    self.yaml.report(
                        "map-sum", value, f"“{echo(part)}” is itself a sum", "name the columns of the sheet"
                    )
            found.append(Sum(header, parts, self.yaml.place(key_node)))
        return found

    def _sums_as_facts(self, sums: tuple[Sum, ...], columns: tuple[MappedColumn, ...]) -> list[MappedColumn]:
        """A sum that `columns` does not name feeds the fact of its own name, if there is one; else it serves checks."""
        named = {header_key(column.header) for column in columns}
        found = []
        for each in sums:
            column = self.facts.find(each.header)
            if header_key(each.header) not in named and column is not None:
                if column.annual:
                    self.yaml.findings.add(Diagnostic("map-year", each.place, f"“{column.zh}” is a yearly fact",
                        f"add to columns: {each.header}: {{fact: {column.zh}, year: …}}"))  # fmt: skip
                feed = Feed(column, None, None, CellOptions(), each.place)
                found.append(MappedColumn(each.header, (feed,), each.place))
        return found

    def _checks(self, node: yaml.Node, columns: tuple[MappedColumn, ...]) -> list[Check]:
        if not isinstance(node, yaml.SequenceNode):
            self.yaml.report("map-shape", node, "checks must be a list")
            return []
        fed = {feed.column.fact_id for column in columns for feed in column.feeds if feed.column is not None}
        found = (self._check(item, fed) for item in node.value)
        return [check for check in found if check is not None]

    def _check(self, node: yaml.Node, fed: set[str]) -> Check | None:
        parts = self._parts(node, "a check", _CHECK_KEYS)
        missing = [key for key in ("id", "rule", "facts") if key not in parts]
        if missing:
            self.yaml.report("map-missing", node, f"the check lacks {', '.join(missing)}")
            return None
        rule = parse_rule(self.yaml.text(parts["rule"], "rule") or "")
        if rule is None:
            self.yaml.report("map-rule", parts["rule"], "is no comparison", "write A <= B with columns or numbers")
            return None
        facts = self._checked_facts(parts["facts"], fed)
        zh, en = self._message(parts["message"]) if "message" in parts else ("", "")
        text = self.yaml.text(parts["rule"], "rule") or ""
        name = self.yaml.text(parts["id"], "id") or ""
        return Check(name, text, rule, facts, zh or text, en or zh or text, self.yaml.place(parts["rule"]))

    def _checked_facts(self, node: yaml.Node, fed: set[str]) -> tuple[str, ...]:
        found = []
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            column = self._fact(item)
            if column is not None and column.fact_id not in fed:
                self.yaml.report("map-check", item, f"no column of the map feeds “{column.zh}”", "name a fact it feeds")
            elif column is not None:
                found.append(column.fact_id)
        return tuple(found)

    def _message(self, node: yaml.Node) -> tuple[str, str]:
        if isinstance(node, yaml.ScalarNode):
            return node.value, node.value
        texts = {key: self.yaml.text(value, "message") or "" for key, _, value in self.yaml.items(node, "message")}
        return texts.get("zh", ""), texts.get("en", "")

    def _refuse_fact_twice(self, columns: tuple[MappedColumn, ...]) -> None:
        seen: dict[str, list[tuple[Feed, str]]] = {}
        for column in columns:
            for feed in column.feeds:
                if feed.column is None:
                    continue
                for other, header in seen.setdefault(feed.column.fact_id, []):
                    # A year that stands in a column can be any year.
                    if feed.year == other.year or feed.year_header is not None or other.year_header is not None:
                        problem = f"“{feed.column.zh}” is already fed by the column “{echo(header)}”"
                        self.yaml.findings.add(Diagnostic("map-fact-twice", feed.place, problem, "keep one of them"))
                        break
                seen[feed.column.fact_id].append((feed, column.header))
