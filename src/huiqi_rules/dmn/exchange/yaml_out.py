"""YAML as packs are written: exact numbers, no anchors, what YAML would read otherwise in quotes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import yaml

# Long enough that no formula is ever folded: a pack's messages point at places inside of it.
_WIDTH: Final = 1_000_000


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write what stands twice twice: packs know no anchors."""
        return True

    def increase_indent(
        self, flow: bool = False, indentless: bool = False
    ) -> None:  # the shape of the overridden method
        """Indent the items of a list below its key."""
        super().increase_indent(flow, False)


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _number)


def as_yaml(data: object, remarks: tuple[str, ...] = ()) -> str:
    """Return data as the text of a pack's file, below remarks of one line each."""
    head = "".join(f"# {_seen(remark)}\n" for remark in remarks)
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
    )
    return head + text


def _seen(remark: str) -> str:
    # A remark ends with its line, and what is not printed might end it.
    return "".join(letter if letter.isprintable() else " " for letter in remark)
