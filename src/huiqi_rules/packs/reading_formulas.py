"""Formulas of a pack: FEEL texts, and the short forms `points`, `best` and `sum`, as trees with places in the file.

Every part of a short form is parsed behind as many blanks as stand before it in the file, so that all spans of the whole
tree count from one base and `Formula.place_of` finds the line and column of each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Final, Literal, TypeAlias

from huiqi_rules.core.spans import Span
from huiqi_rules.model.facts import Formula
from huiqi_rules.packs.formula_places import content_end, offset_in_file, written
from huiqi_rules.packs.reading import Reader, kind_of
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, Sequence
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression

SHORT_FORMS: Final = ("points", "best", "sum")
Kind: TypeAlias = Literal["any", "truth", "money", "number", "text"]

_STAND_INS: Final[dict[Kind, ast.Expression]] = {
    "any": ast.Null(),
    "truth": ast.Boolean(value=True),
    "money": ast.Call(ast.Name("元"), (ast.Number(Decimal(0)),)),
    "number": ast.Number(Decimal(0)),
    "text": ast.String("final"),
}
# Two slashes outside of a text, in a formula of one line: nearly always a division as other languages write it.
_COMMENT: Final = re.compile(r'(?:[^"/\n]|"(?:[^"\\\n]|\\.)*"|/(?!/))*//(?=[^\n]*\Z)')
_PLAIN_NUMBER: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class FormulaReader:
    """Parses formulas of one file; `names` holds the names in scope that are more than one word for the lexer."""

    reader: Reader
    names: frozenset[str] = frozenset()

    def formula(self, node: Node, what: str, kind: Kind = "any") -> Formula:
        """Return the formula that a text spells; a harmless tree of its `kind` where it could not be parsed.

        The mistake is reported here; a tree of the right type keeps the checker from reporting it again in other words.
        """
        if isinstance(node, Scalar) and not node.is_null:
            source = written(self.reader.file, node)
            before = len(self.reader.findings.items)
            tree = self.parse(node, source.start)
            broken = len(self.reader.findings.items) > before
            return Formula(source.text, _STAND_INS[kind] if broken else tree, self.reader.file.place(source.start))
        self.reader.report("wrong-shape", node, f"{what} must be a formula, here is {kind_of(node)}",
                           "Put a formula that holds a bracket, a brace or a comma in quotes.")  # fmt: skip
        return Formula("null", _STAND_INS[kind], self.reader.place(node))

    def short_form(self, key: str, node: Node) -> Formula:
        """Return the formula that `points`, `best` or `sum` stands for."""
        build = {"points": self._points, "best": self._best, "sum": self._sum}[key]
        before = len(self.reader.findings.items)
        formula = self.composed(node, lambda base: build(node, base))
        # Half a tree would only make the checker repeat, in other words, what has just been reported.
        broken = len(self.reader.findings.items) > before
        return replace(formula, tree=ast.Null(span=span_of(node, node.start))) if broken else formula

    def composed(self, node: Node, build: Callable[[int], ast.Expression]) -> Formula:
        """Return the formula of a tree that `build` makes from parts of a node, with spans counted from its start."""
        text = self.reader.file.text[node.start : content_end(node)]
        return Formula(text, build(node.start), self.reader.place(node))

    def parse(self, node: Scalar, base: int) -> ast.Expression:
        """Return the tree of a text with spans counted from the offset `base`."""
        source = written(self.reader.file, node)
        if _PLAIN_NUMBER.fullmatch(source.text):
            return ast.Number(Decimal(source.text), span=span_of(node, base))
        blanks = source.start - base
        comment = _COMMENT.match(source.text)
        if comment is not None:
            self.reader.report_at("formula-comment", offset_in_file(self.reader.file, node, comment.end() - 2),
                                  "`//` begins a comment: what follows would not be read", "Divide with one `/`.", length=2)  # fmt: skip
        try:
            return parse_expression(" " * blanks + source.text, names=self.names)
        except FeelSyntaxError as error:
            self.syntax_error(node, error, blanks)
            return ast.Null(span=span_of(node, base))

    def syntax_error(self, node: Scalar, error: FeelSyntaxError, blanks: int) -> None:
        """Report what is no FEEL at its place inside the YAML text."""
        first = offset_in_file(self.reader.file, node, max(error.span.start - blanks, 0))
        remedy = error.remedy[:1].upper() + error.remedy[1:]
        self.reader.report_at("formula-syntax", first, error.problem, f"{remedy.rstrip('.')}." if remedy else "",
                              length=max(error.span.end - error.span.start, 1))  # fmt: skip

    def part(self, node: Node, base: int, what: str) -> ast.Expression:
        """Return the tree of one part of a short form."""
        if isinstance(node, Scalar) and not node.is_null:
            return self.parse(node, base)
        return self.formula(node, what).tree

    def _points(self, node: Node, base: int) -> ast.Expression:
        fields = self.reader.fields(node, "points", ("of", "bands", "at_most"))
        span = span_of(node, base)
        of = fields.require("of", "Add `of:` with the figure that earns points.")
        falling = fields.get("at_most")
        if falling is not None and fields.get("bands") is not None:
            self.reader.report("wrong-shape", falling, "points have both bands and at_most", "Keep one of them.")
        bands = falling if falling is not None else fields.require("bands", "Add `bands: [[0.30, 20], [0, 0]]`.")
        if of is None or bands is None:
            return ast.Null(span=span)
        function = ast.Name("points" if falling is None else "points at most", span=span)
        rows = self.reader.items(bands, "bands")
        pairs = tuple(pair for row in rows if (pair := self._band(row, base)) is not None)
        if not rows:
            self.reader.report("wrong-shape", bands, "bands are empty", "Write [[threshold, points], …].")
        return ast.Call(
            function, (self.part(of, base, "of"), ast.ListLiteral(pairs, span=span_of(bands, base))), span=span
        )

    def _band(self, row: Node, base: int) -> ast.ListLiteral | None:
        if not isinstance(row, Sequence) or len(row.items) != 2:
            self.reader.report("wrong-shape", row, f"a band must be [threshold, points], here is {kind_of(row)}",
                               "Write [0.30, 20].")  # fmt: skip
            return None
        return ast.ListLiteral(tuple(self.part(item, base, "a band") for item in row.items), span=span_of(row, base))

    def _best(self, node: Node, base: int) -> ast.Expression:
        parts = self._parts(node, base, "best")
        span = span_of(node, base)
        return ast.Call(ast.Name("max", span=span), parts, span=span) if parts else ast.Null(span=span)

    def _sum(self, node: Node, base: int) -> ast.Expression:
        parts = self._parts(node, base, "sum")
        if not parts:
            return ast.Null(span=span_of(node, base))
        return reduce(lambda left, right: ast.Arithmetic("+", left, right, span=left.span.join(right.span)), parts)

    def _parts(self, node: Node, base: int, what: str) -> tuple[ast.Expression, ...]:
        items = self.reader.items(node, what)
        if not items and isinstance(node, Sequence):
            self.reader.report(
                "wrong-shape", node, f"{what} has no parts", "List names, formulas or {of: …, bands: …}."
            )
        return tuple(
            self._points(item, base) if isinstance(item, Mapping) else self.part(item, base, f"a part of {what}")
            for item in items
        )


def span_of(node: Node, base: int) -> Span:
    """Return the span of a node counted from the offset `base`."""
    return Span(node.start - base, content_end(node) - base)
