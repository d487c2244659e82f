"""The decision tables under `tables:` of a policy's text: one put in, given another name, taken out; all else stays as it is.

Comments above a table go with it.
"""

from __future__ import annotations

from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.table_text import (
    CannotRewrite,
    RawTable,
    entry_of,
    flow_list,
    output_line,
    quoted,
    row_line,
    version_node,
)
from huiqi_rules.packs import yaml_nodes
from huiqi_rules.packs.formula_places import content_end
from huiqi_rules.packs.yaml_nodes import Node, Scalar

# Before which of a version's entries tables are written, where it has none yet.
_BEHIND: Final = ("values", "conditions", "clauses")
_STEP: Final = "  "


def with_table(text: str, version: str, table: str, name: Pair, wanted: RawTable) -> str:
    """Return the text with a new table behind those that the version has; raises CannotRewrite."""
    node = version_node(text, version)
    tables = entry_of(node, "tables")
    if entry_of(tables, table) is not None:
        raise CannotRewrite("taken", table=table)
    if node.flow or (isinstance(tables, yaml_nodes.Mapping) and tables.flow and tables.entries):
        raise CannotRewrite("flow")
    inner = _indent(text, node)
    if isinstance(tables, yaml_nodes.Mapping) and tables.entries:
        lines = _lines(table, name, wanted, _indent(text, tables))
        at = _line_end(text, content_end(tables))
        return f"{text[:at]}\n{lines}{text[at:]}"
    lines = _lines(table, name, wanted, inner + _STEP)
    if tables is not None:
        key = next(key for key, _ in node.entries if key.text == "tables")
        return f"{text[: key.start]}tables:\n{lines}{text[_line_end(text, content_end(tables)) :]}"
    before = [value for key, value in node.entries[: _place(node)]]
    at = _line_end(text, content_end(before[-1]))
    return f"{text[:at]}\n{inner}tables:\n{lines}{text[at:]}"


def with_name(text: str, version: str, table: str, wanted: str, name: Pair) -> str:
    """Return the text with another id and other names of a table; raises CannotRewrite."""
    tables = entry_of(version_node(text, version), "tables")
    key, body = _held(tables, table)
    if wanted != table and entry_of(tables, wanted) is not None:
        raise CannotRewrite("taken", table=wanted)
    if body.flow:
        raise CannotRewrite("flow")
    changes = [(key.start, key.end, wanted)] if wanted != table else []
    first, added = body.entries[0][0].start, ""
    for word, said in (("zh", name[0]), ("en", name[1])):
        node = entry_of(body, word)
        if isinstance(node, Scalar):
            changes += [] if node.text == said else [(node.start, node.end, quoted(said))]
        elif said:
            added += f"{word}: {quoted(said)}\n{_indent(text, body)}"
    changes.append((first, first, added))
    for start, end, piece in sorted(changes, reverse=True):
        text = text[:start] + piece + text[end:]
    return text


def without_table(text: str, version: str, table: str) -> str:
    """Return the text without a table, and without `tables:` where it was the last; raises CannotRewrite."""
    node = version_node(text, version)
    tables = entry_of(node, "tables")
    _, body = _held(tables, table)
    assert isinstance(tables, yaml_nodes.Mapping)
    if tables.flow:
        raise CannotRewrite("flow")
    keys = [one.text for one, _ in tables.entries]
    holder, at = (
        (tables, keys.index(table)) if len(keys) > 1 else (node, [key.text for key, _ in node.entries].index("tables"))
    )
    above = holder.entries[at - 1][1] if at else None
    # What stands above it, down to what it follows, are its comments.
    start = _line_end(text, content_end(above)) if above is not None else _line_end(text, _key_above(node, tables))
    return text[:start] + text[_line_end(text, content_end(body)) :]


def _held(tables: Node | None, table: str) -> tuple[Scalar, yaml_nodes.Mapping]:
    entries = tables.entries if isinstance(tables, yaml_nodes.Mapping) else ()
    for key, body in entries:
        if key.text == table and isinstance(body, yaml_nodes.Mapping) and body.entries:
            return key, body
    raise CannotRewrite("no_such_table")


def _key_above(node: yaml_nodes.Mapping, tables: Node) -> int:
    return next(key.end for key, value in node.entries if value is tables)


def _place(node: yaml_nodes.Mapping) -> int:
    keys = [key.text for key, _ in node.entries]
    return next((keys.index(key) for key in _BEHIND if key in keys and keys.index(key) > 0), len(keys))


def _lines(table: str, name: Pair, wanted: RawTable, indent: str) -> str:
    inner = indent + _STEP
    deeper = inner + _STEP
    rows = [row_line(row, deeper) for row in wanted.rows]
    return "\n".join((
        f"{indent}{table}:",
        f"{inner}zh: {quoted(name[0])}",
        f"{inner}en: {quoted(name[1])}",
        f"{inner}inputs: {flow_list(wanted.inputs)}",
        f"{inner}outputs:",
        *(f"{deeper}{output_line(one)}" for one in wanted.outputs),
        *([] if wanted.hit == "unique" else [f"{inner}hit: {wanted.hit}"]),
        f"{inner}rows:",
        *rows,
    ))  # fmt: skip


def _indent(text: str, node: yaml_nodes.Mapping) -> str:
    start = node.entries[0][0].start
    # The first key of a version stands behind a hyphen.
    return " " * (start - text.rfind("\n", 0, start) - 1)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
