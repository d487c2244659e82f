"""Which tests of the product carry which entry of the mission's inventory, read from the test files without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "pytest.mark.inventory"


@dataclass(frozen=True, slots=True)
class MarkedTest:
    """A test, or all of a file where `name` is empty, that says it proves an entry."""

    entry: str
    path: str
    name: str
    line: int


def marked_tests(root: Path = ROOT) -> tuple[MarkedTest, ...]:
    """Return every mark of every test file; raises ValueError for one whose entries are not written out."""
    found = []
    for file in sorted((root / "tests").rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if MARK in text:
            found += marks_in(text, file.relative_to(root).as_posix())
    return tuple(found)


def marks_in(text: str, path: str) -> list[MarkedTest]:
    """Return the marks of one file: before a test, before a class, or in the file's `pytestmark`."""
    tree = ast.parse(text)
    owners = {
        id(call): node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
        for call in calls(decorator)
    }
    return [
        MarkedTest(entry, path, owners.get(id(call), ""), call.lineno)
        for call in calls(tree)
        for entry in entries_of(call, path)
    ]


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the marks in a piece of code."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and ast.unparse(part.func) == MARK:
            yield part


def entries_of(call: ast.Call, path: str) -> Iterator[str]:
    """Yield the entries that a mark names; raises ValueError."""
    if not call.args or call.keywords:
        raise ValueError(f"{path}:{call.lineno}: the mark names its entries, and nothing else")
    for part in call.args:
        if not (isinstance(part, ast.Constant) and isinstance(part.value, str)):
            raise ValueError(  # noqa: TRY004  # what is wrong is the file, not a type
                f"{path}:{call.lineno}: write the entries out: {ast.unparse(part)} is not read here"
            )
        yield part.value
