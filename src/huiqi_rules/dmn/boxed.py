"""Boxed expressions to closures: literal expressions, contexts, lists, relations, invocations, functions, loops."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.notes import noting
from huiqi_rules.dmn.sight import Sight, shown
from huiqi_rules.dmn.tables import decision_table
from huiqi_rules.dmn.xml import children_of, first_of, text_of
from huiqi_rules.scalar.binding import Source, collect, pick, quantify, select
from huiqi_rules.scalar.calls import Builtin, Function
from huiqi_rules.scalar.closures import Closure, Constant, Environment
from huiqi_rules.scalar.types import FeelType
from huiqi_rules.scalar.values import iterate

EXPRESSIONS: Final = frozenset(
    {
        "literalExpression",
        "decisionTable",
        "context",
        "list",
        "relation",
        "invocation",
        "functionDefinition",
        "conditional",
        "for",
        "some",
        "every",
        "filter",
    }
)


def expression_in(parent: Element | None, sight: Sight) -> Closure:
    """Return the closure of the expression inside an element; null when there is none."""
    found = None if parent is None else first_of(parent, EXPRESSIONS)
    return Constant(None) if found is None else expression(found, sight)


def expression(element: Element, sight: Sight) -> Closure:
    """Return the closure of one boxed expression."""
    sight = sight.at(element)
    match element.tag:
        case "literalExpression":
            return _literal(element, sight)
        case "decisionTable":
            return decision_table(element, sight)
        case "context":
            return _context(element, sight)
        case "list":
            items = tuple(expression(item, sight) for item in children_of(element, EXPRESSIONS))
            return lambda environment: [item(environment) for item in items]
        case "relation":
            return _relation(element, sight)
        case "invocation":
            return _invocation(element, sight)
        case "functionDefinition":
            return function_definition(element, sight)
        case "conditional":
            return _conditional(*(expression_in(element.find(tag), sight) for tag in ("if", "then", "else")))
        case _:
            return _loop(element, sight)


def function_definition(element: Element, sight: Sight, result: FeelType | None = None) -> Closure:
    """Return the closure that makes the function value; code in other languages is never run and gives null."""
    parameters = tuple(
        (parameter.get("name", ""), sight.at(parameter).type_named(parameter.get("typeRef")))
        for parameter in element.findall("formalParameter")
    )
    if element.get("kind", "FEEL") not in ("FEEL", "F"):
        return Constant(Function(parameters, lambda _: _foreign(sight)))
    refused = partial(sight.note, "call-refused")
    body = expression_in(element, sight.push(*(name for name, _ in parameters)))

    def evaluate(environment: Environment) -> object:
        def run(values: Sequence[object]) -> object:
            return body([environment, *values])

        return Function(parameters, run, result, refused)

    return evaluate


def _foreign(sight: Sight) -> None:
    sight.note(
        "foreign-code",
        "a function is written in another language; such code is never run, and its result is null",
        "write the function in FEEL",
    )


def _literal(element: Element, sight: Sight) -> Closure:
    language = element.get("expressionLanguage", "")
    if language and "feel" not in language.lower():
        sight.find("unknown-language", f"`{language}` is not FEEL, so the expression is null", "write it in FEEL")
        return Constant(None)
    return sight.expression(text_of(element))


def _context(element: Element, sight: Sight) -> Closure:
    keys: list[str] = []
    values: list[Closure] = []
    result: Closure | None = None
    for entry in element.findall("contextEntry"):
        variable = entry.find("variable")
        if variable is None:
            result = expression_in(entry, sight.push(*keys))
            continue
        # A function sees its own name too, and may call itself.
        own = (variable.get("name", ""),) if entry.find("functionDefinition") is not None else ()
        value = expression_in(entry, sight.push(*keys, *own))
        name = variable.get("name", "")
        values.append(sight.at(variable).typed(value, variable.get("typeRef"), f"the entry `{name}`"))
        keys.append(name)

    def evaluate(environment: Environment) -> object:
        frame = [environment]
        for value in values:
            frame.append(value(frame))
        return dict(zip(keys, frame[1:], strict=True)) if result is None else result(frame)

    return evaluate


def _relation(element: Element, sight: Sight) -> Closure:
    found = element.findall("column")
    columns = tuple(column.get("name", "") for column in found)
    rows = tuple(
        tuple(
            sight.at(cell).typed(
                expression(cell, sight), column.get("typeRef"), f"the column `{column.get('name', '')}`"
            )
            for cell, column in zip(children_of(row, EXPRESSIONS), found, strict=False)
        )
        for row in element.findall("row")
    )

    def evaluate(environment: Environment) -> object:
        return [dict(zip(columns, (cell(environment) for cell in row), strict=False)) for row in rows]

    return evaluate


def _conditional(condition: Closure, consequence: Closure, alternative: Closure) -> Closure:
    def evaluate(environment: Environment) -> object:
        answer = condition(environment)
        if answer is True:
            return consequence(environment)
        # The kit makes a boxed condition that is no condition at all an error.
        return alternative(environment) if answer is None or answer is False else None

    return evaluate


def _invocation(element: Element, sight: Sight) -> Closure:
    function = expression_in(element, sight)
    bindings = tuple(
        (
            parameter.get("name", ""),
            sight.at(parameter).typed(
                expression_in(binding, sight),
                parameter.get("typeRef"),
                f"the parameter `{parameter.get('name', '')}`",
            ),
        )
        for binding in element.findall("binding")
        for parameter in binding.findall("parameter")
    )

    def evaluate(environment: Environment) -> object:
        target = function(environment)
        if not isinstance(target, (Function, Builtin)):
            sight.note("no-function", f"what is invoked is {shown(target)}, no function")
            return None
        return target.call_named({name: value(environment) for name, value in bindings})

    return evaluate


def _loop(element: Element, sight: Sight) -> Closure:
    inside = expression_in(element.find("in"), sight)
    if element.tag == "filter":
        match = element.find("match")
        return _filter(inside, expression_in(match, sight.push("item", open_item=True)), expression_in(match, sight))
    sources: tuple[Source, ...] = (lambda environment: iterate(inside(environment)),)
    variable = element.get("iteratorVariable", "item")
    if element.tag == "for":
        # The source runs on the frame of `partial` too.
        shifted: tuple[Source, ...] = (lambda frame: iterate(inside(frame[0])),)
        body = expression_in(element.find("return"), sight.push("partial").push(variable))
        return collect(shifted, body, looks_back=True)
    condition = expression_in(element.find("satisfies"), sight.push(variable))
    return quantify(sources, condition, deciding=element.tag == "some")


def _filter(inside: Closure, condition: Closure, index: Closure) -> Closure:
    def evaluate(environment: Environment) -> object:
        items = inside(environment)
        if items is None:
            return None
        values = items if isinstance(items, (list, tuple)) else [items]
        with noting(Findings()):
            # A condition is tried outside of the items too, where it may be an index; what goes wrong there says nothing.
            place = index(environment)
        if isinstance(place, Decimal):
            return pick(values, place)
        return select(values, environment, condition, lenient=True)

    return evaluate
