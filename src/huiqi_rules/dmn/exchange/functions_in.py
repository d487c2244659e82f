"""Functions of a model written out where they are called: packs have none of their own.

A business knowledge model of plain FEEL comes to the same as its text with the arguments in place of its parameters, where it
sees nothing else, does not call itself, and every argument and its result are of the types that are declared for them. So does a
decision service with one output, whose decisions are formulas put into each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.dmn.exchange.formulas_in import NodeType, Scope, parsed, renamed
from huiqi_rules.dmn.exchange.incoming import Incoming, name_of, words_of
from huiqi_rules.dmn.exchange.kinds import Kinds, Structure
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.dmn.exchange.results_in import refuse_misfit
from huiqi_rules.dmn.xml import text_of
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import free_names, walk

_NODES_MAX: Final = 5_000
_WRITE_OUT: Final = "write the function out in the model, or the rule by hand"
_LOGIC: Final = frozenset({"literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
                          "conditional", "for", "some", "every", "filter"})  # fmt: skip
_NO_LOGIC: Final = frozenset({"formalParameter", "description", "extensionElements"})
# What a decision may call.
CALLED: Final = ("businessKnowledgeModel", "decisionService")
Arguments: TypeAlias = Mapping[str, ast.Expression]


@dataclass(frozen=True, slots=True)
class FunctionIn:
    """A business knowledge model: its parameters with their types, its logic, the type of its result, what it may call."""

    name: str
    parameters: Mapping[str, str | None]
    logic: Element
    result: str | None
    seen: Mapping[str, Element] = field(default_factory=dict)

    def arguments(self, call: ast.Call) -> Arguments:
        """Return the arguments of a call by parameter; raise `CannotHold` where they are not those of the function."""
        names = call.names or tuple(self.parameters)
        if len(call.arguments) != len(self.parameters) or set(names) != set(self.parameters):
            raise CannotHold(f"it takes {len(self.parameters)} arguments, and is given others", _WRITE_OUT)
        return dict(zip(names, call.arguments, strict=True))

    def filled(self, tree: NodeType, arguments: Arguments) -> NodeType:
        """Return a part of its logic with arguments in place of the parameters; raise `CannotHold` where it sees more."""
        called = {
            node.function.name
            for node in walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.function, ast.Name)
        }
        foreign = free_names(tree) - self.parameters.keys() - self.seen.keys() - SIGNATURES.keys()
        if foreign or called & self.parameters.keys():
            raise CannotHold(f"it uses {min(foreign or called)}, which is none of its parameters", _WRITE_OUT)
        return renamed(tree, lambda node: arguments.get(node.name) if isinstance(node, ast.Name) else None)


class Functions:
    """The business knowledge models of a model; `written` and `refused` tell by id what became of those that were called."""

    def __init__(self, model: Incoming, kinds: Kinds) -> None:
        self.model = model
        self.kinds = kinds
        self.by_id = {element.get("id", ""): element for tag in CALLED for element in model.elements(tag)}
        self.decisions = {element.get("id", ""): element for element in model.elements("decision")}
        self.inputs = {element.get("id", ""): element for element in model.elements("inputData")}
        self.written: set[str] = set()
        self.refused: dict[str, CannotHold] = {}
        declared = (*model.elements("inputData"), *model.elements("decision"))
        self.types = {
            name_of(element): None if (one := element.find("variable")) is None else one.get("typeRef")
            for element in declared
        }

    def seen_by(self, element: Element) -> Mapping[str, Element]:
        """Return the functions that an element may call, by name."""
        keys = self.model.keys(target for holder in element.findall("knowledgeRequirement") for target in holder)
        return {name_of(self.by_id[key]): self.by_id[key] for key in keys if key in self.by_id}

    def speller(self, element: Element) -> Callable[[ast.Node, Scope], ast.Node]:
        """Return what writes out the calls in the formulas of an element, checked by its scope."""
        seen = self.seen_by(element)
        return lambda tree, scope: self._spelled(tree, seen, scope, ())

    def table_of(
        self, call: ast.Expression, element: Element, scope: Scope
    ) -> tuple[Element, Scope, str | None] | None:
        """Return the table that a call stands for, the scope of its texts and its type; None where it is no such call."""
        if not isinstance(call, ast.Call) or not isinstance(call.function, ast.Name):
            return None
        found = self.seen_by(element).get(call.function.name)
        logic = None if found is None else found.find("encapsulatedLogic")
        table = None if logic is None else logic.find("decisionTable")
        if found is None or table is None:
            return None
        with _Trying(self, found):
            function = self._function(found)
            arguments = self._fitting(function, call, scope)
        self.written.add(found.get("id", ""))
        inner = Scope.of(
            scope.spaced,
            scope.meanings,
            scope.left,
            lambda tree, _: scope.spell(function.filled(tree, arguments), scope),
        )
        return table, inner, function.result

    def _spelled(self, tree: ast.Node, seen: Mapping[str, Element], scope: Scope, above: tuple[str, ...]) -> ast.Node:
        def put(node: ast.Node) -> ast.Node | None:
            match node:
                case ast.Call(ast.Name(name), arguments) if name in seen:
                    ready = tuple(renamed(argument, put) for argument in arguments)
                    return self._called(seen[name], ast.Call(node.function, ready, node.names), scope, above)
                case _:
                    return None

        return renamed(tree, put)

    def _called(self, element: Element, call: ast.Call, scope: Scope, above: tuple[str, ...]) -> ast.Expression:
        key = element.get("id", "")
        with _Trying(self, element):
            if key in above:
                raise CannotHold("it calls itself", _WRITE_OUT)
            if element.tag == "decisionService":
                made = self._served(element, call, scope, (*above, key))
            else:
                made = self._worked_out(element, call, scope, (*above, key))
            if sum(1 for _ in walk(made)) > _NODES_MAX:
                raise CannotHold(f"its formula has more than {_NODES_MAX} parts", _WRITE_OUT)
            # What packs do not have at all is told of the function, not of who calls it.
            scope.named(made)
        self.written.add(key)
        return made

    def _worked_out(self, element: Element, call: ast.Call, scope: Scope, above: tuple[str, ...]) -> ast.Expression:
        function = self._function(element)
        return self._filled(function, self._fitting(function, call, scope), scope, above)

    def _served(self, service: Element, call: ast.Call, scope: Scope, above: tuple[str, ...]) -> ast.Expression:
        keys = self.model.keys((*service.findall("inputData"), *service.findall("inputDecision")))
        taken = [one for key in keys if (one := self.inputs.get(key, self.decisions.get(key))) is not None]
        outputs = self.model.keys(service.findall("outputDecision"))
        if len(outputs) != 1 or outputs[0] not in self.decisions:
            raise CannotHold("it has several outputs, or none", _WRITE_OUT)
        variable = service.find("variable")
        result = None if variable is None else variable.get("typeRef")
        function = FunctionIn(
            name_of(service), {name_of(one): self.types.get(name_of(one)) for one in taken}, service, result
        )
        known = dict(self._fitting(function, call, scope))
        output = self.decisions[outputs[0]]
        self._decided(output, known, scope, above)
        made = known[name_of(output)]
        self._refuse_unfit(made, result, scope)
        return made

    def _decided(
        self, decision: Element, known: dict[str, ast.Expression], scope: Scope, above: tuple[str, ...]
    ) -> None:
        """Put a decision of a service, and those that it requires, into what is known by name."""
        key, name = decision.get("id", ""), name_of(decision)
        if key in above:
            raise CannotHold("it requires itself, or a decision that does", _WRITE_OUT)
        logic = [part for part in decision if part.tag in _LOGIC]
        if len(logic) != 1:
            raise CannotHold("its decisions are more than formulas", _WRITE_OUT)
        needed = self.model.keys(target for holder in decision.findall("informationRequirement") for target in holder)
        for one in needed:
            if one in self.decisions and name_of(self.decisions[one]) not in known:
                self._decided(self.decisions[one], known, scope, (*above, key))
        seen = {name_of(self.decisions.get(one, self.inputs.get(one))) for one in needed}
        arguments = {one: tree for one, tree in known.items() if one in seen}
        function = FunctionIn(name, dict.fromkeys(arguments), logic[0], self.types.get(name), self.seen_by(decision))
        known[name] = self._filled(function, arguments, scope, (*above, key))

    def _fitting(self, function: FunctionIn, call: ast.Call, scope: Scope) -> Arguments:
        arguments = function.arguments(call)
        for name, tree in arguments.items():
            self._refuse_unfit(tree, function.parameters[name], scope)
        return arguments

    def _filled(
        self, function: FunctionIn, arguments: Arguments, scope: Scope, above: tuple[str, ...]
    ) -> ast.Expression:
        if function.logic.tag != "literalExpression":
            raise CannotHold(f"packs have no boxed {words_of(function.logic.tag)}", _WRITE_OUT)
        filled = function.filled(parsed(text_of(function.logic), scope.spaced), arguments)
        if sum(1 for _ in walk(filled)) > _NODES_MAX:
            raise CannotHold(f"its formula has more than {_NODES_MAX} parts", _WRITE_OUT)
        made = self._spelled(filled, function.seen, scope, above)
        assert isinstance(made, ast.Expression)
        self._refuse_unfit(made, function.result, scope)
        return made

    def _function(self, element: Element) -> FunctionIn:
        holder = element.find("encapsulatedLogic")
        parts = [] if holder is None else [part for part in holder if part.tag not in _NO_LOGIC]
        if holder is None or holder.get("kind", "FEEL") not in ("FEEL", "F") or len(parts) != 1:
            raise CannotHold("it has no logic in FEEL", _WRITE_OUT)
        language = parts[0].get("expressionLanguage") or self.model.root.get("expressionLanguage") or "feel"
        if "feel" not in language.lower():
            raise CannotHold(f"it is written in {language}, not in FEEL", _WRITE_OUT)
        parameters = {one.get("name", ""): one.get("typeRef") for one in holder.findall("formalParameter")}
        variable = element.find("variable")
        result = (
            (None if variable is None else variable.get("typeRef")) or holder.get("typeRef") or parts[0].get("typeRef")
        )
        return FunctionIn(name_of(element), parameters, parts[0], result, self.seen_by(element))

    def _refuse_unfit(self, tree: ast.Expression, reference: str | None, scope: Scope) -> None:
        """Raise `CannotHold` where a value may be none of the type declared for it: the standard's result is null there."""
        if not reference or reference.rpartition(":")[2] == "Any":
            return
        shape = self.kinds.of(reference)
        if isinstance(shape, Structure):
            if not isinstance(tree, ast.Name) or self.types.get(tree.name) != reference:
                raise CannotHold(f"its type {reference} has components", _WRITE_OUT)
            return
        refuse_misfit(shape, *scope.typed(scope.named(tree)))


