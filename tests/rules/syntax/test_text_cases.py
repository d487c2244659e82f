"""Runs the text cases: `good/` shows the tree of each text, `bad/` the message with its excerpt.

A file begins with directives (`parse: expression|unary|type`, `names: a b, c d`). Its cases follow, parted by a line of
dashes: the text, a line `~`, and what came out. HUIQI_REWRITE=1 writes what comes out into the files; review the diff.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.syntax.ast import Node
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_type, parse_unary_tests

FOLDER = Path(__file__).parent
GOOD = sorted(FOLDER.glob("good/*.txt"))
BAD = sorted(FOLDER.glob("bad/*.txt"))
BETWEEN = "\n" + "-" * 20 + "\n"


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_text_gives_the_tree(path: Path) -> None:
    check(path, lambda text, parse: shown(parse(text)))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_text_gives_the_message(path: Path) -> None:
    check(path, message)


def test_there_are_cases() -> None:
    assert GOOD
    assert BAD


def check(path: Path, outcome: Callable[[str, Callable[[str], Node]], str]) -> None:
    head, *cases = path.read_text(encoding="utf-8").rstrip("\n").split(BETWEEN)
    parse = parser_of(dict(line.split(": ", 1) for line in head.splitlines()))
    texts = [f"{case}\n".partition("\n~\n")[0] for case in cases]
    fresh = BETWEEN.join([head, *(f"{text}\n~\n{outcome(text, parse)}" for text in texts)]) + "\n"
    if os.environ.get("HUIQI_REWRITE") == "1":
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh


def parser_of(directives: dict[str, str]) -> Callable[[str], Node]:
    names = directives.get("names", "").split(", ")
    match directives["parse"]:
        case "expression":
            return lambda text: parse_expression(text, names=names)
        case "unary":
            return lambda text: parse_unary_tests(text, names=names)
        case "type":
            return lambda text: parse_type(text, names=names)
    raise AssertionError(directives)


def message(text: str, parse: Callable[[str], Node]) -> str:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    error = caught.value
    remedy = f"\n-> {error.remedy}" if error.remedy else ""
    return f"{error.excerpt_in(text)}\n{error.problem}{remedy}"


def shown(value: object) -> str:
    match value:
        case Node():
            parts = [shown(getattr(value, field.name)) for field in fields(value) if field.compare]
            return f"{type(value).__name__}({' '.join(parts)})"
        case tuple():
            return f"[{' '.join(shown(part) for part in value)}]"
        case Decimal():
            return str(value)
        case str():
            return f'"{value}"'
    return repr(value)
