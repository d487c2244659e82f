"""Guards against null that a model needs and a pack does not: there unknown stays unknown by itself."""

from __future__ import annotations

from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import same


def unguarded(node: ast.Node) -> ast.Node | None:
    """Return a choice without its guard, None for any other node.

    `if x = null then null else x = y` is `x = y`; `if q then a else if not(q) then b else null` is `if q then a else b`.
    """
    match node:
        case ast.If(condition, ast.Null(), ast.Compare(_, left, right) as compared):
            asked = condition.operands if isinstance(condition, ast.Or) else (condition,)
            return compared if all(_asks_for_null(one, left, right) for one in asked) else None
        case ast.If(question, answer, ast.If(ast.Call(ast.Name("not"), (contrary,)), other, ast.Null())) if same(
            question, contrary
        ):
            return ast.If(question, answer, other)
        case _:
            return None


def _asks_for_null(asked: ast.Expression, left: ast.Expression, right: ast.Expression) -> bool:
    match asked:
        case ast.Compare("=", operand, ast.Null()):
            return same(operand, left) or same(operand, right)
        case _:
            return False
