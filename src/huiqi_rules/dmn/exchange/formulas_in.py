"""FEEL of a model as formulas of a pack: names put into the pack's, money given its unit, every type known before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, TypeAlias, TypeVar

from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.check.infer import LEVELS_MAX, infer, typed_tree
from huiqi_rules.check.problems import FormulaProblem
from huiqi_rules.check.tree import NameKind, Reference, Typed
from huiqi_rules.core.types import YUAN, NumberType, Type
from huiqi_rules.dmn.exchange.kinds import tests_of
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.dmn.exchange.unguarded import unguarded
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression
from huiqi_rules.syntax.walk import children

NodeType = TypeVar("NodeType", bound=ast.Node)
# A name of the model, behind it its components: ("loan", "rate").
ModelPath = tuple[str, ...]

_BY_HAND: Final = "write this part by hand in the pack"
_FOREIGN: Final[Mapping[type[ast.Node], str]] = {
    ast.For: "loops", ast.Quantified: "some and every", ast.Filter: "filters", ast.ContextLiteral: "contexts",
    ast.FunctionLiteral: "functions of their own", ast.InstanceOf: "questions for a type",
}  # fmt: skip
_COMPUTING: Final = (
    ast.Compare, ast.Arithmetic, ast.Between, ast.If, ast.FirstMatch, ast.Call, ast.In, ast.And, ast.Or, ast.Negate,
)  # fmt: skip
_TOO_DEEP: Final = (f"its formula has more than {LEVELS_MAX} levels", "give parts of it decisions of their own")
_ADDING: Final = frozenset({"min", "max", "sum"})


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name of the model is in the pack."""

    kind: NameKind
    id: str
    type: Type


Speller: TypeAlias = "Callable[[ast.Node, Scope], ast.Node]"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the formulas of one decision see: the pack's things by the model's names, and what was left behind.

    `spell` writes out the functions of the model that a tree calls.
    """

    spaced: frozenset[str]
    meanings: Mapping[ModelPath, Meant]
    left: frozenset[str] = frozenset()
    by_id: Mapping[str, Meant] = field(default_factory=dict)
    spell: Speller = lambda tree, _: tree

    @staticmethod
    def of(
        spaced: frozenset[str],
        meanings: Mapping[ModelPath, Meant],
        left: frozenset[str],
        spell: Speller = lambda tree, _: tree,
    ) -> Scope:
        """Return the scope over meanings, which formulas of the pack then name by id."""
        return Scope(spaced, meanings, left, {meant.id: meant for meant in meanings.values()}, spell)

    def formula(self, text: str) -> ast.Expression:
        """Return a text as a formula over the pack's ids; raise `CannotHold` where it cannot be one."""
        return self.spelled(parsed(text, self.spaced))

    def spelled(self, tree: NodeType) -> NodeType:
        """Return a tree of the model over the pack's ids, the functions that it calls written out; raise `CannotHold`."""
        _refuse_depth(tree)
        try:
            return self.named(self.spell(tree, self))  # type: ignore[return-value]  # calls are put for calls
        except RecursionError:
            # Calls within calls are as deep as their author made them.
            raise CannotHold(*_TOO_DEEP) from None

    def tests(self, text: str) -> ast.UnaryTests:
        """Return a text as unary tests over the pack's ids; an empty one holds for everything."""
        return self.tests_named(tests_of(text, self.spaced)) if text else ast.UnaryTests((ast.AnyValue(),))

    def tests_named(self, tests: ast.UnaryTests) -> ast.UnaryTests:
        """Return tests with the pack's ids in place of the model's names."""
        return self.spelled(tests)

    def typed(self, tree: ast.Expression) -> tuple[ast.Expression, Typed]:
        """Return a formula with its money written as money, and its types; raise `CannotHold` where it has none."""
        try:
            fitted = with_money(tree, self.resolve)
            return fitted, typed_tree(fitted, self.resolve)
        except FormulaProblem as problem:
            raise CannotHold(problem.problem, problem.remedy or _BY_HAND) from None

    def resolve(self, node: ast.Name) -> Reference:
        """Return what an id stands for."""
        meant = self.by_id.get(node.name)
        if meant is None:
            raise FormulaProblem("unknown-name", node, f"nothing here is called {node.name}", _BY_HAND)
        return Reference(meant.kind, meant.id, meant.type, node)

    def named(self, tree: NodeType) -> NodeType:
        """Return a tree with the pack's ids in place of the model's names; raise `CannotHold` for what packs do not have."""
        _refuse_depth(tree)
        return renamed(_without_guards(tree), self._rename)

    def _rename(self, node: ast.Node) -> ast.Node | None:
        foreign = _FOREIGN.get(type(node))
        if foreign is not None:
            raise CannotHold(f"packs have no {foreign}", "bring the figure that it works out as a fact, or " + _BY_HAND)
        match node:
            case ast.Name() | ast.Path():
                return self._thing(node)
            case ast.Call(ast.Name(name)):
                signature = SIGNATURES.get(name)
                if signature is None or not signature.standard:
                    why = f"it calls {name}, which is no function of the standard"
                    raise CannotHold(why, "write the function out in the model, or the rule by hand")
                return replace(node, arguments=tuple(renamed(argument, self._rename) for argument in node.arguments))
            case _:
                return None

    def _thing(self, node: ast.Name | ast.Path) -> ast.Node:
        path = _path(node)
        if path is None:
            raise CannotHold("it takes a part of a computed value", _BY_HAND)
        meant = self.meanings.get(path)
        if meant is not None:
            return ast.Name(meant.id, span=node.span)
        if isinstance(node, ast.Path) and node.name == "year" and path[:-1] in self.meanings:
            return ast.Call(ast.Name("year"), (self._thing(node.source),))  # type: ignore[arg-type]  # a path was found in it
        shown = ".".join(path)
        if path[0] in self.left:
            raise CannotHold(f"it uses {path[0]}, which did not come over", f"see what is said of {path[0]}")
        if any(known[0] == path[0] for known in self.meanings):
            raise CannotHold(f"it uses {shown}, which is no single value", "name one component of it")
        raise CannotHold(
            f"it uses {shown}, which it does not require", "add the requirement, or the input data, to the model"
        )


