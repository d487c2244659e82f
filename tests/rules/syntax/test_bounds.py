"""Long, deep and random texts: an answer or FeelSyntaxError, in bounded time, never another exception."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.lexer import LENGTH_LIMIT_CHARACTERS
from huiqi_rules.syntax.parser import parse_expression, parse_type, parse_unary_tests
from huiqi_rules.syntax.printer import print_expression
from huiqi_rules.syntax.walk import same

# Generous, for a slow machine under load: what is not linear takes minutes here.
LIMIT_SECONDS = 10
PARSERS: tuple[Callable[[str], Any], ...] = (parse_expression, parse_unary_tests, parse_type)

SOUP = (
    *[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "..",
        ":",
        "+",
        "-",
        "*",
        "/",
        "**",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "!=",
        "->",
        "?",
        "'",
        "@",
        '"',
        "\\",
        "//",
        "/*",
        "*/",
        "\n",
    ],
    *[
        "and",
        "or",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "external",
        "not",
    ],
    *[
        "true",
        "false",
        "null",
        "a",
        "b",
        "x",
        "date",
        "time",
        "list",
        "range",
        "context",
        "number",
        "string",
        "and",
        "item",
        "partial",
    ],
    *('"甲"', '"\\n"', "年收入", "1", ".5", "1e3", '@"P1Y"', "loan", "amount", "，", "（", "&&", "==", "🐎", "\u3000"),
)


@pytest.mark.parametrize("operator", ("+", "-", "*", "/", "**", "and", "or"))
def test_a_flat_chain_of_5000_terms_parses_and_prints(operator: str) -> None:
    text = f" {operator} ".join("a" for _ in range(5000))
    tree = parse_expression(text)
    assert print_expression(tree) == text
    assert same(tree, parse_expression(text))


@pytest.mark.parametrize("suffix", (".b", "[1]", "(1)"))
def test_a_long_chain_behind_a_value_parses_and_prints(suffix: str) -> None:
    text = "a" + suffix * 5000
    assert print_expression(parse_expression(text)) == text


@pytest.mark.parametrize(
    ("opening", "closing"),
    (
        ("(", ")"),
        ("[", "]"),
        ("{a: ", "}"),
        ("f(", ")"),
        ("f(a: ", ")"),
        ("x[", "]"),
        ("-", ""),
        ("a + (", ")"),
        ("if a then ", " else b"),
        ("if ", " then a else b"),
        ("if a then b else ", ""),
        ("for x in ", " return x"),
        ("some x in xs satisfies ", ""),
        ("function(x) ", ""),
        ("x in (", ")"),
        ("x in (< (", "))"),
        ("[1..", "]"),
        ("[", "..2]"),
        ("(< ", ")"),
        ("x between (", ") and 1"),
        ("not(", ")"),
    ),
)
def test_deep_nesting_is_an_error_and_no_crash(opening: str, closing: str) -> None:
    parse_expression(opening * 20 + "1" + closing * 20)
    for depth in (200, 3000):
        with pytest.raises(FeelSyntaxError, match="nested more than 100 levels"):
            parse_expression(opening * depth + "1" + closing * depth)
    with pytest.raises(FeelSyntaxError):
        parse_expression(opening * 3000)


def test_deep_types_are_an_error_and_no_crash() -> None:
    with pytest.raises(FeelSyntaxError, match="nested more than 100 levels"):
        parse_type("list<" * 500 + "number" + ">" * 500)


def test_a_million_characters_are_an_error_at_once() -> None:
    with pytest.raises(FeelSyntaxError, match="more than 100,000"):
        parse_expression("1+" * 500_000)


@pytest.mark.parametrize(
    "unit",
    (
        "a + ",
        "a and ",
        "a.",
        "a[",
        "(",
        "[1..a[",
        "]1..",
        "f(a ",
        "f(a: ",
        "/*",
        "//\n",
        '"',
        "'",
        "\\",
        "x in (",
        "a - b ",
        "loan ",
        "{a b: ",
        "not(",
        "1.",
        "e1",
        "<",
        "- ",
        "年",
        "@",
        "date and ",
        "if ",
        "a, ",
        "1, ",
        "x in y ",
        " \t\u3000",
    ),
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (LENGTH_LIMIT_CHARACTERS // 3 // len(unit))
    start = time.monotonic()
    for parse in PARSERS:
        attempt(parse, text)
    assert time.monotonic() - start < LIMIT_SECONDS


@pytest.mark.parametrize(
    "text",
    (
        "function(" + ", ".join(f"a{number}" for number in range(13000)) + ") a",
        "f(" + ", ".join(f"a{number}: 1" for number in range(9000)) + ")",
        "{" + ", ".join(f"a b{number}: a" for number in range(8000)) + "}",
        "{" + "a - " * 50 + "b: 1, c: " + "a - " * 20000 + "a}",
        "{" + "a - " * 24000 + "b: 1}",
        "for " + ", ".join(f"a b{number} in a" for number in range(6000)) + " return a",
    ),
    ids=("parameters", "arguments", "keys", "long key", "endless key", "variables"),
)
def test_names_cost_no_more_than_their_length(text: str) -> None:
    start = time.monotonic()
    attempt(parse_expression, text)
    assert time.monotonic() - start < LIMIT_SECONDS


@pytest.mark.parametrize("seed", range(3))
def test_soup_of_tokens_never_crashes(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(700):
        text = source.choice(("", " ")).join(source.choices(SOUP, k=source.randint(1, 25)))
        for parse in PARSERS:
            attempt(parse, text)


@pytest.mark.parametrize("seed", range(3))
def test_random_characters_never_crash(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(700):
        highest = source.choice((0x7F, 0x24F, 0xFFFF, 0x10FFFF))
        text = "".join(chr(source.randint(0, highest)) for _ in range(source.randint(0, 20)))
        for parse in PARSERS:
            attempt(parse, text)


def attempt(parse: Callable[[str], Any], text: str) -> None:
    try:
        tree = parse(text)
    except FeelSyntaxError as error:
        check_error(error, text)
        return
    if parse is parse_expression:
        assert same(parse_expression(print_expression(tree)), tree), text


def check_error(error: FeelSyntaxError, text: str) -> None:
    assert error.problem
    assert 0 <= error.span.start <= error.span.end <= len(text)
    assert error.excerpt_in(text)
