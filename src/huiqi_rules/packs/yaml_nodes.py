"""YAML as nodes that keep their text and position: no type is guessed, no float is made, nothing is expanded.

The parser's events are read one by one into own nodes, so that depth and size are bounded before anything is built.
Tags are refused, and in rule files anchors and aliases too: they hide where a rule stands, and they are what YAML bombs are
made of. Scenario files may use them; there an alias is the node of its anchor itself, and what all of them unfold to is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.packs.source_files import SourceFile

MAX_BYTES: Final = 4_000_000
MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
# Scenarios are many and alike: their files may be larger, and aliases may unfold to as much.
MAX_SCENARIO_BYTES: Final = 16_000_000
MAX_SCENARIO_NODES: Final = 1_000_000
MERGE: Final = "<<"

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `style` is empty for a plain one, else `'`, `"`, `|` or `>`. Offsets are of its source."""

    text: str
    start: int
    end: int
    style: str

    @property
    def is_null(self) -> bool:
        """Tell whether YAML reads it as no value."""
        return not self.style and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with nodes in the order of the file; a key that stands twice is kept once and reported."""

    entries: tuple[tuple[Scalar, Node], ...]
    start: int
    end: int
    flow: bool


Node: TypeAlias = Scalar | Sequence | Mapping

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


def read_nodes(file: SourceFile, findings: Findings, *, anchors: bool = False) -> Node | None:
    """Return the only document of a YAML file as nodes; None where it is empty or cannot be read, which is reported.

    With `anchors` aliases and merges (`<<`) are resolved: scenario files may use them, rules may not.
    """
    most = MAX_SCENARIO_BYTES if anchors else MAX_BYTES
    if len(file.text) > most:
        _report(file, findings, "yaml-limit", 0, f"the file has more than {most:,} characters", "Split it.")
        return None
    try:
        return _Builder(file, findings, anchors=anchors).document()
    except _RefusedError as refused:
        _report(file, findings, refused.code, refused.offset, refused.problem, refused.remedy)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (
            f"{error.context}: {error.problem}" if error.context and error.problem else error.problem or "bad YAML"
        )
        _report(file, findings, "yaml-syntax", mark.index if mark else 0, problem, _syntax_remedy(problem))
    except yaml.reader.ReaderError as error:
        remedy = "Remove the control character."
        # The C reader counts bytes, everything else here characters.
        offset = len(file.text.encode()[: int(error.position)].decode(errors="ignore"))
        _report(file, findings, "yaml-syntax", offset, f"{error.reason}", remedy)
    return None


class _RefusedError(Exception):
    """Raised inside this module at YAML that is well formed but not accepted in a pack."""

    def __init__(self, code: str, offset: int, problem: str, remedy: str) -> None:
        self.code, self.offset, self.problem, self.remedy = code, offset, problem, remedy
        super().__init__(problem)


class _Builder:
    def __init__(self, file: SourceFile, findings: Findings, *, anchors: bool) -> None:
        self.file, self.findings = file, findings
        self.count = 0
        self.most = MAX_SCENARIO_NODES if anchors else MAX_NODES
        self.anchored: dict[str, Node] | None = {} if anchors else None
        # By the identity of a collection: how many entries it unfolds to, and how many levels.
        self.unfolded: dict[int, tuple[int, int]] = {}

    def document(self) -> Node | None:
        root: Node | None = None
        # One open collection a level: its opening event and the nodes read so far. No recursion, so no depth can crash.
        stack: list[tuple[Any, list[Node]]] = []
        siblings: list[Node] = []
        for event in _events(self.file.text):
            # Told apart by exact type, the most frequent first: this loop is most of the time that loading takes.
            kind = type(event)
            opening: Any = None
            if kind is yaml.ScalarEvent:
                if event.tag is not None or (event.anchor is not None and self.anchored is None):
                    raise _refusal(event)
                # The C parser names a plain style "", the Python one None.
                node: Node = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.tag is not None or (event.anchor is not None and self.anchored is None):
                    raise _refusal(event)
                stack.append((event, siblings))
                siblings = []
                if len(stack) > MAX_DEPTH:
                    raise _RefusedError("yaml-limit", event.start_mark.index,
                                        f"more than {MAX_DEPTH} levels inside each other", "Write it flatter.")  # fmt: skip
                continue
            elif kind is yaml.MappingEndEvent:
                opening, outer = stack.pop()
                node, siblings = self.mapping(opening, siblings, event.end_mark.index), outer
            elif kind is yaml.SequenceEndEvent:
                opening, outer = stack.pop()
                node = Sequence(tuple(siblings), opening.start_mark.index, event.end_mark.index)
                siblings = outer
            elif kind is yaml.AliasEvent and self.anchored is not None and event.anchor in self.anchored:
                node = self.anchored[event.anchor]
            elif kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and root is not None):
                raise _refusal(event)
            else:
                continue
            self.count += 1
            if self.count > self.most:
                raise _RefusedError("yaml-limit", node.start, f"more than {self.most:,} entries", "Split the file.")
            if self.anchored is not None:
                if opening is not None:
                    self.measure(node)
                anchor = (event if opening is None else opening).anchor
                if anchor is not None:
                    self.anchored[anchor] = node
            if stack:
                siblings.append(node)
            else:
                root = node
        return root

    def mapping(self, opening: Any, items: list[Node], end: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        merged: list[tuple[Scalar, Node]] = []
        first: dict[str, Scalar] = {}
        for key, value in zip(items[::2], items[1::2], strict=True):
            if not isinstance(key, Scalar):
                _report(self.file, self.findings, "yaml-key", key.start, "a key must be a text",
                        "Quote a text that begins with [ or {.")  # fmt: skip
                continue
            if key.text == MERGE and not key.style and self.anchored is not None:
                merged.extend(self.merged(value))
                continue
            if key.text in first:
                line = self.file.place(first[key.text].start).line
                _report(self.file, self.findings, "duplicate-key", key.start,
                        f"the key {key.text!r} stands here a second time (first in line {line})",
                        "Keep one of the two.", key.end - key.start)  # fmt: skip
                continue
            first[key.text] = key
            entries.append((key, value))
        self.count += len(merged)
        for key, value in merged:
            # What the mapping says itself goes before what is merged in, and of that the earlier before the later.
            if first.setdefault(key.text, key) is key:
                entries.append((key, value))
        return Mapping(tuple(entries), opening.start_mark.index, end, bool(opening.flow_style))

    def merged(self, value: Node) -> Iterator[tuple[Scalar, Node]]:
        for one in value.items if isinstance(value, Sequence) else (value,):
            if isinstance(one, Mapping):
                yield from one.entries
            else:
                _report(
                    self.file, self.findings, "yaml-key", one.start, "`<<` merges mappings only", "Write `<<: *name`."
                )

    def measure(self, node: Node) -> None:
        assert not isinstance(node, Scalar)
        children = [child for _, child in node.entries] if isinstance(node, Mapping) else node.items
        measures = [self.unfolded.get(id(child), (1, 0)) for child in children]
        size, depth = 1 + sum(one for one, _ in measures), 1 + max((one for _, one in measures), default=0)
        self.unfolded[id(node)] = size, depth
        if size > self.most or depth > MAX_DEPTH:
            raise _RefusedError("yaml-limit", node.start, f"the aliases unfold to more than {self.most:,} entries or "
                                f"{MAX_DEPTH} levels", "Write fewer.")  # fmt: skip


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while True:
            event = loader.get_event()
            if type(event) is yaml.StreamEndEvent:
                return
            yield event
    finally:
        loader.dispose()


def _refusal(event: Any) -> _RefusedError:
    offset = event.start_mark.index
    if isinstance(event, yaml.DocumentStartEvent):
        return _RefusedError(
            "yaml-documents", offset, "a second document begins here", "One file, one document: remove ---."
        )
    if isinstance(event, yaml.AliasEvent):
        return _RefusedError("yaml-alias", offset, "an alias (*name) stands for text elsewhere",
                             "Write the text out; quote a formula that begins with *.")  # fmt: skip
    if event.anchor is not None:
        return _RefusedError("yaml-alias", offset, f"an anchor (&{event.anchor}) is set here",
                             "Write the text out where it is needed; quote a text that begins with &.")  # fmt: skip
    return _RefusedError("yaml-tag", offset, f"a tag ({event.tag}) is set here",
                         "Remove it; types come from the format. Quote a text that begins with !.")  # fmt: skip


def _syntax_remedy(problem: str) -> str:
    if "cannot start any token" in problem:
        return "Indent with spaces, never tabs; put a text that begins with @, ` or % in quotes: '@\"2024-01-01\"'."
    if "mapping values are not allowed" in problem:
        return "A text that holds a colon and a space must be quoted; check the indentation."
    if "flow" in problem:
        return "Check that every [ and { is closed; put a text that holds a comma, a bracket or a brace in quotes."
    if "quoted scalar" in problem:
        return "Close the quote; inside '…' a quote is written twice ('')."
    return "Check the indentation and the quotes around this place."


def _report(
    file: SourceFile, findings: Findings, code: str, offset: int, problem: str, remedy: str, length: int = 1
) -> None:
    place = file.place(min(offset, len(file.text)))
    findings.add(Diagnostic(code, place, problem, remedy, file.excerpt(place, length)))
