"""Every reason and every remedy that an import can give has its Chinese words; so has what the parser says of a text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import huiqi_rules
from huiqi_rules.cli import main
from huiqi_rules.dmn.exchange import import_model, in_chinese
from huiqi_rules.syntax import words_zh
from tests.rules.dmn.exchange.models import decision, definitions, input_data, literal

ROOT = Path(huiqi_rules.__file__).parent
TAKING = frozenset({"CannotHold", "left", "_note", "_leave", "Left", "UnreadableModel", "fail"})
# What is no reason: kinds of parts, which have words of their own.
KINDS = frozenset({"information requirement", "rule annotations", "allowed values", "amount in yuan", "test case"})


def texts(node: ast.expr | None, names: dict[str, list[str]]) -> Iterator[str]:
    """Yield the texts that an argument can be, with a 7 for each part that is filled in."""
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.JoinedStr(parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
        case ast.BinOp(left, _, right):
            yield from (one + other for one in texts(left, names) for other in texts(right, names))
        case ast.BoolOp(_, parts):
            yield from (text for part in parts for text in texts(part, names))
        case ast.IfExp(_, one, other):
            yield from (*texts(one, names), *texts(other, names))
        case ast.Name(name):
            yield from names.get(name, [])


def said(folder: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).glob("*.py")):
        if path.stem.endswith("_out") or path.stem in {"exporting", "left", "left_words"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, value):
                    names.setdefault(name, []).extend(texts(value, {}))
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name(name) | ast.Attribute(_, name), arguments) if name in TAKING:
                    yield from (text for one in arguments for text in texts(one, names))


REASONS = sorted({text for text in said("dmn/exchange") if " " in text} - KINDS)
MISTAKES = sorted({text for text in said("syntax") if " " in text})


def is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text.replace("备注", "")) is not None


def test_the_reasons_are_found() -> None:
    assert len(REASONS) > 90
    assert len(MISTAKES) > 30


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_has_its_words(reason: str) -> None:
    assert is_chinese(in_chinese(reason))


def test_what_the_parser_says_has_its_words() -> None:
    assert [one for one in MISTAKES if not words_zh.in_chinese(one)] == []


def test_a_part_is_said_whole_in_either_language() -> None:
    found = import_model(definitions(input_data("n"), decision("odd", literal("n +"), ("n",))).encode(), pack="p")
    assert [one.said("zh") for one in found.left] == [
        "第 1 行：决策“odd”（d_odd）：内容不是 FEEL：这里要写一个值，却是结尾；在这里写一个值。"
    ]
    assert found.left[0].said("en") == str(found.left[0])


def test_the_command_says_it_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "m.dmn"
    model.write_text(
        definitions(input_data("n"), decision("odd", "", ("n",)), decision("fine", literal("n > 1"), ("n",))), "utf-8"
    )
    asked = ["rules", "dmn", "import", str(model), "--to", str(tmp_path / "p"), "--language", "zh"]
    assert main(asked) == 1
    assert "第 1 行：决策“odd”（d_odd）：没有写逻辑；在模型里补全，或作为数据项带入" in capsys.readouterr().out
