"""A decision model ready to run: elements compiled on first use, values worked out on demand and once per run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.dmn.boxed import expression_in, function_definition
from huiqi_rules.dmn.definitions import Address, Definitions, GraphElement, addresses, read_definitions
from huiqi_rules.dmn.item_types import ItemTypes, Permission
from huiqi_rules.dmn.names import ModelNames
from huiqi_rules.dmn.notes import noting
from huiqi_rules.dmn.sight import Sight
from huiqi_rules.dmn.soundness import flaws
from huiqi_rules.dmn.xml import UnreadableModel
from huiqi_rules.scalar.calls import Function
from huiqi_rules.scalar.closures import Closure, Constant, Names, Resolve
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.compile import build
from huiqi_rules.scalar.dynamic import DYNAMIC
from huiqi_rules.scalar.evaluate import clock_closures
from huiqi_rules.scalar.limits import EvaluationLimit, metered
from huiqi_rules.scalar.types import FeelType, coerce


@dataclass(slots=True)
class Run:
    """One evaluation: the given values, those worked out so far, and the decisions that are being worked out."""

    given: Mapping[Address, object]
    worked_out: dict[Address, object] = field(default_factory=dict)
    open: set[Address] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Answer:
    """The value of a decision, null where it failed, and what went wrong on the way."""

    value: object
    findings: tuple[Diagnostic, ...]


class Model:
    """The decision graph of a file and of the files that it imports from the same folder."""

    def __init__(
        self, main: Definitions, imported: Iterable[Definitions] = (), *, moment: datetime | None = None
    ) -> None:
        self.findings = Findings()
        self.main = main
        self._files = {definitions.namespace: definitions for definitions in (*imported, main)}
        self._elements = {
            element.address: element for definitions in self._files.values() for element in definitions.elements
        }
        self._names = ModelNames(self._files.values())
        self._clock = clock_closures(moment)
        self._types = self._item_types()
        self._closures: dict[Address, Closure] = {}
        for found in flaws(main, self._files, self._elements):
            self.findings.add(found)

    def evaluate(self, name: str, inputs: Mapping[str, object]) -> object:
        """Return the value of the decision `name` for inputs by name, or by `{namespace}name` where two models share one.

        Raises `LookupError` when the model has no such decision, `EvaluationLimit` when it would run away.
        """
        element = self.main.named(name)
        if element is None:
            raise LookupError(f"{self.main.path} has no decision {name!r}")
        self._prepare(element.address)
        with metered():
            return self._value(element.address, Run(self._fit(inputs)))

    def answer(self, name: str, inputs: Mapping[str, object]) -> Answer:
        """Return the value of a decision with what went wrong; never raises for what a model or its inputs hold.

        Raises `LookupError` when the model has no such decision.
        """
        noted = Findings()
        value: object = None
        with noting(noted):
            try:
                value = self.evaluate(name, inputs)
            except EvaluationLimit as limit:
                element = self.main.named(name)
                assert element is not None, name
                self._sight(element, lambda _: None).note("limit", f"{limit}; the result is null", "make it smaller")
        return Answer(value, (*self.findings.items, *noted.items))

    def invoke(self, name: str, inputs: Mapping[str, object]) -> object:
        """Return the value of a business knowledge model or decision service for arguments by name."""
        element = self.main.named(name)
        function = None if element is None else self.evaluate(name, {})
        if isinstance(function, Function):
            with metered():
                return function.call_named(inputs)
        raise LookupError(f"{self.main.path} has nothing to invoke called {name!r}")

    def invoke_service(self, name: str, inputs: Mapping[str, object]) -> Mapping[str, object]:
        """Return the values of all output decisions of a decision service by their names."""
        service = self.main.named(name)
        if service is None or service.kind != "decisionService":
            raise LookupError(f"{self.main.path} has no decision service {name!r}")
        self._prepare(service.address)
        with metered():
            run = Run({**dict.fromkeys(self._parameters_of(service)), **self._fit(inputs)})
            return {self._elements[output].name: self._value(output, run) for output in self._outputs_of(service)}

    def _fit(self, inputs: Mapping[str, object]) -> dict[Address, object]:
        given: dict[Address, object] = {}
        for element in self._elements.values():
            exact = f"{{{element.namespace}}}{element.name}"
            name = exact if exact in inputs else element.name
            if element.kind in ("inputData", "decision") and name in inputs:
                sight = self._sight(element, lambda _: None)
                wanted = sight.type_named(element.type_reference)
                value = inputs[name]
                given[element.address] = value if wanted is None else coerce(value, wanted)
                if given[element.address] is None and value is not None:
                    sight.refuse_value(value, element.type_reference, "the value given")
        return given

    def _value(self, address: Address, run: Run) -> object:
        if address in run.given:
            return run.given[address]
        if address not in run.worked_out:
            if address in run.open:
                sight = self._sight(self._elements[address], lambda _: None)
                sight.note("cycle", "it requires itself, so it is null there", "take one of the requirements out")
                return None
            run.open.add(address)
            run.worked_out[address] = self._closure(address)(run)
            run.open.discard(address)
        return run.worked_out[address]

    def _prepare(self, address: Address) -> None:
        """Compile an element and all that it needs; one by one, for a chain of them may be longer than Python's stack."""
        waiting, seen = [address], {address}
        while waiting:
            element = self._elements.get(waiting.pop())
            if element is not None:
                self._closure(element.address)
                needed = (*element.requires, *self._outputs_of(element))
                waiting += [one for one in needed if one not in seen]
                seen.update(needed)

    def _closure(self, address: Address) -> Closure:
        if address not in self._closures:
            element = self._elements.get(address)
            self._closures[address] = Constant(None) if element is None else self._compile(element)
        return self._closures[address]

    def _compile(self, element: GraphElement) -> Closure:
        sight = self._sight(element, self._resolver(element))
        try:
            match element.kind:
                case "decision":
                    return sight.typed(expression_in(element.xml, sight), element.type_reference, "the result")
                case "businessKnowledgeModel":
                    logic = element.xml.find("encapsulatedLogic")
                    result = _result_of(sight.type_named(element.type_reference))
                    return Constant(None) if logic is None else function_definition(logic, sight, result)
                case "decisionService":
                    return Constant(self._service(element, sight))
                case _:
                    return Constant(None)
        except RecursionError:
            sight.find("too-deep", "it is nested too deeply", "take inner parts out into decisions of their own")
            return Constant(None)

    def _service(self, service: GraphElement, sight: Sight) -> Function:
        taken, outputs = self._parameters_of(service), self._outputs_of(service)
        parameters = tuple((self._elements[item].name, self._type_of(self._elements[item])) for item in taken)

        def body(values: Sequence[object]) -> object:
            run = Run(dict(zip(taken, values, strict=True)))
            results = {self._elements[output].name: self._value(output, run) for output in outputs}
            return next(iter(results.values())) if len(results) == 1 else results

        def refused(why: str) -> None:
            sight.note("call-refused", why)

        return Function(parameters, body, _result_of(sight.type_named(service.type_reference)), refused)

    def _parameters_of(self, service: GraphElement) -> tuple[Address, ...]:
        """Return what a decision service takes: its input data, then its input decisions."""
        found = (*service.xml.findall("inputData"), *service.xml.findall("inputDecision"))
        return tuple(item for item in addresses(found, service.namespace) if item in self._elements)

    def _outputs_of(self, service: GraphElement) -> tuple[Address, ...]:
        found = addresses(service.xml.findall("outputDecision"), service.namespace)
        return tuple(item for item in found if item in self._elements)

    def _type_of(self, element: GraphElement) -> FeelType | None:
        return self._sight(element, lambda _: None).type_named(element.type_reference)

    def _resolver(self, element: GraphElement) -> Resolve:
        visible: dict[str, Closure] = {}
        foreign: dict[str, dict[str, Address]] = {}
        for prefix, name, address in self._seen_by(element):
            if prefix:
                foreign.setdefault(prefix, {})[name] = address
            else:
                visible[name] = self._reader(address)
        for prefix, members in foreign.items():
            visible[prefix] = self._context_reader(members)
        return lambda name: visible.get(name) or self._clock.get(name)

    def _seen_by(self, element: GraphElement) -> Iterable[tuple[str, str, Address]]:
        """Yield import name (empty for the same model), name and address of what the logic of an element can call."""
        definitions = self._files[element.namespace]
        prefixes = {namespace: name for name, namespace in definitions.imports.items()}
        own = (element.address,) if element.kind == "businessKnowledgeModel" else ()
        for address in (*element.requires, *own):
            required = self._elements.get(address)
            if required is not None:
                near = required.namespace == element.namespace or required.namespace in definitions.default_imports
                yield "" if near else prefixes.get(required.namespace, ""), required.name, address

    def _reader(self, address: Address) -> Closure:
        return lambda run: self._value(address, run)

    def _context_reader(self, members: Mapping[str, Address]) -> Closure:
        return lambda run: {name: self._value(address, run) for name, address in members.items()}

    def _sight(self, element: GraphElement, resolve: Resolve) -> Sight:
        names = self._names.seen_with([element.name, *(name for _, name, _ in self._seen_by(element))])
        path = self._files[element.namespace].path
        return Sight(
            Compilation(Names(resolve), DYNAMIC, build, self._types[element.namespace]),
            names, self.findings, path, element.title, element.line,
        )  # fmt: skip

    def _item_types(self) -> Mapping[str, ItemTypes]:
        imported: dict[str, dict[str, ItemTypes]] = {namespace: {} for namespace in self._files}
        defaults: dict[str, list[ItemTypes]] = {namespace: [] for namespace in self._files}
        types = {
            namespace: ItemTypes(
                definitions.item_definitions,
                self._permission_in(definitions),
                imported[namespace],
                defaults[namespace],
            )
            for namespace, definitions in self._files.items()
        }
        for namespace, definitions in self._files.items():
            # Files import each other in any order, so the types meet only when all are there.
            imported[namespace] |= {
                prefix: types[target] for prefix, target in definitions.imports.items() if target in types
            }
            defaults[namespace] += [types[target] for target in definitions.default_imports if target in types]
        return types

    def _permission_in(self, definitions: Definitions) -> Permission:
        def permission(text: str) -> Callable[[object], object]:
            compilation = Compilation(Names(lambda _: None), DYNAMIC, build, self._types[definitions.namespace])
            sight = Sight(compilation, frozenset(), self.findings, definitions.path, "the allowed values of a type")
            cell = sight.push("?").cell(text)
            return lambda value: cell([None, value])

        return permission


