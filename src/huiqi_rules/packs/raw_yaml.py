"""YAML as people write it in scenario and map files: plain values that keep the text of every number.

Unlike rule files, scenario files may use anchors and merges. Numbers and dates stay text (`Numeral`), so that 0.1 is 0.1, an
industry code keeps its leading zero, and no float is ever made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from huiqi_rules.core.diagnostics import AuthorError, Diagnostic
from huiqi_rules.core.spans import Place

MAX_BYTES: Final = 20_000_000
MAX_DEPTH: Final = 100
MAX_ENTRIES: Final = 1_000_000
_BASE: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Numeral(str):
    """The text of an unquoted number."""

    __slots__ = ()


class _Loader(_BASE):  # type: ignore[misc]  # the C loader is untyped
    """Keeps numbers and dates as text."""


def _numeral(loader: Any, node: Any) -> Numeral:
    return Numeral(node.value)


def _text(loader: Any, node: Any) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:int", _numeral)
_Loader.add_constructor("tag:yaml.org,2002:float", _numeral)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)


def read_raw_list(path: Path) -> list[tuple[Place, object]]:
    """Return the items of a YAML list with the place of each; raise `AuthorError` where the file is no such list."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, "file-unreadable", f"the file cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise _refused(path, "yaml-limit", f"the file has more than {MAX_BYTES:,} bytes", "split it")
    loader = None
    try:
        text = data.decode("utf-8-sig")
        _refuse_depth(path, text)
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            return []
        _refuse_nodes(path, root)
        if not isinstance(root, yaml.SequenceNode):
            raise _refused(path, "wrong-shape", "a list of scenarios is needed: one `- name: …` for each")
        return [(_place(path, node), loader.construct_object(node, deep=True)) for node in root.value]
    except UnicodeDecodeError:
        raise _refused(path, "wrong-encoding", "the file is not UTF-8 text", "save it as UTF-8") from None
    except RecursionError:
        raise _refused(path, "yaml-limit", "the file is nested too deeply or refers to itself") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(str(path)) if mark is None else Place(str(path), mark.line + 1, mark.column + 1)
        problem = str(getattr(error, "problem", None) or error)
        raise AuthorError([Diagnostic("yaml-syntax", place, problem)]) from None
    finally:
        if loader is not None:
            loader.dispose()


def _refuse_depth(path: Path, text: str) -> None:
    """Refuse deep nesting from the events alone: the C composer recurses in native code, where depth is a crash."""
    depth = 0
    events: Any = yaml.parse(text, Loader=_BASE)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise AuthorError([
                Diagnostic("yaml-limit", _place(path, event), f"more than {MAX_DEPTH} levels inside each other",
                           "write it flatter")
            ])  # fmt: skip


def _refuse_nodes(path: Path, root: Any) -> None:
    """Refuse keys that stand twice, and aliases that would unfold to more entries than anybody writes."""
    doubles: list[Diagnostic] = []
    if _size(path, root, {}, doubles) > MAX_ENTRIES:
        raise _refused(path, "yaml-limit", f"the aliases unfold to more than {MAX_ENTRIES:,} entries", "write fewer")
    if doubles:
        raise AuthorError(doubles)


def _size(path: Path, node: Any, sizes: dict[int, int], doubles: list[Diagnostic]) -> int:
    """Return how many entries a node unfolds to; an alias stands after its anchor, so its size is known by then."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = MAX_ENTRIES  # what refers to itself never ends
        children = node.value
        if isinstance(node, yaml.MappingNode):
            children = [part for entry in node.value for part in entry]
            doubles.extend(_doubles(path, node))
        sizes[id(node)] = 1 + sum(_size(path, child, sizes, doubles) for child in children)
    return sizes[id(node)]


def _doubles(path: Path, node: Any) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    first: dict[str, int] = {}
    for key, _ in node.value:
        # A merge key may stand several times: each brings its own entries.
        if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
            continue
        if key.value in first:
            found.append(
                Diagnostic("duplicate-key", _place(path, key), f"the key {key.value!r} stands here a second time "
                           f"(first in line {first[key.value]})", "Keep one of the two.")
            )  # fmt: skip
        first.setdefault(key.value, key.start_mark.line + 1)
    return found


def _place(path: Path, node: Any) -> Place:
    return Place(str(path), node.start_mark.line + 1, node.start_mark.column + 1)


def _refused(path: Path, code: str, problem: str, remedy: str = "") -> AuthorError:
    return AuthorError([Diagnostic(code, Place(str(path)), problem, remedy)])
