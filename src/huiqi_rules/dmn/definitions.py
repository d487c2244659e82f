"""Reading `.dmn` files: the version, the elements of the decision graph by address, the imports, the item definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.dmn.xml import PlacedElement, UnreadableModel, line_of, read_xml

# Namespace of the model and id within it.
Address: TypeAlias = tuple[str, str]

ELEMENTS: Final = frozenset({"inputData", "decision", "businessKnowledgeModel", "decisionService"})
# The namespace that each version of the standard gives its elements.
VERSIONS: Final[Mapping[str, str]] = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
KINDS: Final[Mapping[str, str]] = {
    "inputData": "input data",
    "decision": "decision",
    "businessKnowledgeModel": "business knowledge model",
    "decisionService": "decision service",
}
_REQUIREMENTS: Final = {
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "knowledgeRequirement": ("requiredKnowledge",),
}


@dataclass(frozen=True, slots=True)
class GraphElement:
    """An input, decision, business knowledge model or decision service, and the addresses it requires."""

    kind: str
    namespace: str
    id: str
    name: str
    xml: Element
    requires: tuple[Address, ...]

    @property
    def address(self) -> Address:
        """Return where other elements find this one."""
        return self.namespace, self.id

    @property
    def line(self) -> int:
        """Return the line on which it starts."""
        return line_of(self.xml)

    @property
    def title(self) -> str:
        """Return how messages call it: its kind, its id, and its name where that says more."""
        kind = KINDS[self.kind]
        return f"{kind} `{self.id}`" if self.name == self.id else f"{kind} `{self.id}` ({self.name})"

    @property
    def type_reference(self) -> str | None:
        """Return the type that its variable declares."""
        variable = self.xml.find("variable")
        return None if variable is None else variable.get("typeRef")


@dataclass(frozen=True, slots=True)
class Definitions:
    """One file: its namespace, elements, item definitions by name, and imported namespaces by their local name.

    `default_imports` are the namespaces imported under no name, whose elements are called as if they were the file's own.
    """

    path: str
    namespace: str
    name: str
    elements: tuple[GraphElement, ...]
    item_definitions: Mapping[str, Element]
    imports: Mapping[str, str]
    default_imports: tuple[str, ...] = ()
    version: str = ""
    findings: tuple[Diagnostic, ...] = ()

    def named(self, name: str) -> GraphElement | None:
        """Return the element of a name."""
        return next((element for element in self.elements if element.name == name), None)


def read_definitions(path: Path) -> Definitions:
    """Return the definitions in a file; raises `UnreadableModel` when it is not a DMN model."""
    root = read_xml(path)
    if root.tag != "definitions":
        raise UnreadableModel(f"{path.name} is no decision model: its root is <{root.tag}>")
    namespace = root.get("namespace", "")
    imports = [(found.get("name", ""), found.get("namespace", "")) for found in root.findall("import")]
    written_in = root.namespace if isinstance(root, PlacedElement) else ""
    return Definitions(
        path=path.name,
        namespace=namespace,
        name=root.get("name", path.stem),
        elements=tuple(_element(found, namespace) for found in root if found.tag in ELEMENTS),
        item_definitions={found.get("name", ""): found for found in root.findall("itemDefinition")},
        imports={name: target for name, target in imports if name},
        default_imports=tuple(target for name, target in imports if not name),
        version=VERSIONS.get(written_in, ""),
        findings=tuple(_version_findings(path, root, written_in)),
    )


def _version_findings(path: Path, root: Element, namespace: str) -> Iterable[Diagnostic]:
    if namespace not in VERSIONS:
        known = ", ".join(VERSIONS.values())
        yield Diagnostic(
            "unknown-version",
            Place(path.name, line_of(root)),
            f"`{namespace}` is the namespace of no DMN version ({known}); the file is read as the newest",
            "export the model again in one of these versions",
            severity=Severity.WARNING,
        )


def addresses(found: Iterable[Element], namespace: str) -> tuple[Address, ...]:
    """Return the addresses that the `href` attributes point to."""
    parts = (element.get("href", "").rpartition("#") for element in found)
    return tuple((prefix or namespace, identifier) for prefix, _, identifier in parts)


def _element(found: Element, namespace: str) -> GraphElement:
    required = [
        target
        for requirement, kinds in _REQUIREMENTS.items()
        for holder in found.findall(requirement)
        for target in holder
        if target.tag in kinds
    ]
    variable = found.find("variable")
    name = found.get("name", "" if variable is None else variable.get("name", ""))
    return GraphElement(
        kind=found.tag,
        namespace=namespace,
        id=found.get("id", name),
        name=name,
        xml=found,
        requires=addresses(required, namespace),
    )
