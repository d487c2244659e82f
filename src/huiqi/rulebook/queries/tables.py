"""The decision tables of a draft: as written, in words, with what the checks say beside each row, and an input tried on one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.checking import Checked, Finding
from huiqi.rulebook.domain.pack_files import Files
from huiqi.rulebook.domain.policy_words import Sayer
from huiqi.rulebook.domain.reading import Read
from huiqi.rulebook.domain.table_text import CannotRewrite, Position, RawRow, RawTable, raw_table
from huiqi.rulebook.domain.table_trying import Tried, tried
from huiqi.rulebook.domain.table_words import ShownTable, shown_table, tables_of
from huiqi.rulebook.models import Draft
from huiqi.rulebook.queries.drafts import check_files, draft_of, last_texts, may_write, read_draft
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import BoolType, Type
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.table_analysis import Examination, Input, days_that_differ, examine, figures_on_day, inputs_of
from huiqi_rules.packs.table_analysis.wording import cell_of, shown_input
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.printer import print_expression, print_unary_tests


class CannotSeeTable(NotVisible):
    """The draft has no such table."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_such_table": ("草案里没有这张决策表。", "the draft has no such decision table."),
    }


# What may be completed in a cell, and what it means; empty where it says that itself.
Choice = tuple[str, Pair]


@dataclass(frozen=True, slots=True)
class TableName:
    """A table of a draft: the id of its version, its own, its name."""

    version: str
    id: str
    name: Pair


@dataclass(frozen=True, slots=True)
class TableGap:
    """An input that no row matches, and the cells of a row that would."""

    input: str
    cells: tuple[str, ...]


# A finding and the column (from 0, inputs before outputs) of the cell that it is about; None where it is about the row.
CellFinding = tuple[Finding, int | None]


@dataclass(frozen=True, slots=True)
class TableRemarks:
    """What the checks say of a table: of each row (from 0, -1 for “else”), of the table, what falls through.

    `complete`: all is matched. `checked` is what the checks say of the whole draft.
    """

    rows: Mapping[int, tuple[CellFinding, ...]]
    about: tuple[Finding, ...]
    gaps: tuple[TableGap, ...]
    has_more_gaps: bool
    complete: bool | None
    checked: Checked


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table of a draft: `raw` as written (rows of a sheet printed), `shown` in words; why it cannot be changed here.

    `choices` are what may be completed in each column, inputs before outputs; `names` what a new input may be.
    """

    path: str
    number: int
    raw: RawTable
    shown: ShownTable
    remarks: TableRemarks
    refused: CannotRewrite | None
    choices: tuple[tuple[Choice, ...], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablesPage:
    """The tables of a draft, and one of them; none where the draft has none, or its policy cannot be read."""

    draft: Draft
    may_write: bool
    is_readable: bool
    tables: tuple[TableName, ...]
    chosen: TableName | None
    table: DraftTable | None


def draft_tables(actor: Actor, *, id: UUID, version: str = "", table: str = "") -> TablesPage:
    """Return the tables of a draft and the one asked for, else the first. Raises CannotSeeDraft, CannotSeeTable."""
    draft = draft_of(actor, id=id)
    texts = last_texts(draft)
    read, files = read_draft(draft, {path: row.text for path, row in texts.items()})
    policy = read.loaded.rulebook.policies.get(draft.policy)
    names = () if policy is None else tuple(names_of(read, policy))
    wanted = [one for one in names if (one.version, one.id) == (version, table)] or list(names[:1] if not table else ())
    writes = may_write(actor, draft)
    if policy is None or not wanted:
        if table:
            raise CannotSeeTable("no_such_table")
        return TablesPage(draft, writes, policy is not None, names, None, None)
    path = policy_path(read, policy)
    number = texts[path].number if path in texts else 0
    found = _draft_table(read, draft, files, policy, wanted[0], path, number)
    return TablesPage(draft, writes, True, names, wanted[0], found)


def policy_path(read: Read, policy: Policy) -> str:
    """Return the file that says a policy, as drafts name it."""
    return policy.place.path.removeprefix(f"{read.loaded.path.parent.as_posix()}/")


def try_on_table(
    actor: Actor, *, id: UUID, version: str, table: str, values: Sequence[str], today: date
) -> tuple[Tried, DecisionTable]:
    """Return which rows of a draft's table match an input, on today or the version's first or last day nearest to it.

    Raises CannotSeeDraft, CannotSeeTable.
    """
    draft = draft_of(actor, id=id)
    read, _ = read_draft(draft, {path: row.text for path, row in last_texts(draft).items()})
    policy = read.loaded.rulebook.policies.get(draft.policy)
    if policy is None:
        raise CannotSeeTable("no_such_table")
    text, found = found_table(read, policy, version, table)
    typed = read.checked.version(policy.id, text.id)
    inputs = inputs_of(read.loaded.rulebook, typed, found)
    padded = [*values[: len(inputs)], *[""] * (len(inputs) - len(values))]
    day = max(text.start, today) if text.end is None else max(text.start, min(today, text.end))
    return tried(read.loaded.rulebook, typed, found, inputs, padded, day), found


def names_of(read: Read, policy: Policy) -> Iterator[TableName]:
    """Yield the names of a policy's tables, those of its newest version first."""
    for version in reversed(policy.versions):
        for table in tables_of(read.loaded, policy.id, version.id):
            yield TableName(version.id, table.id, (table.name.zh or table.id, table.name.en or table.id))


