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
        loader = _Loader(data.decode("utf-8-sig"))
        root = loader.get_single_node()
        if root is None:
            return []
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


def _place(path: Path, node: Any) -> Place:
    return Place(str(path), node.start_mark.line + 1, node.start_mark.column + 1)


def _refused(path: Path, code: str, problem: str, remedy: str = "") -> AuthorError:
    return AuthorError([Diagnostic(code, Place(str(path)), problem, remedy)])
