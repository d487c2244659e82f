"""YAML read as nodes with line and column, so that each mistake in a column map can be shown at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from huiqi_rules.core.diagnostics import AuthorError, Diagnostic, Findings, excerpt
from huiqi_rules.core.echo import echo
from huiqi_rules.core.spans import Place

_BYTES_MAXIMUM = 1_000_000


class PlacedYaml:
    """One YAML file: its node tree, and a list of findings that the one who walks it fills."""

    __slots__ = ("_lines", "findings", "path", "root")

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings = Findings()
        text = self._text()
        self._lines = text.splitlines()
        try:
            # compose builds nodes only, which a safe loader resolves: no object is made from a tag.
            self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as failure:
            raise AuthorError([self._syntax_error(failure)]) from failure
        except RecursionError as failure:
            raise AuthorError([Diagnostic("yaml-too-deep", Place(path), "the file is nested too deeply")]) from failure

    def place(self, node: yaml.Node) -> Place:
        """Return where a node begins."""
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def report(self, code: str, node: yaml.Node, problem: str, remedy: str = "") -> None:
        """Add an error at a node."""
        mark = node.start_mark
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        length = node.end_mark.column - mark.column if node.end_mark.line == mark.line else 1
        self.findings.add(
            Diagnostic(code, self.place(node), problem, remedy, excerpt(line, mark.column + 1, max(length, 1)))
        )

    def items(self, node: yaml.Node, what: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Yield key, key node and value node of a mapping; reports what is no mapping and keys that stand twice."""
        if not isinstance(node, yaml.MappingNode):
            self.report("map-shape", node, f"{what} must be a mapping (key: value)")
            return
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.report("map-shape", key_node, f"a key of {what} must be a text")
            elif key in seen:
                self.report("map-key-twice", key_node, f"“{echo(key)}” stands twice in {what}", "keep one of them")
            else:
                seen.add(key)
                yield key, key_node, value_node

    def text(self, node: yaml.Node, what: str) -> str | None:
        """Return the text of a scalar as it is written (numbers stay exact), or report and return None."""
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        self.report("map-shape", node, f"{what} must be a text or a number")
        return None

    def texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        """Return the texts of a list; a single text counts as a list of one."""
        if not isinstance(node, yaml.SequenceNode):
            single = self.text(node, what)
            return () if single is None else (single,)
        found = (self.text(item, what) for item in node.value)
        return tuple(text for text in found if text is not None)

    def _text(self) -> str:
        try:
            with Path(self.path).open("rb") as stream:
                data = stream.read(_BYTES_MAXIMUM + 1)
        except OSError as failure:
            reason = failure.strerror or str(failure)
            raise AuthorError([Diagnostic("map-unreadable", Place(self.path), f"can't be read: {reason}")]) from failure
        if len(data) > _BYTES_MAXIMUM:
            raise AuthorError([Diagnostic("map-too-large", Place(self.path), "a column map has at most 1 MB")])
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as failure:
            line = data.count(b"\n", 0, failure.start) + 1
            finding = Diagnostic("map-encoding", Place(self.path, line, 1), "is not UTF-8", "save the file as UTF-8")
            raise AuthorError([finding]) from failure

    def _syntax_error(self, failure: yaml.YAMLError) -> Diagnostic:
        mark = getattr(failure, "problem_mark", None)
        said = str(getattr(failure, "problem", None) or getattr(failure, "reason", None) or "is not YAML")
        if mark is None:
            return Diagnostic("yaml-syntax", Place(self.path), said, "mind the indentation and quote texts with : or #")
        line = self._lines[mark.line] if mark.line < len(self._lines) else ""
        place = Place(self.path, mark.line + 1, mark.column + 1)
        return Diagnostic("yaml-syntax", place, said, "mind the indentation, and quote texts with : or #",
                          excerpt(line, mark.column + 1))  # fmt: skip
