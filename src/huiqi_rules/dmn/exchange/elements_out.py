"""Elements of a DMN 1.5 model, each with its id, name, type and what Huiqi notes at it for the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType, Type
from huiqi_rules.dmn.exchange.incoming import HINT
from huiqi_rules.dmn.exchange.kinds import unit_text
from huiqi_rules.dmn.exchange.names_out import xml_text
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.literals import quote
from huiqi_rules.syntax.printer import print_expression

# What is written is the same in all three; the modelers built on dmn-js read the oldest alone.
EDITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    edition: {
        "xmlns": f"https://www.omg.org/spec/DMN/{model}/MODEL/",
        "xmlns:dmndi": f"https://www.omg.org/spec/DMN/{drawn}/DMNDI/",
    }
    for edition, model, drawn in (
        ("1.3", "20191111", "20191111"),
        ("1.4", "20211108", "20191111"),
        ("1.5", "20230324", "20230324"),
    )
}
NEWEST: Final = "1.5"
_NAMESPACES: Final[Mapping[str, str]] = {
    "xmlns:dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "xmlns:di": "http://www.omg.org/spec/DMN/20180521/DI/",
    "xmlns:huiqi": "urn:huiqi:pack",
}


def definitions(id: str, name: str, said: str, edition: str) -> Element:
    """Return the root of a model."""
    root = Element("definitions", {**EDITIONS[edition], **_NAMESPACES, "id": id, "name": xml_text(name), "namespace": f"urn:huiqi:policy:{id}",
                                   "exporter": "Huiqi"})  # fmt: skip
    describe(root, said)
    return root


def describe(element: Element, said: str, noted: Mapping[str, str] | None = None) -> None:
    """Add a description and a note for the way back, which every element has first."""
    if said:
        SubElement(element, "description").text = xml_text(said)
    kept = {key: xml_text(value) for key, value in (noted or {}).items() if value}
    if kept:
        SubElement(SubElement(element, "extensionElements"), f"huiqi:{HINT}", kept)


def input_data(id: str, name: str, label: str, type_name: str, said: str, noted: Mapping[str, str]) -> Element:
    """Return an input."""
    element = Element("inputData", {"id": id, "name": name, "label": xml_text(label)})
    describe(element, said, noted)
    SubElement(element, "variable", {"id": f"{id}_variable", "name": name, "typeRef": type_name})
    return element


def decision(
    id: str, name: str, label: str, type_name: str, said: str, noted: Mapping[str, str],
    requires: Sequence[tuple[str, str, bool]], logic: Element,
) -> Element:  # fmt: skip
    """Return a decision; `requires` holds the id of each requirement, of what it requires, and whether that is an input."""
    element = Element("decision", {"id": id, "name": name, "label": xml_text(label)})
    describe(element, said, noted)
    # A decision of several outputs is of no type that has a name here.
    variable = {"id": f"{id}_variable", "name": name}
    SubElement(element, "variable", {**variable, "typeRef": type_name} if type_name else variable)
    for requirement, required, is_input in requires:
        holder = SubElement(element, "informationRequirement", {"id": requirement})
        SubElement(holder, "requiredInput" if is_input else "requiredDecision", {"href": f"#{required}"})
    element.append(logic)
    return element


def literal(id: str, tree: ast.Expression) -> Element:
    """Return a literal expression."""
    return with_text(Element("literalExpression", {"id": id}), print_expression(tree))


def with_text(element: Element, text: str) -> Element:
    """Return the element with a FEEL text in it."""
    SubElement(element, "text").text = xml_text(text)
    return element


def item_definition(
    id: str, name: str, kind: Type, said: str, low: Decimal | None, high: Decimal | None
) -> Element | None:
    """Return the definition of a type that allows some values only; None where the standard's own type says all."""
    element = Element("itemDefinition", {"id": id, "name": name})
    describe(element, said)
    if isinstance(kind, EnumType | SetType):
        SubElement(element, "typeRef").text = "string"
        allowed = ", ".join(quote(option) for option in kind.options)
        if isinstance(kind, SetType):
            element.set("isCollection", "true")
    elif isinstance(kind, NumberType) and (low, high) != (None, None):
        SubElement(element, "typeRef").text = "number"
        least, most = ("" if end is None else f"{end:f}" for end in (low, high))
        allowed = f"[{least}..{most}]" if least and most else f">= {least}" if least else f"<= {most}"
    else:
        return None
    with_text(SubElement(element, "allowedValues"), allowed)
    return element


def base_type(kind: Type) -> str:
    """Return the standard's name of a type; codes are strings."""
    match kind:
        case NumberType():
            return "number"
        case BoolType():
            return "boolean"
        case DateType():
            return "date"
        case AnnualType():
            raise AssertionError("figures by year are no type of the standard")
        case _:
            return "string"


def note_of(kind: Type, id: str, english: str) -> Mapping[str, str]:
    """Return what the standard does not say of a thing: its id, English name, unit, and that it is a whole number."""
    number = (
        {"unit": unit_text(kind.unit), "whole": "true" if kind.integer else ""} if isinstance(kind, NumberType) else {}
    )
    return {"id": id, "en": english, **number}


def as_xml(root: Element) -> str:
    """Return the text of a model."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
