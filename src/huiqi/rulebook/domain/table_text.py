"""A decision table inside the text of its policy: its cells as written, and the text with the table changed and all else kept.

A row that is not changed keeps its characters; comments above a row go with it, wherever it is moved. Rows of a sheet beside
the policy are written into the text: from then on the table reads them there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from huiqi.kernel.errors import Cannot, Words
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import yaml_nodes
from huiqi_rules.packs.formula_places import content_end
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Node, Scalar, read_nodes

# Written without quotes: a word, or a number with 万 or 亿 behind it.
_PLAIN: Final = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*|[0-9]{1,30}(\.[0-9]{1,30})?(万|亿)?元?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


class CannotRewrite(Cannot):
    """The text holds no such table, or not in a form that can be changed piece by piece."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_such_table": ("文本里没有这张表。", "the text has no such table."),
        "unreadable": ("文本有错，请先在文本里改正。", "the text cannot be read: mend it as text first."),
        "flow": ("这张表写成了一行，请在文本里修改。", "this table is written in braces: change it as text."),
        "taken": ("编号 {table} 的决策表已经有了。", "a table with the id {table} is there already."),
        "shape": ("表的列数和单元格数不一致。", "the cells do not fit the columns."),
    }


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as written; `was` is its number (from 0) in the text that is changed, None for a new one."""

    tests: tuple[str, ...]
    answers: tuple[str, ...]
    was: int | None = None


@dataclass(frozen=True, slots=True)
class RawOutput:
    """An output; what stands beside `id` is written for a new one only."""

    id: str
    zh: str = ""
    en: str = ""
    type: str = "text"
    unit: str = ""
    options: tuple[str, ...] = ()


# Line and column, from 1.
Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as written; `file` is the sheet that its rows lie in, empty where they lie in the text.

    `lines` are the first and the last line of the table, `row_lines` the first line of each row, all from 1; `places` line and
    column of each cell of each row, and of “else” behind the last row.
    """

    hit: str
    inputs: tuple[str, ...]
    outputs: tuple[RawOutput, ...]
    rows: tuple[RawRow, ...]
    otherwise: tuple[str, ...] | None
    file: str = ""
    lines: tuple[int, int] = field(default=(0, 0), compare=False)
    row_lines: tuple[int, ...] = field(default=(), compare=False)
    places: tuple[tuple[Position, ...], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    table: yaml_nodes.Mapping
    # Where each line begins.
    starts: tuple[int, ...]

    def node(self, key: str) -> Node | None:
        return next((node for name, node in self.table.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        return next((name for name, _ in self.table.entries if name.text == key), None)

    @property
    def indent(self) -> str:
        start = self.table.entries[0][0].start
        return self.text[self.line_start(start) : start]

    def line_number(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def positions(self, nodes: Sequence[Node]) -> Iterator[Position]:
        """Yield where nodes begin."""
        for node in nodes:
            line = bisect_right(self.starts, node.start)
            yield line, node.start - self.starts[line - 1] + 1

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Return where the line of a place ends, before its line feed."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end


def raw_table(text: str, version: str, table: str) -> RawTable:
    """Return a table as it is written; raises CannotRewrite."""
    found = _found(text, version, table)
    outputs = found.node("outputs")
    entries = outputs.entries if isinstance(outputs, yaml_nodes.Mapping) else ()
    rows = (RawRow(tests, answers, was) for was, (tests, answers) in enumerate(_rows(found.node("rows"))))
    otherwise = found.node("otherwise")
    hit, file = found.node("hit"), found.node("file")
    return RawTable(
        hit=hit.text if isinstance(hit, Scalar) else "unique",
        inputs=_texts(found.node("inputs")),
        outputs=tuple(RawOutput(key.text) for key, _ in entries),
        rows=tuple(rows),
        otherwise=None if otherwise is None else _texts(otherwise),
        file=file.text if isinstance(file, Scalar) else "",
        lines=(found.line_number(found.table.start) - 1, found.line_number(content_end(found.table))),
        row_lines=tuple(line for line, _ in found.positions(items_of(found.node("rows")))),
        places=(
            *(
                tuple(found.positions([cell for part in items_of(row) for cell in items_of(part)]))
                for row in items_of(found.node("rows"))
            ),
            tuple(found.positions(items_of(otherwise))),
        ),
    )


def rewritten(text: str, version: str, table: str, wanted: RawTable) -> str:
    """Return the text with a table as wanted and everything else as it is; raises CannotRewrite."""
    if any(len(row.tests) != len(wanted.inputs) or len(row.answers) != len(wanted.outputs) for row in wanted.rows):
        raise CannotRewrite("shape")
    found, now = _found(text, version, table), raw_table(text, version, table)
    if found.table.flow:
        raise CannotRewrite("flow")
    changes = [*_list_changes(found, "inputs", now.inputs, wanted.inputs), *_output_changes(found, now, wanted)]
    changes += _hit_change(found, now.hit, wanted.hit)
    changes += _row_changes(found, now, wanted)
    changes += _otherwise_change(found, now.otherwise, wanted.otherwise)
    for start, end, piece in sorted(changes, reverse=True):
        text = text[:start] + piece + text[end:]
    return text


Change = tuple[int, int, str]


def _found(text: str, version: str, table: str) -> _Found:
    found = entry_of(entry_of(version_node(text, version), "tables"), table)
    if isinstance(found, yaml_nodes.Mapping) and found.entries:
        return _Found(text, found, (0, *(one.end() for one in re.finditer("\n", text))))
    raise CannotRewrite("no_such_table")


def version_node(text: str, version: str) -> yaml_nodes.Mapping:
    """Return the version of a policy's text that has an id; raises CannotRewrite."""
    findings = Findings()
    root = read_nodes(SourceFile.of("policy", text), findings)
    if root is None or findings.errors:
        raise CannotRewrite("unreadable")
    for node in items_of(entry_of(root, "versions")):
        name = entry_of(node, "id")
        if isinstance(node, yaml_nodes.Mapping) and isinstance(name, Scalar) and name.text == version:
            return node
    raise CannotRewrite("no_such_table")


def entry_of(node: Node | None, key: str) -> Node | None:
    """Return what stands under a key of a mapping; None where nothing does."""
    entries = node.entries if isinstance(node, yaml_nodes.Mapping) else ()
    return next((value for name, value in entries if name.text == key), None)


def items_of(node: Node | None) -> tuple[Node, ...]:
    """Return the nodes of a list; none of anything else."""
    return node.items if isinstance(node, yaml_nodes.Sequence) else ()


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text if isinstance(item, Scalar) else "" for item in items_of(node))


def _rows(node: Node | None) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for item in items_of(node):
        parts = items_of(item)
        yield (_texts(parts[0]), _texts(parts[1])) if len(parts) == 2 else ((), ())


def _list_changes(found: _Found, key: str, now: Sequence[str], wanted: Sequence[str]) -> list[Change]:
    node = found.node(key)
    if node is None or tuple(now) == tuple(wanted):
        return []
    return [(node.start, content_end(node), flow_list(wanted))]


def _hit_change(found: _Found, now: str, wanted: str) -> list[Change]:
    node, outputs = found.node("hit"), found.node("outputs")
    if now == wanted or outputs is None:
        return []
    if node is not None:
        return [(node.start, content_end(node), wanted)]
    return [(at := found.line_end(content_end(outputs)), at, f"\n{found.indent}hit: {wanted}")]


def _otherwise_change(found: _Found, now: tuple[str, ...] | None, wanted: tuple[str, ...] | None) -> list[Change]:
    key, node = found.key("otherwise"), found.node("otherwise")
    if now == wanted:
        return []
    if key is not None and node is not None:
        if wanted is None:
            return [(found.line_start(key.start), found.line_end(content_end(node)) + 1, "")]
        return [(node.start, content_end(node), flow_list(wanted))]
    last = found.node("rows") or found.node("file") or found.table.entries[-1][1]
    at = found.line_end(content_end(last))
    return [(at, at, f"\n{found.indent}otherwise: {flow_list(wanted or ())}")]


def _output_changes(found: _Found, now: RawTable, wanted: RawTable) -> list[Change]:
    node = found.node("outputs")
    if not isinstance(node, yaml_nodes.Mapping) or [one.id for one in now.outputs] == [
        one.id for one in wanted.outputs
    ]:
        return []
    kept = {key.text: found.text[key.start : content_end(value)] for key, value in node.entries}
    entries = [kept.get(one.id) or output_line(one) for one in wanted.outputs]
    if node.flow:
        return [(node.start, content_end(node), f"{{{', '.join(entries)}}}")]
    start = node.entries[0][0].start
    indent = found.text[found.line_start(start) : start]
    return [(start, content_end(node), f"\n{indent}".join(entries))]


def output_line(one: RawOutput) -> str:
    """Return a new output as the text writes it."""
    parts = [f"type: {one.type}"]
    if one.type == "enum":
        parts.append(f"options: {flow_list(one.options)}")
    if one.unit:
        parts.append(f"unit: {quoted(one.unit)}")
    return f"{one.id}: {{{', '.join([*parts, f'zh: {quoted(one.zh or one.id)}', f'en: {quoted(one.en or one.id)}'])}}}"


def _row_changes(found: _Found, now: RawTable, wanted: RawTable) -> list[Change]:
    columns_stay = now.inputs == wanted.inputs and [one.id for one in now.outputs] == [one.id for one in wanted.outputs]
    same = [RawRow(one.tests, one.answers, was) for was, one in enumerate(now.rows)]
    if columns_stay and same == list(wanted.rows):
        return []
    key, node = found.key("rows") or found.key("file"), found.node("rows")
    if key is None:
        at = found.line_end(content_end(found.table))
        return [
            (at, at, f"\n{found.indent}rows:\n" + "\n".join(row_line(row, f"{found.indent}  ") for row in wanted.rows))
        ]
    items = items_of(node)
    if not items or "\n" not in found.text[key.end : items[0].start]:
        # Of a sheet, or rows written in brackets: all of them anew.
        end = content_end(node or found.node("file") or found.table)
        lines = "".join(f"\n{row_line(row, f'{found.indent}  ')}" for row in wanted.rows)
        return [(key.start, end, f"rows:{lines}" if lines else "rows: []")]
    return [_block_change(found, items, now, wanted)]


def _block_change(found: _Found, items: tuple[Node, ...], now: RawTable, wanted: RawTable) -> Change:
    text = found.text
    first_line = found.line_start(items[0].start)
    indent = re.match(r"[ ]*", text[first_line:])
    assert indent is not None
    key = found.key("rows")
    assert key is not None
    # What stands between `rows:` and the first row are comments of the first row.
    start = at = found.line_end(key.end)
    chunks: list[tuple[str, str, str]] = []
    for item in items:
        line, end = found.line_start(item.start), found.line_end(content_end(item))
        chunks.append((text[at:line], text[line : content_end(item)], text[content_end(item) : end]))
        at = end
    pieces = []
    for row in wanted.rows:
        if row.was is None or row.was >= len(chunks):
            pieces.append(f"\n{row_line(row, indent[0])}")
            continue
        above, own, behind = chunks[row.was]
        before = now.rows[row.was]
        changed = (row.tests, row.answers) != (before.tests, before.answers)
        pieces.append(f"{above}{row_line(row, indent[0]) if changed else own}{behind}")
    if not pieces:
        return key.start, at, "rows: []"
    return start, at, "".join(pieces)


def row_line(row: RawRow, indent: str) -> str:
    """Return a row as a line of the text."""
    return f"{indent}- [{flow_list([quoted(one or '-', always=True) for one in row.tests], ready=True)}, {flow_list(row.answers)}]"


def flow_list(texts: Sequence[str], *, ready: bool = False) -> str:
    """Return texts as a list in brackets; those that are `ready` are quoted already."""
    return f"[{', '.join(texts if ready else [quoted(one or 'unpublished') for one in texts])}]"


def quoted(text: str, *, always: bool = False) -> str:
    """Return a text as a scalar of YAML; control characters and line breaks become blanks."""
    clean = _CONTROL.sub(" ", text).strip()
    if not always and _PLAIN.fullmatch(clean):
        return clean
    return "'" + clean.replace("'", "''") + "'"
