"""Walking formulas: every node, and the names that a formula reads (not the functions that it calls)."""

from __future__ import annotations

from collections.abc import Iterator

from huiqi_rules.check.rulebook import clause_roles
from huiqi_rules.model.facts import Formula
from huiqi_rules.model.policy import Version
from huiqi_rules.syntax import ast


def walk(tree: ast.Node) -> Iterator[ast.Node]:
    """Yield a node and everything below it; the name of a called function is left out."""
    pending: list[object] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(node)
        elif isinstance(node, ast.Call):
            yield node
            pending.extend(node.arguments)
            if not isinstance(node.function, ast.Name):
                pending.append(node.function)
        elif isinstance(node, ast.Node):
            yield node
            # The slots of a node kind are its own parts; the span belongs to the base.
            pending.extend(getattr(node, part) for part in type(node).__slots__)


def names_read(tree: ast.Node) -> frozenset[str]:
    """Return the names that a formula reads."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, ast.Name))


def formulas_of(version: Version) -> Iterator[Formula]:
    """Yield every formula of a version: values, conditions, amounts and limits."""
    yield from (value.of for value in version.values if value.of is not None)
    yield from (condition.when for condition in version.conditions)
    for clause in version.clauses:
        yield from (formula for _, formula in clause_roles(clause))
