"""A snapshot of the register as a file that can be read in years: a ZIP of JSON, named after what is in it.

`snapshot.json` says what it is, `companies.json` lists the companies column by column, `facts/00000.json` and so on hold the facts
of a thousand companies each: under `facts`, by `name` or `name|period`, a list of cells (exact numbers and days as text, null for
unknown), and under `absent` the rows, counted within the part, to which a fact does not apply. The digest is over names and
contents, so it does not depend on how they were packed.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import IO, Any, Final, TypeAlias

Cell: TypeAlias = str | bool | None
FORMAT: Final = 1
PART: Final = 1000
# The same content gives the same file: no moment of packing in it.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_HEAD, _COMPANIES = "snapshot.json", "companies.json"


class NotASnapshot(ValueError):
    """A file is damaged, or none that this version knows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A fact in a period: a cell for each company, and the rows of those to which it does not apply."""

    cells: list[Cell]
    absent: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Companies:
    """The companies of a snapshot, column by column, in the order of its rows.

    `parks` holds for each the place of its part of the zone in `park_names`, None where it is in none; `by_name` the rows in the
    order of the names.
    """

    ids: list[str]
    names: list[str]
    initials: list[str]
    codes: list[str]
    parks: list[int | None]
    park_ids: list[str]
    park_names: list[str]
    by_name: list[int]


@dataclass(frozen=True, slots=True)
class Content:
    """What a snapshot holds: what it is of (`zone or park`, day), the companies, their facts."""

    about: Mapping[str, str]
    companies: Companies
    columns: Mapping[str, Column]

    @property
    def values(self) -> int:
        """Return how many cells are known, those that do not apply counted in."""
        return sum(len(one.cells) - one.cells.count(None) + len(one.absent) for one in self.columns.values())


def written(content: Content) -> tuple[str, bytes]:
    """Return the digest of a content and its file."""
    size = len(content.companies.ids)
    members = [(_HEAD, {"format": FORMAT, "companies": size, "part": PART, **content.about})]
    members.append((_COMPANIES, {name: getattr(content.companies, name) for name in Companies.__slots__}))
    members += [(_part_name(number), _part(content.columns, number * PART)) for number in range(-(-size // PART))]
    digest, file = sha256(), BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, member in members:
            text = json.dumps(member, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            digest.update(f"{name}\0{len(text)}\0".encode() + text)
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, text)
    return digest.hexdigest(), file.getvalue()


def read_all(file: bytes, *, digest: str) -> Content:
    """Return the whole content; raises NotASnapshot where it is not what the digest says."""
    found, members = sha256(), {}
    try:
        with zipfile.ZipFile(BytesIO(file)) as packed:
            for name in packed.namelist():
                text = packed.read(name)
                found.update(f"{name}\0{len(text)}\0".encode() + text)
                members[name] = json.loads(text)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError) as error:
        raise NotASnapshot("damaged") from error
    if found.hexdigest() != digest:
        raise NotASnapshot("digest")
    head = dict(members.pop(_HEAD))
    size, part = head.pop("companies"), head.pop("part")
    if head.pop("format") != FORMAT:
        raise NotASnapshot("format")
    companies = Companies(**members.pop(_COMPANIES))
    return Content(head, companies, _joined([members[name] for name in sorted(members)], size, part))


def read_companies(file: IO[bytes]) -> Companies:
    """Return the companies alone, which is quick; raises NotASnapshot."""
    return Companies(**_member(file, _COMPANIES))


def read_rows(file: IO[bytes], rows: Sequence[int], *, names: Collection[str] | None = None) -> dict[str, Column]:
    """Return the facts of some companies, or those named, as columns in the order of the rows asked for; raises NotASnapshot."""
    places: dict[int, tuple[list[int], list[int]]] = {}
    for at, row in enumerate(rows):
        ats, within = places.setdefault(row // PART, ([], []))
        ats.append(at)
        within.append(row % PART)
    columns: dict[str, Column] = {}
    # One part after the other: each is as large in memory as all that is asked for.
    for number, (ats, within) in sorted(places.items()):
        part = _member(file, _part_name(number))
        for key, cells in part["facts"].items():
            if names is not None and key.partition("|")[0] not in names:
                continue
            taken = [cells[place] for place in within]
            gone = frozenset(part["absent"].get(key, ())).intersection(within)
            if gone or taken.count(None) < len(taken):
                column = columns.setdefault(key, Column([None] * len(rows)))
                for at, cell in zip(ats, taken, strict=True):
                    column.cells[at] = cell
                column.absent.extend(at for at, place in zip(ats, within, strict=True) if place in gone)
    return columns


def _member(file: IO[bytes], name: str) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as packed:
            found: dict[str, Any] = json.loads(packed.read(name))
            return found
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        raise NotASnapshot("damaged") from error


def _part_name(number: int) -> str:
    return f"facts/{number:05}.json"


def _part(columns: Mapping[str, Column], start: int) -> dict[str, object]:
    facts: dict[str, list[Cell]] = {}
    absent: dict[str, list[int]] = {}
    for key, column in columns.items():
        cells = column.cells[start : start + PART]
        gone = sorted(row - start for row in column.absent if start <= row < start + PART)
        if gone:
            absent[key] = gone
        if gone or cells.count(None) < len(cells):
            facts[key] = cells
    return {"facts": facts, "absent": absent}


def _joined(parts: list[dict[str, Any]], size: int, part: int) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for number, found in enumerate(parts):
        start = number * part
        for key, cells in found["facts"].items():
            column = columns.setdefault(key, Column([None] * size))
            column.cells[start : start + len(cells)] = cells
            column.absent.extend(start + row for row in found["absent"].get(key, ()))
    return columns
