"""A decision model ready to run: elements compiled on first use, values worked out on demand and once per run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.boxed import expression_in, function_definition, typed
from huiqi_rules.dmn.definitions import Address, Definitions, GraphElement, addresses, read_definitions
from huiqi_rules.dmn.item_types import ItemTypes, Permission
from huiqi_rules.dmn.sight import Sight
from huiqi_rules.scalar.calls import Function
from huiqi_rules.scalar.closures import Closure, Constant, Names, Resolve
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.compile import build
from huiqi_rules.scalar.dynamic import DYNAMIC
from huiqi_rules.scalar.evaluate import clock_closures
from huiqi_rules.scalar.limits import metered
from huiqi_rules.scalar.types import FeelType, coerce


@dataclass(slots=True)
class Run:
    """One evaluation: the given values, and those worked out so far."""

    given: Mapping[Address, object]
    worked_out: dict[Address, object] = field(default_factory=dict)


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
        self._spaced_names = _names_in(self._files.values())
        self._clock = clock_closures(moment)
        self._types = self._item_types()
        self._closures: dict[Address, Closure] = {}

    def evaluate(self, name: str, inputs: Mapping[str, object]) -> object:
        """Return the value of the decision `name` for inputs by name.

        Raises `LookupError` when the model has no such decision, `EvaluationLimit` when it would run away.
        """
        element = self.main.named(name)
        if element is None:
            raise LookupError(f"{self.main.path} has no decision {name!r}")
        with metered():
            return self._value(element.address, Run(self._fit(inputs)))

    def invoke_service(self, name: str, inputs: Mapping[str, object]) -> Mapping[str, object]:
        """Return the values of all output decisions of a decision service by their names."""
        service = self.main.named(name)
        if service is None or service.kind != "decisionService":
            raise LookupError(f"{self.main.path} has no decision service {name!r}")
        with metered():
            run = Run({**dict.fromkeys(self._parameters_of(service)), **self._fit(inputs)})
            return {self._elements[output].name: self._value(output, run) for output in self._outputs_of(service)}

    def _fit(self, inputs: Mapping[str, object]) -> dict[Address, object]:
        given: dict[Address, object] = {}
        for element in self._elements.values():
            if element.kind in ("inputData", "decision") and element.name in inputs:
                wanted = self._type_of(element)
                value = inputs[element.name]
                given[element.address] = value if wanted is None else coerce(value, wanted)
        return given

    def _value(self, address: Address, run: Run) -> object:
        if address in run.given:
            return run.given[address]
        if address not in run.worked_out:
            # A decision that requires itself is null there.
            run.worked_out[address] = None
            run.worked_out[address] = self._closure(address)(run)
        return run.worked_out[address]

    def _closure(self, address: Address) -> Closure:
        if address not in self._closures:
            element = self._elements.get(address)
            self._closures[address] = Constant(None) if element is None else self._compile(element)
        return self._closures[address]

    def _compile(self, element: GraphElement) -> Closure:
        sight = self._sight(element.namespace, self._resolver(element))
        wanted = sight.type_named(element.type_reference)
        match element.kind:
            case "decision":
                return typed(expression_in(element.xml, sight), wanted)
            case "businessKnowledgeModel":
                logic = element.xml.find("encapsulatedLogic")
                result = wanted.result if wanted is not None and wanted.kind == "function" else wanted
                return Constant(None) if logic is None else function_definition(logic, sight, result)
            case "decisionService":
                return Constant(self._service(element, wanted))
            case _:
                return Constant(None)

    def _service(self, service: GraphElement, wanted: FeelType | None) -> Function:
        taken, outputs = self._parameters_of(service), self._outputs_of(service)
        parameters = tuple((self._elements[item].name, self._type_of(self._elements[item])) for item in taken)

        def body(values: Sequence[object]) -> object:
            run = Run(dict(zip(taken, values, strict=True)))
            results = {self._elements[output].name: self._value(output, run) for output in outputs}
            return next(iter(results.values())) if len(results) == 1 else results

        result = wanted.result if wanted is not None and wanted.kind == "function" else wanted
        return Function(parameters, body, result)

    def _parameters_of(self, service: GraphElement) -> tuple[Address, ...]:
        """Return what a decision service takes: its input data, then its input decisions."""
        found = (*service.xml.findall("inputData"), *service.xml.findall("inputDecision"))
        return tuple(item for item in addresses(found, service.namespace) if item in self._elements)

    def _outputs_of(self, service: GraphElement) -> tuple[Address, ...]:
        found = addresses(service.xml.findall("outputDecision"), service.namespace)
        return tuple(item for item in found if item in self._elements)

    def _type_of(self, element: GraphElement) -> FeelType | None:
        return self._sight(element.namespace, lambda _: None).type_named(element.type_reference)

    def _resolver(self, element: GraphElement) -> Resolve:
        visible: dict[str, Closure] = {}
        prefixes = {namespace: name for name, namespace in self._files[element.namespace].imports.items()}
        foreign: dict[str, dict[str, Address]] = {}
        own = (element.address,) if element.kind == "businessKnowledgeModel" else ()
        for address in (*element.requires, *own):
            required = self._elements.get(address)
            if required is None:
                continue
            prefix = "" if required.namespace == element.namespace else prefixes.get(required.namespace, "")
            if prefix:
                foreign.setdefault(prefix, {})[required.name] = address
            else:
                visible[required.name] = self._reader(address)
        for prefix, members in foreign.items():
            visible[prefix] = self._context_reader(members)
        return lambda name: visible.get(name) or self._clock.get(name)

    def _reader(self, address: Address) -> Closure:
        return lambda run: self._value(address, run)

    def _context_reader(self, members: Mapping[str, Address]) -> Closure:
        return lambda run: {name: self._value(address, run) for name, address in members.items()}

    def _sight(self, namespace: str, resolve: Resolve) -> Sight:
        types = self._types[namespace]
        compilation = Compilation(Names(resolve), DYNAMIC, build, types)
        return Sight(compilation, self._spaced_names, self.findings, self._files[namespace].path)

    def _item_types(self) -> Mapping[str, ItemTypes]:
        imported: dict[str, dict[str, ItemTypes]] = {namespace: {} for namespace in self._files}
        types = {
            namespace: ItemTypes(definitions.item_definitions, self._permission_in(namespace), imported[namespace])
            for namespace, definitions in self._files.items()
        }
        for namespace, definitions in self._files.items():
            # Files import each other in any order, so the types meet only when all are there.
            imported[namespace] |= {
                prefix: types[target] for prefix, target in definitions.imports.items() if target in types
            }
        return types

    def _permission_in(self, namespace: str) -> Permission:
        def permission(text: str) -> Callable[[object], object]:
            cell = self._sight(namespace, lambda _: None).push("?").cell(text)
            return lambda value: cell([None, value])

        return permission


def load_model(path: Path, *, moment: datetime | None = None) -> Model:
    """Return the model of a file with the models that it imports, directly or not, from its folder.

    Raises `UnreadableModel` when one of the files is no decision model.
    """
    main = read_definitions(path)
    found: dict[str, Definitions] = {}
    if main.imports:
        others = [read_definitions(other) for other in sorted(path.parent.glob("*.dmn")) if other != path]
        found = {definitions.namespace: definitions for definitions in others}
    return Model(main, found.values(), moment=moment)


def _names_in(files: Iterable[Definitions]) -> frozenset[str]:
    """Return every name of the models that FEEL texts may use: elements, parameters, entries, components, types."""
    names: set[str] = set()
    for definitions in files:
        names.update(definitions.imports)
        for element in definitions.elements:
            names.add(element.name)
            names.update(_attributes(element.xml))
        for name, item in definitions.item_definitions.items():
            names.add(name)
            names.update(_attributes(item))
    return frozenset(names)


def _attributes(element: Element) -> Iterable[str]:
    for part in element.iter():
        if part.tag in _NAMING:
            yield part.get("name") or part.get("iteratorVariable") or ""


_NAMING = frozenset(
    {
        "variable",
        "formalParameter",
        "itemComponent",
        "output",
        "column",
        "parameter",
        "parameters",
        "for",
        "some",
        "every",
    }
)