def load_model(path: Path, *, moment: datetime | None = None) -> Model:
    """Return the model of a file with the models that it imports, directly or not, from its folder.

    Raises `UnreadableModel` when one of the files is no decision model.
    """
    main = read_definitions(path)
    return Model(main, _imported_by(main, path) if _imports_of(main) else (), moment=moment)


def _imported_by(main: Definitions, path: Path) -> Iterable[Definitions]:
    """Return the models that a model needs, in the order in which they are needed."""
    beside = {found.namespace: found for found in _readable_beside(path)}
    needed: dict[str, Definitions] = {}
    waiting = list(_imports_of(main))
    while waiting:
        namespace = waiting.pop(0)
        found = beside.get(namespace)
        if found is not None and namespace not in needed and namespace != main.namespace:
            needed[namespace] = found
            waiting.extend(_imports_of(found))
    return needed.values()


def _readable_beside(path: Path) -> Iterable[Definitions]:
    for other in sorted(path.parent.glob("*.dmn")):
        if other != path:
            try:
                yield read_definitions(other)
            except (UnreadableModel, OSError):
                # Not every file of a folder is asked for; a missing import is told where it is named.
                continue


def _imports_of(definitions: Definitions) -> tuple[str, ...]:
    return (*definitions.imports.values(), *definitions.default_imports)


def _result_of(wanted: FeelType | None) -> FeelType | None:
    """Return the type of a function's result, where its variable declares that or the function's own."""
    return wanted.result if wanted is not None and wanted.kind == "function" else wanted
