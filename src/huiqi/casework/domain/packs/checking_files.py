"""Files and their hashes; and the index, which names what is there and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.opening import CannotOpen, Opened
from huiqi.casework.domain.packs.problems import Problem, problem

_OWN: Final = frozenset({layout.MANIFEST, layout.MANIFEST_HASH})
_HREF: Final = re.compile(r'href="([^"]*)"')


def file_problems(pack: Opened, listed: Mapping[str, Any], digest: str) -> Iterator[Problem]:
    """Yield files that are missing, that nobody listed, or that are not what the manifest says; `digest` is the manifest's own."""
    if pack.content(layout.MANIFEST_HASH) != f"{digest}  {layout.MANIFEST}\n".encode():
        yield problem(layout.MANIFEST, "manifest_changed")
    for name, said in sorted(listed["files"].items()):
        if name not in pack.members:
            yield problem(name, "missing")
            continue
        try:
            size, found = pack.digest(name)
        except CannotOpen as error:
            # One that cannot be unpacked is told, and the others are looked at.
            yield problem(name, "unreadable", reason=str(error))
            continue
        if not isinstance(said, dict) or (said.get("bytes"), said.get("sha256")) != (size, found):
            yield problem(name, "changed")
    for name in sorted(set(pack.members) - set(listed["files"]) - _OWN):
        yield problem(name, "not_listed")


def index_problems(pack: Opened, listed: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield files that no page names, and names on it that lead nowhere; raises CannotOpen."""
    page = layout.names_files(listed["format"])
    named: set[str] = set()
    for line in pack.texts(page):
        found = _HREF.findall(line.decode("utf-8", "replace"))
        named |= {unquote(unescape(one)) for one in found if not one.startswith("#")}
    for name in sorted(set(listed["files"]) - named - {page}):
        yield problem(name, "not_named")
    for name in sorted(named - set(listed["files"]) - _OWN - {layout.INDEX_STYLE}):
        yield problem(page, "names_nothing", name=name)
