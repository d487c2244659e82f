"""The page of everything that can be wrong with a pack, an expression or a sheet, collected from the code itself."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PAGE = "reference/diagnostics.md"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiqi_rules"
HEAD = """# Diagnostics

What is wrong with something an author wrote is collected, never thrown one by one. Each finding names a stable code, the
place (file:line:column, or the cell of a sheet), the problem and the remedy. `…` stands for what is filled in.

| code | problem | remedy | found in |
|---|---|---|---|
"""


def text() -> str | None:
    """Return one row for each code, with every wording of its problem."""
    rows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = finding(node)
            if found:
                code, problem, remedy = found
                rows[code].append((problem, remedy, path.relative_to(SOURCE).as_posix()))
    return HEAD + "".join(row(code, rows[code]) for code in sorted(rows)) if rows else None


def finding(node: ast.AST) -> tuple[str, str, str] | None:
    """Return code, problem and remedy when the node makes a diagnostic with a code written in place."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"Diagnostic", "warn", "report"}):
        return None
    given = dict(zip(("code", "place", "problem", "remedy"), node.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    code = given.get("code")
    if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
        return None
    return code.value, wording(given.get("problem")), wording(given.get("remedy"))


def wording(node: ast.AST | None) -> str:
    """Return the text of a literal, with … for each part that is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(wording(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return wording(left) + wording(right)
        case None:
            return ""
        case _:
            return "…"


def row(code: str, found: list[tuple[str, str, str]]) -> str:
    """Return the table row of one code."""
    columns = ("<br>".join(unique(column)) for column in zip(*found, strict=True))
    problem, remedy, path = (column.replace("|", "\\|").replace("\n", " ") for column in columns)
    return f"| `{code}` | {problem} | {remedy} | {path} |\n"


def unique(texts: tuple[str, ...]) -> list[str]:
    """Return the texts without repetitions, in order."""
    return [text for text in dict.fromkeys(texts) if text]
