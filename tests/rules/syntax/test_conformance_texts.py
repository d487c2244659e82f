"""Every literal expression and unary test of the conformance kit parses, and prints to a text with the same tree: no exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_unary_tests
from huiqi_rules.syntax.printer import print_expression, print_unary_tests

pytestmark = pytest.mark.shared

EXPRESSIONS = frozenset({"literalExpression", "inputExpression", "outputEntry", "defaultOutputEntry"})


@pytest.fixture(scope="module")
def models(shared: Path) -> tuple[Path, ...]:
    """The models of the kit."""
    found = tuple(sorted((shared / "dmn-tck").glob("**/*.dmn")))
    if not found:
        pytest.skip(f"no conformance models in {shared / 'dmn-tck'} (set HUIQI_SHARED)")
    return found


def test_literal_expressions_parse_and_print(models: tuple[Path, ...]) -> None:
    faults: list[str] = []
    count = 0
    for model in models:
        root = ElementTree.parse(model).getroot()
        names = names_in(root, model)
        for text in texts_in(root, EXPRESSIONS):
            count += 1
            try:
                tree = parse_expression(text, names=names)
                assert parse_expression(print_expression(tree), names=names) == tree, text
            except FeelSyntaxError as error:
                faults.append(f"{model.name}: {text!r}: {error}")
    assert not faults, "\n".join(faults)
    assert count > 1500


def test_unary_tests_parse_and_print(models: tuple[Path, ...]) -> None:
    faults: list[str] = []
    count = 0
    for model in models:
        root = ElementTree.parse(model).getroot()
        names = names_in(root, model)
        for text in texts_in(root, frozenset({"inputEntry"})):
            count += 1
            try:
                tree = parse_unary_tests(text, names=names)
                assert parse_unary_tests(print_unary_tests(tree), names=names) == tree, text
            except FeelSyntaxError as error:
                faults.append(f"{model.name}: {text!r}: {error}")
    assert not faults, "\n".join(faults)
    assert count > 100


def texts_in(root: ElementTree.Element, kinds: frozenset[str]) -> Iterator[str]:
    for element in root.iter():
        if kind_of(element) in kinds:
            yield from (child.text or "" for child in element if kind_of(child) == "text")


def names_in(root: ElementTree.Element, model: Path) -> frozenset[str]:
    """Return the names that the model declares, and those of the models beside it that it may import."""
    names = {element.get("name", "") for element in root.iter()}
    if any(kind_of(element) == "import" for element in root):
        for other in model.parent.glob("*.dmn"):
            names |= {element.get("name", "") for element in ElementTree.parse(other).getroot().iter()}
    return frozenset(names - {""})


def kind_of(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
