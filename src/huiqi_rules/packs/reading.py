"""Reading nodes into plain values: texts, numbers, dates, mappings with known keys; every mistake is collected.

A `Reader` belongs to one file. Its methods return a usable value even after a mistake (an empty text, None), so that one
read finds all mistakes; the findings decide afterwards whether the result may be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar

from huiqi_rules.core.diagnostics import Diagnostic, Findings, Severity
from huiqi_rules.core.echo import cut
from huiqi_rules.core.spans import Place
from huiqi_rules.model.facts import Source, Text
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, Sequence

Choice = TypeVar("Choice", bound=StrEnum)

_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NOT_IN_IDS: Final = re.compile(r"[/=;\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TRUTHS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the nodes of one file."""

    file: SourceFile
    findings: Findings

    def report(
        self, code: str, node: Node, problem: str, remedy: str = "", *, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a finding at a node; the caret marks a scalar's whole text."""
        length = node.end - node.start if isinstance(node, Scalar) else 1
        self.report_at(code, node.start, problem, remedy, length=length, severity=severity)

    def report_at(
        self, code: str, offset: int, problem: str, remedy: str = "", *, length: int = 1,
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Add a finding at a character offset of the file."""
        place = self.file.place(min(offset, len(self.file.text)))
        self.findings.add(Diagnostic(code, place, problem, remedy, self.file.excerpt(place, length), severity))

    def place(self, node: Node) -> Place:
        """Return line and column of a node."""
        return self.file.place(node.start)

    def fields(self, node: Node, what: str, known: Iterable[str]) -> Fields:
        """Return the entries of a mapping; what is no mapping, and keys that are not `known`, are reported."""
        if not isinstance(node, Mapping):
            self.report("wrong-shape", node, f"{what} must be a mapping of keys, here is {kind_of(node)}",
                        f"Write {{{', '.join(f'{key}: …' for key in list(known)[:4])}}}.")  # fmt: skip
            return Fields(self, Mapping((), node.start, node.end, flow=False), what, {})
        names = tuple(known)
        entries: dict[str, Node] = {}
        for key, value in node.entries:
            if key.text in names:
                entries[key.text] = value
            elif node.flow and isinstance(value, Scalar) and not value.text and not value.style and ":" not in key.text:
                self.report("unquoted-comma", key, f"a comma or a missing colon cut this piece of {what} off: {key.text!r}",
                            "Put a text or formula that holds a comma in quotes: 'min(a, b)'.")  # fmt: skip
            else:
                self.report(
                    "unknown-key", key, f"{what} has no key {key.text!r}", nearest(key.text, names, "Known keys")
                )
        return Fields(self, node, what, entries)

    def entries(self, node: Node, what: str) -> Iterator[tuple[Scalar, Node]]:
        """Return the entries of a mapping from free ids; ids must be plain words."""
        if not isinstance(node, Mapping):
            self.report("wrong-shape", node, f"{what} must be a mapping from ids, here is {kind_of(node)}",
                        "Write one `id: {…}` a line.")  # fmt: skip
            return
        for key, value in node.entries:
            if self.named(key):
                yield key, value

    def named(self, key: Scalar) -> bool:
        """Tell whether a node may be an id; what may not is reported.

        `policy/clause` and `condition=met` stand in results and references, so neither sign may be part of an id.
        """
        if not key.text.strip() or key.text != key.text.strip():
            self.report("wrong-id", key, f"the id {key.text!r} is empty or has blanks at its ends", "Name it.")
            return False
        found = _NOT_IN_IDS.search(key.text)
        if found is not None:
            self.report(
                "wrong-id", key, f"the id {cut(key.text)!r} holds {found[0]!r}", "Use letters, digits, - and _."
            )
        return found is None

    def items(self, node: Node, what: str) -> tuple[Node, ...]:
        """Return the items of a list; anything else is reported and taken as an empty list."""
        if isinstance(node, Sequence):
            return node.items
        self.report(
            "wrong-shape", node, f"{what} must be a list, here is {kind_of(node)}", "Write [a, b] or lines with -."
        )
        return ()

    def filled(self, node: Node, what: str, example: str) -> tuple[Node, ...]:
        """Return the items of a list that must hold at least one."""
        items = self.items(node, what)
        if isinstance(node, Sequence) and not items:
            self.report("empty-entry", node, f"{what} holds nothing", f"Add at least one: {example}.")
        return items

    def text(self, node: Node, what: str) -> str:
        """Return a text; collections and empty texts are reported."""
        if isinstance(node, Scalar) and not node.is_null:
            if not node.text.strip():
                self.report("empty-entry", node, f"{what} is empty", "Write it out, or remove the entry.")
            return node.text.strip()
        self.report("wrong-shape", node, f"{what} must be a text, here is {kind_of(node)}",
                    "Put a text that holds a bracket, a brace or a colon in quotes.")  # fmt: skip
        return ""

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(filter(None, (self.text(item, f"an entry of {what}") for item in self.items(node, what))))

    def number(self, node: Node, what: str) -> Decimal | None:
        """Return the exact decimal that the text of a node spells."""
        if isinstance(node, Scalar) and not node.style and _NUMBER.fullmatch(node.text):
            return Decimal(node.text)
        shown = repr(node.text) if isinstance(node, Scalar) else kind_of(node)
        self.report("wrong-number", node, f"{what} must be a number, here is {shown}",
                    "Write digits with at most one point, without quotes, commas or units.")  # fmt: skip
        return None

    def whole(self, node: Node, what: str, *, least: int = 0) -> int | None:
        """Return a whole number not below `least`."""
        number = self.number(node, what)
        if number is None or (number == number.to_integral_value() and least <= number <= 10**9):
            return None if number is None else int(number)
        self.report(
            "wrong-number",
            node,
            f"{what} must be a whole number from {least} up, here is {number}",
            "Write digits without a point.",
        )
        return None

    def day(self, node: Node, what: str) -> date | None:
        """Return a calendar day written 2024-01-31."""
        found = _DATE.fullmatch(node.text) if isinstance(node, Scalar) else None
        shown = repr(node.text) if isinstance(node, Scalar) else kind_of(node)
        if found is None:
            self.report("wrong-date", node, f"{what} must be a day, here is {shown}", "Write it as 2024-01-31.")
            return None
        try:
            return date(*map(int, found.groups()))
        except ValueError as error:
            self.report("wrong-date", node, f"{what} {shown} is no day of the calendar: {error}", "Correct the day.")
            return None

    def truth(self, node: Node, what: str) -> bool:
        """Return true or false; yes, no, on and off are refused."""
        if isinstance(node, Scalar) and not node.style and node.text in _TRUTHS:
            return _TRUTHS[node.text]
        shown = repr(node.text) if isinstance(node, Scalar) else kind_of(node)
        self.report("wrong-truth", node, f"{what} must be true or false, here is {shown}", "Write true or false.")
        return False

    def choice(self, node: Node, what: str, choices: Iterable[str]) -> str | None:
        """Return one of a few words."""
        names = tuple(choices)
        text = self.text(node, what)
        if text in names:
            return text
        if text:
            self.report("unknown-word", node, f"{what} cannot be {text!r}", nearest(text, names, "Known words"))
        return None


@dataclass(frozen=True, slots=True)
class Fields:
    """The known entries of one mapping; a key whose value is null counts as not written unless asked for by `node`."""

    reader: Reader
    mapping: Mapping
    what: str
    nodes: dict[str, Node] = field(default_factory=dict)

    def node(self, key: str) -> Node | None:
        """Return the node of a key also where it is null."""
        return self.nodes.get(key)

    def get(self, key: str) -> Node | None:
        """Return the node of a key; None where it is missing or null."""
        node = self.nodes.get(key)
        return None if isinstance(node, Scalar) and node.is_null else node

    def require(self, key: str, remedy: str = "") -> Node | None:
        """Return the node of a key, reporting where it is missing or null."""
        node = self.get(key)
        # A mapping that was no mapping was reported already; asking for its keys would repeat it.
        if node is None and (self.mapping.entries or self.mapping.flow):
            length = 1
            self.reader.report_at("missing-key", self.mapping.start, f"{self.what} lacks the key {key!r}",
                                  remedy or f"Add `{key}: …`.", length=length)  # fmt: skip
        return node

    def text(self, key: str, default: str = "") -> str:
        """Return the text of a key, or the default where it is missing."""
        node = self.get(key)
        return default if node is None else self.reader.text(node, f"{key!r} of {self.what}")

    def required_text(self, key: str) -> str:
        """Return the text of a key, reporting where it is missing."""
        node = self.require(key)
        return "" if node is None else self.reader.text(node, f"{key!r} of {self.what}")

    def required_id(self) -> str:
        """Return the text of the key `id`, reporting where it is missing or may not be an id."""
        node = self.require("id")
        if isinstance(node, Scalar):
            return node.text if self.reader.named(node) else ""
        return "" if node is None else self.reader.text(node, f"'id' of {self.what}")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts of a key; empty where it is missing."""
        node = self.get(key)
        return () if node is None else self.reader.texts(node, f"{key!r} of {self.what}")

    def number(self, key: str) -> Decimal | None:
        """Return the number of a key, or None where it is missing."""
        node = self.get(key)
        return None if node is None else self.reader.number(node, f"{key!r} of {self.what}")

    def whole(self, key: str, *, least: int = 0) -> int | None:
        """Return the whole number of a key, or None where it is missing."""
        node = self.get(key)
        return None if node is None else self.reader.whole(node, f"{key!r} of {self.what}", least=least)

    def truth(self, key: str) -> bool:
        """Return the truth of a key; false where it is missing."""
        node = self.get(key)
        return False if node is None else self.reader.truth(node, f"{key!r} of {self.what}")

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """Return the member of an enumeration, or the default where the key is missing or wrong."""
        node = self.get(key)
        word = (
            None if node is None else self.reader.choice(node, f"{key!r} of {self.what}", [item.value for item in kind])
        )
        return default if word is None else kind(word)

    def name(self) -> Text:
        """Return `zh` and `en`; what is missing or empty is left to the validator of names."""
        nodes = [self.get(key) for key in ("zh", "en")]
        zh, en = ("" if isinstance(node, Scalar) and not node.text.strip() else self.text(key)
                  for key, node in zip(("zh", "en"), nodes, strict=True))  # fmt: skip
        return Text(zh, en)

    def bilingual(self, key: str) -> Text:
        """Return a title written {zh: …, en: …} or as one Chinese text."""
        node = self.get(key)
        return Text("", "") if node is None else self.texts_of(node, f"{key!r} of {self.what}")

    def texts_of(self, node: Node, what: str) -> Text:
        """Return a Chinese and an English text from {zh, en} or one text."""
        if isinstance(node, Scalar):
            return Text(self.reader.text(node, what), "")
        return self.reader.fields(node, what, ("zh", "en")).name()

    def window(self) -> tuple[date, date | None]:
        """Return the days `from` and `to`, both included; `to: null` or none is open."""
        first, last = self.require("from", "Add `from: 2024-01-01`, the first day in force."), self.get("to")
        start = None if first is None else self.reader.day(first, f"'from' of {self.what}")
        end = None if last is None else self.reader.day(last, f"'to' of {self.what}")
        if start and end and last is not None and end < start:
            self.reader.report("wrong-window", last, f"{self.what} ends on {end}, before it begins on {start}",
                               "Correct one of the two days.")  # fmt: skip
        return start or date.min, end

    def source(self, default: Source) -> Source:
        """Return the source of this entry: its own keys over those of the default; a bare text is the article."""
        node = self.get("source")
        return default if node is None else read_source(self.reader, node, f"'source' of {self.what}", default)


SOURCE_KEYS: Final = ("document", "article", "quote", "link", "certainty")


def read_source(reader: Reader, node: Node, what: str, default: Source) -> Source:
    """Return a source: its own keys over those of the default; a bare text is the article."""
    place = reader.place(node)
    if isinstance(node, Scalar):
        return Source(default.document, reader.text(node, what), "", default.link, default.certainty, place)
    fields = reader.fields(node, what, SOURCE_KEYS)
    document = fields.text("document", default.document)
    same = document == default.document
    # Another document has its own articles and link: nothing of the default's may stick to it. A quote belongs to one article.
    article = fields.text("article", default.article if same else "")
    quote = fields.text("quote", default.quote if same and article == default.article else "")
    link = fields.text("link", default.link if same else "")
    return Source(document, article, quote, link, fields.text("certainty", default.certainty), place)


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    match node:
        case Scalar():
            return "nothing" if node.is_null else f"the text {cut(node.text)!r}"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"


def nearest(name: str, known: Iterable[str], label: str = "Known names") -> str:
    """Return the advice that names the nearest known names, or a few of the known ones where none is near."""
    names = sorted(set(known))
    close = get_close_matches(name[:100], names, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(repr(near) for near in close)}?"
    more = " …" if len(names) > 12 else ""
    return f"{label}: {', '.join(names[:12])}{more}." if names else "None is declared."
