"""What the checker can find wrong with a formula, turned into diagnostics at their place in the pack."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic, Findings, excerpt
from huiqi_rules.model.facts import Formula
from huiqi_rules.syntax.ast import Node

# Comparing takes time with the product of both lengths, and no name is longer.
NAME_COMPARED_MAX = 100


class FormulaProblem(Exception):
    """Raised inside the checker at the part of a formula that cannot be typed; caught per formula."""

    def __init__(self, code: str, node: Node, problem: str, remedy: str = "") -> None:
        self.code = code
        self.node = node
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


def report(problem: FormulaProblem, formula: Formula, findings: Findings) -> None:
    """Add the problem to the findings with its place and the line it stands in."""
    span = problem.node.span
    place = formula.place_of(span)
    start = formula.text.rfind("\n", 0, span.start) + 1
    line = formula.text[start:].split("\n", 1)[0]
    length = max(1, min(span.end, start + len(line)) - span.start)
    shown = excerpt(line, span.start - start + 1, length)
    findings.add(Diagnostic(problem.code, place, problem.problem, problem.remedy, shown))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a remedy that names the closest known names, or an empty text."""
    close = difflib.get_close_matches(name[:NAME_COMPARED_MAX], list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else ""
