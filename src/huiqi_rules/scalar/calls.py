"""Calls: built-ins, functions written in FEEL, and function values of contexts and models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.scalar import types
from huiqi_rules.scalar.closures import Closure, Constant, Environment, fold
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.functions import bind
from huiqi_rules.scalar.limits import bounded, call_body, spend_on_arguments
from huiqi_rules.scalar.quick import quicken
from huiqi_rules.syntax import ast

# Parameter types that a list may fit.
_LIST_KINDS: Final = ("list", "any", "T", "function")


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value: its parameters with their types, and what runs on the coerced values.

    A call with a wrong number of arguments or one that does not fit its type gives null, as the standard says;
    `refused` is told why.
    """

    parameters: tuple[tuple[str, types.FeelType | None], ...]
    body: Callable[[Sequence[object]], object]
    result: types.FeelType | None = None
    refused: Callable[[str], None] | None = None

    def __call__(self, *values: object) -> object:
        """Return the value of the body for positional arguments."""
        if len(values) != len(self.parameters):
            self._refuse(f"the function takes {len(self.parameters)} arguments and was given {len(values)}")
            return None
        fitted = []
        for value, (name, wanted) in zip(values, self.parameters, strict=True):
            fitting = value if wanted is None else types.coerce(value, wanted)
            if fitting is None and value is not None:
                self._refuse(f"the argument `{name}` is of another type than the function takes")
                return None
            fitted.append(fitting)
        answer = call_body(self.body, fitted)
        if self.result is None or answer is None:
            return answer
        fitting = types.coerce(answer, self.result)
        if fitting is None:
            self._refuse("the function's value is of another type than it promises")
        return fitting

    def call_named(self, values: Mapping[str, object]) -> object:
        """Return the value of the body for named arguments, those left out null; null when a name is no parameter's."""
        unknown = values.keys() - {name for name, _ in self.parameters}
        if unknown:
            self._refuse(f"the function has no parameter `{min(unknown)}`")
            return None
        return self(*(values.get(name) for name, _ in self.parameters))

    def _refuse(self, why: str) -> None:
        if self.refused is not None:
            self.refused(f"{why}; the result is null")


@dataclass(frozen=True, slots=True, eq=False)
class Builtin:
    """A built-in as a value, for `sort(list, precedes)` and the like."""

    name: str
    function: Callable[..., object]

    def __call__(self, *values: object) -> object:
        """Return the result for positional arguments."""
        return _run(self.function, unwrapped(self.name, values))

    def call_named(self, values: Mapping[str, object]) -> object:
        """Return the result for named arguments; null when they do not fit any signature."""
        bound = bind(self.name, (), values)
        return None if bound is None else _run(self.function, unwrapped(self.name, bound))


def unwrapped(name: str, values: Sequence[object]) -> Sequence[object]:
    """Return the arguments with the element of a list of one where the built-in takes no list, as the standard says."""
    if not any(isinstance(value, (list, tuple)) and len(value) == 1 for value in values):
        return values
    signature = SIGNATURES.get(name)
    if signature is None:
        return values
    for alternative in signature.alternatives:
        wanted = [parameter.type for parameter in alternative.parameters]
        if len(values) > len(wanted):
            continue
        pairs = zip(values, wanted, strict=False)
        return [value if kind.startswith(_LIST_KINDS) else _element(value) for value, kind in pairs]
    return values


def _element(value: object) -> object:
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


def builtin_value(name: str, function: Callable[..., object]) -> Builtin:
    """Return a built-in as a value."""
    return Builtin(name, function)


def function_literal(node: ast.FunctionLiteral, compilation: Compilation) -> Closure:
    """Return the closure that makes the function value; foreign code is never run and gives null."""
    parameters = tuple(
        (name, None if wanted is None else types.from_name(wanted, compilation.known_types))
        for name, wanted in node.parameters
    )
    if node.external:
        return Constant(Function(parameters, lambda _: None))
    body = compilation.push(*(name for name, _ in parameters)).build(node.body)

    def evaluate(environment: Environment) -> object:
        return Function(parameters, lambda values: body([environment, *values]))

    return evaluate


def call(node: ast.Call, compilation: Compilation) -> Closure:
    """Return the closure of a call by position or by name."""
    arguments = tuple(compilation.build(argument) for argument in node.arguments)
    if isinstance(node.function, ast.Name) and not compilation.names.knows(node.function.name):
        return _call_builtin(node.function.name, node.names, arguments, compilation)
    function = compilation.build(node.function)
    if node.names:
        return _call_value_named(function, node.names, arguments)

    def evaluate(environment: Environment) -> object:
        target = function(environment)
        if not isinstance(target, (Function, Builtin)):
            return None
        return target(*(argument(environment) for argument in arguments))

    return evaluate


def _call_value_named(function: Closure, names: tuple[str, ...], arguments: tuple[Closure, ...]) -> Closure:
    def evaluate(environment: Environment) -> object:
        target = function(environment)
        if not isinstance(target, (Function, Builtin)):
            return None
        return target.call_named({name: argument(environment) for name, argument in zip(names, arguments, strict=True)})

    return evaluate


def _call_builtin(
    name: str, names: tuple[str, ...], arguments: tuple[Closure, ...], compilation: Compilation
) -> Closure:
    semantics = compilation.semantics
    if name == "not" and len(arguments) == 1 and names in ((), ("negand",)):
        return semantics.invert(arguments[0])
    function = semantics.functions.get(name)
    if function is None:
        if semantics.lenient:
            return Constant(None)
        raise LookupError(f"the checked subset knows no function {name!r}")
    if not semantics.lenient:
        return _call_checked(name, function, names, arguments)
    target = Builtin(name, function)
    if names:
        return _call_value_named(Constant(target), names, arguments)
    return lambda environment: target(*[argument(environment) for argument in arguments])


def _call_checked(
    name: str, function: Callable[..., Any], names: tuple[str, ...], arguments: tuple[Closure, ...]
) -> Closure:
    if names:
        # Named arguments are put in order once, here, and cost nothing later.
        bound = bind(name, (), dict(zip(names, arguments, strict=True)))
        if bound is None:
            raise LookupError(f"no such parameters of {name!r}: {', '.join(names)}")
        arguments = tuple(argument if callable(argument) else Constant(None) for argument in bound)
    return fold(quicken(name, function, arguments) or _call_by_count(function, arguments), arguments)


def _call_by_count(function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure:
    if len(arguments) == 1:
        (only,) = arguments
        return lambda environment: function(only(environment))
    if len(arguments) == 2:
        first, second = arguments
        return lambda environment: function(first(environment), second(environment))
    return lambda environment: function(*[argument(environment) for argument in arguments])


def _run(function: Callable[..., object], values: Sequence[object]) -> object:
    spend_on_arguments(values)
    return bounded(function(*values))