def parsed(text: str, spaced: frozenset[str]) -> ast.Expression:
    """Return a text of the model as it stands; raise `CannotHold` where it is no FEEL."""
    try:
        return parse_expression(text, names=spaced)
    except FeelSyntaxError as error:
        raise CannotHold(f"its text is not FEEL: {error.problem}", error.remedy or "correct it in the model") from None


def renamed(node: NodeType, put: Callable[[ast.Node], ast.Node | None]) -> NodeType:
    """Return the tree with every part for which `put` gives another replaced, from the top."""
    other = put(node)
    if other is not None:
        return other  # type: ignore[return-value]  # a name is put for a name
    changed: dict[str, Any] = {}
    for part in fields(node):
        if part.name == "span":
            continue
        value = getattr(node, part.name)
        new = _renamed_part(value, put)
        if new is not value:
            changed[part.name] = new
    return replace(node, **changed) if changed else node


def with_money(node: ast.Expression, resolve: Callable[[ast.Name], Reference]) -> ast.Expression:
    """Return a formula with every bare figure that stands beside money written in yuan."""

    def put(part: ast.Node) -> ast.Node | None:
        return with_money(part, resolve) if part is not node and isinstance(part, _COMPUTING) else None

    inner = renamed(node, put)
    match inner:
        case ast.Compare(_, left, right) | ast.Arithmetic("+" | "-", left, right):
            pair = _same_unit((left, right), resolve)
            return replace(inner, left=pair[0], right=pair[1])
        case ast.Between(value, low, high):
            three = _same_unit((value, low, high), resolve)
            return replace(inner, value=three[0], low=three[1], high=three[2])
        case ast.If(_, consequence, alternative):
            pair = _same_unit((consequence, alternative), resolve)
            return replace(inner, consequence=pair[0], alternative=pair[1])
        case ast.FirstMatch(rows, otherwise):
            answers = _same_unit((*(answer for _, answer in rows), otherwise), resolve)
            pairs = zip((question for question, _ in rows), answers[:-1], strict=True)
            return replace(inner, rows=tuple(pairs), otherwise=answers[-1])
        case ast.Call(ast.Name(name), (ast.ListLiteral(items),)) if name in _ADDING:
            return replace(inner, arguments=(ast.ListLiteral(_same_unit(items, resolve)),))
        case ast.Call(ast.Name(name), arguments) if name in _ADDING:
            return replace(inner, arguments=_same_unit(arguments, resolve))
        case ast.In(value, tests):
            return _money_in(inner, value, tests, resolve)
        case _:
            return inner


