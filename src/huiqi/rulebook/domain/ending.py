"""Giving the last text of a policy another last day, in the file as its author wrote it: nothing else of it is touched."""

from __future__ import annotations

from datetime import date

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, Sequence, read_nodes


def with_last_day(text: str, day: date | None) -> str | None:
    """Return the file of a policy whose last text ends on a day (none: without end); None where no `to:` is found."""
    root = read_nodes(SourceFile.of("", text), Findings())
    versions = entry(root, "versions")
    if not isinstance(versions, Sequence):
        return None
    texts = [one for one in versions.items if isinstance(entry(one, "from"), Scalar)]
    if not texts:
        return None
    end = entry(max(texts, key=begins), "to")
    if not isinstance(end, Scalar):
        return None
    written = day.isoformat() if day else "null"
    space = " " if end.start == end.end and text[end.start - 1 : end.start] == ":" else ""
    return text[: end.start] + space + written + text[end.end :]


def begins(version: Node) -> str:
    """Return the first day of a text as it is written; years come first, so the order of texts is that of days."""
    start = entry(version, "from")
    return start.text if isinstance(start, Scalar) else ""


def entry(node: Node | None, key: str) -> Node | None:
    """Return an entry of a mapping."""
    found = node.entries if isinstance(node, Mapping) else ()
    return next((value for name, value in found if name.text == key), None)
