"""What one piece of a model sees while it is compiled: names, types, and where its mistakes are noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.echo import cut
from huiqi_rules.core.spans import Place
from huiqi_rules.dmn.item_types import ItemTypes, plain_type
from huiqi_rules.dmn.notes import note
from huiqi_rules.dmn.xml import line_of
from huiqi_rules.scalar.closures import Closure, Constant, Environment
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.functions.texts import text_of as text_of_value
from huiqi_rules.scalar.types import FeelType, coerce, simple
from huiqi_rules.scalar.unary import tests_closure
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_unary_tests
from huiqi_rules.syntax.walk import walk

_SHOWN_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Sight:
    """The compilation so far, the names that hold a space, the model's types, and the findings to add to.

    `owner` is what messages call the element that is compiled, `line` where its innermost part starts.
    """

    compilation: Compilation
    spaced_names: frozenset[str]
    findings: Findings
    path: str
    owner: str = ""
    line: int = 0

    def push(self, *names: str, open_item: bool = False) -> Sight:
        """Return what is seen under a frame that binds `names`."""
        return replace(self, compilation=self.compilation.push(*names, open_item=open_item))

    def at(self, element: Element | None) -> Sight:
        """Return the same with the line of an element, for messages about it."""
        line = 0 if element is None else line_of(element)
        return replace(self, line=line) if line else self

    @property
    def types(self) -> Mapping[str, FeelType]:
        """Return the item definitions by name."""
        return self.compilation.known_types

    def type_named(self, reference: str | None) -> FeelType | None:
        """Return the type of a `typeRef`; None when it is missing or unknown, which accepts everything."""
        plain = plain_type(reference)
        if not plain:
            return None
        found = self.types.get(plain) or simple(plain)
        if found is None:
            self.find("unknown-type", f"there is no type `{plain}`", "define it, or correct the typeRef")
        return found

    def typed(self, closure: Closure, reference: str | None, what: str) -> Closure:
        """Return the closure whose value is made to fit a type; null, and noted, where it does not."""
        wanted = self.type_named(reference)
        if wanted is None:
            return closure

        def evaluate(environment: Environment) -> object:
            value = closure(environment)
            fitted = coerce(value, wanted)
            if fitted is None and value is not None:
                self.refuse_value(value, reference, what)
            return fitted

        return evaluate

    def allowed_text(self, reference: str | None) -> str:
        """Return the allowed values that a type states itself, as written; empty without any."""
        return self.types.allowed_text(reference) if isinstance(self.types, ItemTypes) else ""

    def refuse_value(self, value: object, reference: str | None, what: str) -> None:
        """Note that a value does not fit a type or its allowed values."""
        self.note("wrong-type", f"{what} is {shown(value)}, which is no `{plain_type(reference)}`; it is null")

    def expression(self, text: str) -> Closure:
        """Return the closure of a FEEL text; a text that is not FEEL is noted and gives null."""
        if not text:
            return Constant(None)
        return self._compiled(text, lambda: self.compilation.build(self._parsed(text)))

    def cell(self, text: str) -> Closure:
        """Return the closure of unary tests over a frame that binds `?`; an empty text accepts everything."""
        tests = self.tests(text) if text else ast.UnaryTests((ast.AnyValue(),))
        return self._compiled(text, lambda: tests_closure(tests, self.compilation))

    def tests(self, text: str) -> ast.UnaryTests:
        """Return the tests of a table cell or of allowed values; a text that is none is noted and never holds."""
        try:
            return parse_unary_tests(text, names=self.spaced_names)
        except FeelSyntaxError as error:
            self._refuse_text(text, error)
            return ast.UnaryTests((ast.Boolean(value=False),))

    def find(self, code: str, problem: str, remedy: str = "", excerpt: str = "") -> None:
        """Add what is wrong with the model itself to its findings, once."""
        found = self._diagnostic(code, problem, remedy, excerpt)
        if found not in self.findings.items:
            self.findings.add(found)

    def note(self, code: str, problem: str, remedy: str = "") -> None:
        """Note what goes wrong in the evaluation that runs."""
        note(self._diagnostic(code, problem, remedy))

    def _parsed(self, text: str) -> ast.Expression:
        tree = parse_expression(text, names=self.spaced_names)
        if "external" in text and any(isinstance(node, ast.FunctionLiteral) and node.external for node in walk(tree)):
            self.find(
                "foreign-code",
                "a function is written in another language; such code is never run, and its result is null",
                "write the function in FEEL",
            )
        return tree

    def _compiled(self, text: str, compile_text: Callable[[], Closure]) -> Closure:
        try:
            return compile_text()
        except FeelSyntaxError as error:
            self._refuse_text(text, error)
        except RecursionError:
            self.find("too-deep", "the expression is nested too deeply", "give its inner parts names of their own")
        return Constant(None)

    def _refuse_text(self, text: str, error: FeelSyntaxError) -> None:
        self.find("feel-syntax", error.problem, error.remedy, error.excerpt_in(text))

    def _diagnostic(self, code: str, problem: str, remedy: str = "", excerpt: str = "") -> Diagnostic:
        owned = f"{self.owner}: {problem}" if self.owner else problem
        return Diagnostic(code, Place(self.path, self.line), owned, remedy, excerpt)


def shown(value: object) -> str:
    """Return a value in short, for a message."""
    match value:
        case str():
            return f'"{cut(value, _SHOWN_MAX)}"'
        case list() | tuple():
            return f"a list of {len(value)}"
        case dict():
            return f"a context of {len(value)}"
        case None:
            return "null"
        case _:
            return cut(text_of_value(value) or "a function", _SHOWN_MAX)
