"""YAML nodes as plain values, as people write them in scenarios: the text of every number is kept, so that 0.1 is 0.1."""

from __future__ import annotations

from typing import Final

from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, Sequence

# YAML 1.1 reads these bare words as truth values, and people rely on it.
_TRUTHS: Final = {
    spelling: truth
    for word, truth in {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.items()
    for spelling in (word, word.capitalize(), word.upper())
}


def plain(node: Node | None) -> object:
    """Return a node as a mapping, a list, a text, a truth value or None; numbers and days stay their text."""
    match node:
        case None:
            return None
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key.text: plain(value) for key, value in entries}
        case Scalar(text=text, style=style):
            return text if style else None if node.is_null else _TRUTHS.get(text, text)