def found_table(read: Read, policy: Policy, version: str, table: str) -> tuple[Version, DecisionTable]:
    """Return a table and the version that it stands in. Raises CannotSeeTable."""
    for text in policy.versions:
        for found in tables_of(read.loaded, policy.id, text.id):
            if (text.id, found.id) == (version, table):
                return text, found
    raise CannotSeeTable("no_such_table")


def _draft_table(
    read: Read, draft: Draft, files: Files, policy: Policy, name: TableName, path: str, number: int
) -> DraftTable:
    version, table = found_table(read, policy, name.version, name.id)
    typed = read.checked.version(policy.id, version.id)
    sayer = Sayer.of(read.checked.rulebook, policy, version, version.start)
    raw, refused = _raw(files[path].decode(), name, table)
    inputs = inputs_of(read.loaded.rulebook, typed, table)
    day = days_that_differ(read.loaded.rulebook, typed, table)[-1]
    found = examine(table, inputs, figures_on_day(read.loaded.rulebook, typed, day))
    checked = check_files(files, draft.pack, draft.policy)
    types = [*(one.type for one in inputs), *(typed.step(NameKind.VALUE, output).type for output in table.outputs)]
    # Its rows stand on the page as they are written.
    shown = shown_table(replace(table, rows=()), typed, sayer)
    options = [one.options for one in (*shown.inputs, *shown.outputs)]
    facts = (fact.name.zh or fact.id for fact in read.loaded.rulebook.facts.values())
    own = {output for one in tables_of(read.loaded, policy.id, version.id) for output in one.outputs}
    return DraftTable(
        path=path,
        number=number,
        raw=raw,
        shown=shown,
        remarks=_remarks(table, raw, found, inputs, checked, path),
        refused=refused,
        choices=tuple(_choices(read, kind, options[at], is_input=at < len(inputs)) for at, kind in enumerate(types)),
        names=(*facts, *(value.id for value in version.values if value.id not in own)),
    )


def _raw(text: str, name: TableName, table: DecisionTable) -> tuple[RawTable, CannotRewrite | None]:
    outputs = [*table.outputs]
    try:
        raw = raw_table(text, name.version, name.id)
    except CannotRewrite as refused:
        inputs = tuple(print_expression(tree) for tree in table.inputs)
        return RawTable(table.hit, inputs, (), tuple(_printed(table)), None), refused
    if not raw.file:
        return raw, None
    assert len(outputs) == len(raw.outputs)
    return replace(raw, rows=tuple(_printed(table))), None


def _printed(table: DecisionTable) -> Iterator[RawRow]:
    # Rows of a sheet, as cells of the text would say them.
    for row in table.rows:
        yield RawRow(tuple(map(print_unary_tests, row.tests)), tuple(map(_printed_answer, row.answers)))


def _printed_answer(tree: ast.Expression) -> str:
    match tree:
        case ast.Null():
            return "unpublished"
        case ast.String(text):
            return text
        case ast.Call(ast.Name("元"), (ast.Number(value),)):
            return f"{value:f}"
        case ast.Number() | ast.Boolean():
            return print_expression(tree)
        case _:
            return f"={print_expression(tree)}"


def _remarks(
    table: DecisionTable, raw: RawTable, found: Examination, inputs: Sequence[Input], checked: Checked, path: str
) -> TableRemarks:
    rows: dict[int, list[CellFinding]] = {}
    about: list[Finding] = []
    sheet = (Path(path).parent / raw.file).as_posix() if raw.file else None
    for one in checked.findings:
        inside = one.path == path and raw.lines[0] <= one.line <= raw.lines[1]
        if one.path != sheet and not inside:
            continue
        row = bisect_right(raw.row_lines, one.line) - 1 if inside else -1
        answer = _cell(raw.places[-1:], one) if inside else None
        if answer is not None:
            rows.setdefault(-1, []).append((one, len(raw.inputs) + answer))
        elif row >= 0 and (one.line == raw.row_lines[row] or row + 1 < len(raw.row_lines)):
            rows.setdefault(row, []).append((one, _cell(raw.places[row : row + 1], one)))
        elif one.code != "table-gap" or not found.gaps:
            about.append(one)
    gaps = tuple(
        TableGap(
            shown_input(table, gap.witness),
            tuple(cell_of(*three) for three in zip(found.axes, gap.box, (one.type for one in inputs), strict=True)),
        )
        for gap in found.gaps
    )
    kept = {row: tuple(dict.fromkeys(findings)) for row, findings in rows.items()}
    return TableRemarks(kept, tuple(dict.fromkeys(about)), gaps, found.has_more_gaps, found.complete, checked)


def _cell(places: Sequence[Sequence[Position]], one: Finding) -> int | None:
    """Return the cell of a row in which a finding lies; None where it lies before the first, or on another line."""
    cells = places[0] if places else ()
    if not cells or not cells[0][0] <= one.line <= cells[-1][0]:
        return None
    at = bisect_right(cells, (one.line, one.column)) - 1
    return at if at >= 0 else None


def _choices(
    read: Read, kind: Type | None, options: Sequence[tuple[str, Pair]], *, is_input: bool
) -> tuple[Choice, ...]:
    figures = [one for one in read.loaded.rulebook.parameters.values() if kind is not None and one.type == kind]
    told = [(one.id, (one.name.zh, one.name.en)) for one in figures]
    truths: list[Choice] = [("true", ("是", "yes")), ("false", ("否", "no"))] if isinstance(kind, BoolType) else []
    if is_input:
        codes = [(f'"{code}"', name) for code, name in options]
        return (("-", ("不限", "any")), *truths, *codes, *((f">= {name}", words) for name, words in told))
    return (*truths, *options, *told, ("unpublished", ("未公布", "not published")))