def tests_with_money(
    value: ast.Expression, tests: ast.UnaryTests, resolve: Callable[[ast.Name], Reference]
) -> ast.UnaryTests:
    """Return the tests of a table's cell with bare figures in yuan where the input is money."""
    changed = _money_in(ast.In(value, tests.tests), value, tests.tests, resolve)
    assert isinstance(changed, ast.In)
    return replace(tests, tests=changed.tests)


def in_yuan(part: ast.Expression, resolve: Callable[[ast.Name], Reference]) -> ast.Expression:
    """Return a formula whose figures have no unit as an amount in yuan; any other as it is."""
    match part:
        case ast.If(_, consequence, alternative):
            return replace(part, consequence=in_yuan(consequence, resolve), alternative=in_yuan(alternative, resolve))
        case ast.FirstMatch(rows, otherwise):
            answers = tuple((question, in_yuan(answer, resolve)) for question, answer in rows)
            return replace(part, rows=answers, otherwise=in_yuan(otherwise, resolve))
        case _:
            return _yuan(part, resolve)


def _money_in(
    node: ast.In, value: ast.Expression, tests: tuple[ast.Test, ...], resolve: Callable[[ast.Name], Reference]
) -> ast.Expression:
    if not _is_money(value, resolve):
        return node

    def put(test: ast.Test) -> ast.Test:
        match test:
            case ast.UnaryCompare(operator, operand):
                return ast.UnaryCompare(operator, _yuan(operand, resolve))
            case ast.RangeLiteral(low, high):
                ends = [None if end is None else _yuan(end, resolve) for end in (low, high)]
                return replace(test, low=ends[0], high=ends[1])
            case ast.ListLiteral(items):
                return ast.ListLiteral(tuple(_yuan(item, resolve) for item in items))
            case ast.AnyValue():
                return test
            case _:
                return _yuan(test, resolve)

    return replace(node, tests=tuple(put(test) for test in tests))


def _same_unit(
    parts: tuple[ast.Expression, ...], resolve: Callable[[ast.Name], Reference]
) -> tuple[ast.Expression, ...]:
    if not any(_is_money(part, resolve) for part in parts):
        return parts
    return tuple(_yuan(part, resolve) for part in parts)


def _yuan(part: ast.Expression, resolve: Callable[[ast.Name], Reference]) -> ast.Expression:
    # Only a figure that is written there: what is known to be people or a share stays wrong beside money.
    kind = _type_of(part, resolve)
    return ast.Call(ast.Name("元"), (part,)) if isinstance(kind, NumberType) and kind.unit is None else part


def _is_money(part: ast.Expression, resolve: Callable[[ast.Name], Reference]) -> bool:
    kind = _type_of(part, resolve)
    return isinstance(kind, NumberType) and kind.unit == YUAN


def _type_of(part: ast.Expression, resolve: Callable[[ast.Name], Reference]) -> Type | None:
    try:
        return infer(part, resolve).type
    except FormulaProblem:
        return None


def _renamed_part(value: Any, put: Callable[[ast.Node], ast.Node | None]) -> Any:
    if isinstance(value, ast.Node):
        return renamed(value, put)
    if isinstance(value, tuple):
        new = tuple(_renamed_part(item, put) for item in value)
        return value if all(one is two for one, two in zip(new, value, strict=True)) else new
    return value


def _path(node: ast.Expression) -> ModelPath | None:
    names: list[str] = []
    while isinstance(node, ast.Path):
        names.append(node.name)
        node = node.source
    return (node.name, *reversed(names)) if isinstance(node, ast.Name) else None


def _without_guards(tree: NodeType) -> NodeType:
    def put(node: ast.Node) -> ast.Node | None:
        plain = unguarded(node)
        return None if plain is None else _without_guards(plain)

    return renamed(tree, put)


def _refuse_depth(tree: ast.Node) -> None:
    waiting = [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        if level > LEVELS_MAX:
            raise CannotHold(*_TOO_DEEP)
        waiting.extend((child, level + 1) for child in children(node))
