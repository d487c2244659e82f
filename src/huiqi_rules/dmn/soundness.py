"""What is wrong with a model before anything runs: references to nothing, requirements in a circle, names given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.dmn.definitions import Address, Definitions, GraphElement, addresses

_REFERRING = ("inputData", "inputDecision", "outputDecision", "encapsulatedDecision")


def flaws(
    main: Definitions, files: Mapping[str, Definitions], elements: Mapping[Address, GraphElement]
) -> Iterator[Diagnostic]:
    """Yield the flaws of all files, with the element's id and line."""
    for definitions in files.values():
        yield from definitions.findings
        yield from _missing_imports(definitions, files)
        yield from _same_twice(definitions)
        for element in definitions.elements:
            yield from _missing_references(element, definitions, elements)
    for circle in _circles(elements):
        element = elements[circle[0]]
        names = " -> ".join(elements[address].name for address in (*circle, circle[0]))
        yield _at(element, files, "cycle", f"it requires itself: {names}", "take one of the requirements out")


def _missing_imports(definitions: Definitions, files: Mapping[str, Definitions]) -> Iterator[Diagnostic]:
    for name, namespace in (*definitions.imports.items(), *(("", one) for one in definitions.default_imports)):
        if namespace not in files:
            called = f"`{name}`" if name else "without a name"
            problem = f"the import {called} is of the namespace `{namespace}`, and no model beside this one has it"
            remedy = "put the imported model into the same folder"
            yield Diagnostic("missing-import", Place(definitions.path), problem, remedy)


def _same_twice(definitions: Definitions) -> Iterator[Diagnostic]:
    for what, counted in (
        ("id", Counter(element.id for element in definitions.elements)),
        ("name", Counter(element.name for element in definitions.elements)),
    ):
        for value, count in counted.items():
            if count > 1:
                first = next(one for one in definitions.elements if getattr(one, what) == value)
                yield Diagnostic(
                    f"same-{what}",
                    Place(definitions.path, first.line),
                    f"{count} elements have the {what} `{value}`; only one of them is found",
                    "give each its own",
                    severity=Severity.WARNING,
                )


def _missing_references(
    element: GraphElement, definitions: Definitions, elements: Mapping[Address, GraphElement]
) -> Iterator[Diagnostic]:
    found = (
        [part for tag in _REFERRING for part in element.xml.findall(tag)] if element.kind == "decisionService" else []
    )
    for address in (*element.requires, *addresses(found, element.namespace)):
        if address not in elements:
            yield _at(
                element,
                {definitions.namespace: definitions},
                "missing-reference",
                f"it refers to `{address[1]}`, which is not there; its value is null",
                "correct the href, or add the element",
            )


def _circles(elements: Mapping[Address, GraphElement]) -> Iterable[Sequence[Address]]:
    """Return every circle of decisions that a walk along the requirements meets, each once."""
    done: set[Address] = set()
    circles: list[Sequence[Address]] = []
    for start in elements:
        # In the order of the walk; a dict, for it is asked as often as it is grown.
        path: dict[Address, None] = {}
        # A walk by hand: a chain of a hundred thousand decisions is deeper than Python's own.
        waiting: list[tuple[Address, bool]] = [(start, False)]
        while waiting:
            address, left = waiting.pop()
            if left:
                path.popitem()
                done.add(address)
            elif address in path:
                walked = list(path)
                circles.append(walked[walked.index(address) :])
            elif address not in done:
                path[address] = None
                waiting.append((address, True))
                waiting.extend((one, False) for one in _decisions_required(elements[address], elements))
    return circles


def _decisions_required(element: GraphElement, elements: Mapping[Address, GraphElement]) -> Iterator[Address]:
    if element.kind == "decision":
        yield from (one for one in element.requires if one in elements and elements[one].kind == "decision")


def _at(element: GraphElement, files: Mapping[str, Definitions], code: str, problem: str, remedy: str) -> Diagnostic:
    place = Place(files[element.namespace].path, element.line)
    return Diagnostic(code, place, f"{element.title}: {problem}", remedy)
