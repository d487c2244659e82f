"""The page of everything that can be wrong with a pack, an expression or a sheet, collected from the code itself."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PAGE = "reference/diagnostics.md"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiqi_rules"
code_form = re.compile(r"[a-z]+(-[a-z]+)+")
text_names = {"problem", "said", "message", "reason"}
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
        shown = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for code, problem, remedy in (*reported(node), *tabled(node)):
                rows[code].append((problem, remedy, shown))
    return HEAD + "".join(row(code, rows[code]) for code in sorted(rows)) if rows else None


def reported(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield code, problem and remedy of a call that is given a code and, after it, a sentence."""
    if not isinstance(node, ast.Call):
        return
    arguments = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in {"problem", "remedy"})]
    for index, argument in enumerate(arguments):
        if (
            isinstance(argument, ast.Constant)
            and isinstance(argument.value, str)
            and code_form.fullmatch(argument.value)
        ):
            texts = [wording(later) for later in arguments[index + 1 :] if is_text(later)]
            if texts and (" " in texts[0] or texts[0] == "…"):
                yield argument.value, texts[0], texts[1] if len(texts) > 1 else ""
            return


def tabled(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield code, problem and remedy of a table of messages in two languages (problem, remedy; Chinese, English)."""
    if not isinstance(node, ast.Dict):
        return
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple) and len(value.elts) == 4:
            texts = [wording(part) for part in value.elts]
            if all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in value.elts):
                said = [re.sub(r"{[^}]*}", "…", text) for text in texts]
                yield str(key.value), f"{said[0]}<br>{said[2]}", f"{said[1]}<br>{said[3]}"


def is_text(node: ast.AST) -> bool:
    """Tell whether the node writes a text, in one piece or in several."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_text(left) or is_text(right)
        case ast.Name(id=name):
            return name in text_names
    return False


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