@dataclass(frozen=True, slots=True)
class _Trying:
    """Names the function for which something cannot be held, and notes that it was refused."""

    functions: Functions
    element: Element

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, problem: BaseException | None, __: object) -> None:
        if isinstance(problem, CannotHold):
            self.functions.refused.setdefault(self.element.get("id", ""), problem)
            why = f"it calls {name_of(self.element)}, which cannot be written out: "
            # Whoever calls itself is named once.
            raise CannotHold(why + problem.why.removeprefix(why), problem.remedy) from None


def called(invocation: Element, spaced: frozenset[str]) -> ast.Expression:
    """Return a boxed invocation as a call; raise `CannotHold` where a part of it is more than a formula."""
    function = invocation.find("literalExpression")
    names: list[str] = []
    arguments: list[ast.Expression] = []
    for binding in invocation.findall("binding"):
        parameter, formula = binding.find("parameter"), binding.find("literalExpression")
        if parameter is None or formula is None or not text_of(formula) or parameter.get("typeRef"):
            raise CannotHold("packs have no boxed invocation", _WRITE_OUT)
        names.append(parameter.get("name", ""))
        arguments.append(parsed(text_of(formula), spaced))
    if function is None or not text_of(function):
        raise CannotHold("packs have no boxed invocation", _WRITE_OUT)
    return ast.Call(parsed(text_of(function), spaced), tuple(arguments), tuple(names))
