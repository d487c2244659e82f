"""A picture of the requirements, so that a model opens in a modeler: inputs below, each decision above what it requires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

WIDTH: Final = 200
HEIGHT: Final = 60
GAP_ACROSS: Final = 40
GAP_BETWEEN: Final = 90
# A wide layer goes on in the next row.
IN_A_ROW: Final = 6
_MARGIN: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """An element of the graph: its id, and the requirements (id of the requirement, id of what is required)."""

    id: str
    requires: Sequence[tuple[str, str]]


def drawing(boxes: Sequence[Box], name: str) -> Element:
    """Return the diagram of a graph whose boxes each follow what they require."""
    places = _places(boxes)
    interchange = Element("dmndi:DMNDI")
    diagram = SubElement(interchange, "dmndi:DMNDiagram", {"id": "diagram", "name": name})
    for box in boxes:
        across, down = places[box.id]
        shape = SubElement(diagram, "dmndi:DMNShape", {"id": f"shape_{box.id}", "dmnElementRef": box.id})
        SubElement(shape, "dc:Bounds", {"x": f"{across}", "y": f"{down}", "width": f"{WIDTH}", "height": f"{HEIGHT}"})
    for box in boxes:
        for requirement, required in box.requires:
            edge = SubElement(diagram, "dmndi:DMNEdge", {"id": f"edge_{requirement}", "dmnElementRef": requirement})
            across, down = places[required]
            SubElement(edge, "di:waypoint", {"x": f"{across + WIDTH // 2}", "y": f"{down}"})
            across, down = places[box.id]
            SubElement(edge, "di:waypoint", {"x": f"{across + WIDTH // 2}", "y": f"{down + HEIGHT}"})
    return interchange


def _places(boxes: Sequence[Box]) -> Mapping[str, tuple[int, int]]:
    levels: dict[str, int] = {}
    for box in boxes:
        levels[box.id] = 1 + max((levels[required] for _, required in box.requires), default=-1)
    rows: list[list[str]] = []
    for level in sorted(set(levels.values()), reverse=True):
        layer = [box.id for box in boxes if levels[box.id] == level]
        rows += [layer[start : start + IN_A_ROW] for start in range(0, len(layer), IN_A_ROW)]
    return {
        box: (_MARGIN + place * (WIDTH + GAP_ACROSS), _MARGIN + row * (HEIGHT + GAP_BETWEEN))
        for row, layer in enumerate(rows)
        for place, box in enumerate(layer)
    }
