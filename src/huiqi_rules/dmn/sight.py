"""What one piece of a model sees while it is compiled: names, types, and where its mistakes are noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.scalar.closures import Closure, Constant
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.types import FeelType, simple
from huiqi_rules.scalar.unary import tests_closure
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_unary_tests


@dataclass(frozen=True, slots=True)
class Sight:
    """The compilation so far, the names that hold a space, the model's types, and the findings to add to."""

    compilation: Compilation
    spaced_names: frozenset[str]
    findings: Findings
    path: str

    def push(self, *names: str, open_item: bool = False) -> Sight:
        """Return what is seen under a frame that binds `names`."""
        return replace(self, compilation=self.compilation.push(*names, open_item=open_item))

    @property
    def types(self) -> Mapping[str, FeelType]:
        """Return the item definitions by name."""
        return self.compilation.known_types

    def type_named(self, reference: str | None) -> FeelType | None:
        """Return the type of a `typeRef`; None when it is missing or unknown, which accepts everything."""
        if not reference:
            return None
        plain = reference.rpartition(":")[2].strip()
        return self.types.get(plain) or simple(plain)

    def expression(self, text: str) -> Closure:
        """Return the closure of a FEEL text; a text that is not FEEL is noted and gives null."""
        if not text:
            return Constant(None)
        try:
            return self.compilation.build(parse_expression(text, names=self.spaced_names))
        except FeelSyntaxError as error:
            return self._refuse(text, error)

    def cell(self, text: str) -> Closure:
        """Return the closure of unary tests over a frame that binds `?`; an empty text accepts everything."""
        return tests_closure(self.tests(text) if text else ast.UnaryTests((ast.AnyValue(),)), self.compilation)

    def tests(self, text: str) -> ast.UnaryTests:
        """Return the tests of a table cell or of allowed values; a text that is none is noted and never holds."""
        try:
            return parse_unary_tests(text, names=self.spaced_names)
        except FeelSyntaxError as error:
            self._refuse(text, error)
            return ast.UnaryTests((ast.Boolean(value=False),))

    def _refuse(self, text: str, error: FeelSyntaxError) -> Closure:
        self.findings.add(
            Diagnostic("feel-syntax", Place(self.path), error.problem, error.remedy, error.excerpt_in(text))
        )
        return Constant(None)
