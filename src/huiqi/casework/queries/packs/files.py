"""Which of the files that people handed in lie in a pack: those that its reader may open, as long as it can be carried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from huiqi.casework.domain.packs import layout
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register


@dataclass(slots=True)
class Enclosing:
    """Decides file by file, and counts what lies in the pack so far."""

    actor: Actor
    count: int = 0
    size_bytes: int = 0
    known: set[UUID] = field(default_factory=set)

    def enclosed(self, ids: Collection[UUID]) -> tuple[dict[str, dict[str, Any]], list[Any]]:
        """Return of each file where it lies in the pack, or why it does not; and those to write now. One query; the look is noted."""
        may = {one.pk: one for one in register.evidence_files(self.actor, ids=ids)} if ids else {}
        places: dict[str, dict[str, Any]] = {}
        new = []
        for key in sorted(set(ids)):
            one = may.get(key)
            why = "withheld" if one is None else self._why_not(one)
            places[str(key)] = {"file": None if why else path_of(one), "absent": why}
            if not why and key not in self.known:
                self.known.add(key)
                new.append(one)
        return places, new

    def _why_not(self, one: Any) -> str:
        if one.pk in self.known:
            return ""
        if not register.has_content(one):
            return "gone"
        if self.count >= layout.FILES_MOST or self.size_bytes + one.size_bytes > layout.FILES_BYTES_MOST:
            return "too_many"
        self.count, self.size_bytes = self.count + 1, self.size_bytes + one.size_bytes
        return ""


def path_of(one: Any) -> str:
    """Return where a file lies in a pack: under a name that nobody chose, with its ending where that is a plain one."""
    found = PurePosixPath(one.name).suffix.lower()
    is_plain = found[1:].isascii() and found[1:].isalnum() and len(found) <= 6
    return f"{layout.EVIDENCE}{one.pk}{found if is_plain else ''}"


def ids_of(applications: Mapping[UUID, Mapping[str, Any]], objections: Iterable[Any]) -> set[UUID]:
    """Return the files that applications and objections name."""
    handed_in = {UUID(file["id"]) for one in applications.values() for file in one.get("files", ())}
    return handed_in | {one.evidence_id for one in objections if one.evidence_id is not None}
