"""What the columns of a source's sheets mean: every version, with what changed from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from huiqi.imports.domain.meanings import OWN
from huiqi.imports.models import MapVersion, SheetImport, Source
from huiqi.imports.queries.mapping import book_for, meaning_names
from huiqi.imports.queries.reach import CannotSeeImport, source
from huiqi.kernel.actor import Actor
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.sheet_maps import SheetMap, Use, map_from
from huiqi.rulebook.queries.sheet_mapping import yaml_of


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version: its columns with what they mean, and what is not as in the version before."""

    version: MapVersion
    columns: tuple[tuple[str, Pair], ...]
    changed: tuple[tuple[str, Pair, Pair], ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with its versions, the latest first."""

    source: Source
    versions: tuple[ShownVersion, ...]


def source_page(actor: Actor, *, id: UUID, now: datetime) -> SourcePage:
    """Return the page of a source; raises CannotSeeImport."""
    found = source(actor, id=id)
    names = meaning_names(book_for(found, now=now))
    versions = list(found.versions.order_by("number"))
    shown = []
    before: dict[str, Pair] = {}
    for one in versions:
        said = told(map_from(one.content), names)
        nothing = ("不读取", "not read")
        changed = tuple(
            (header, before.get(header, nothing), said.get(header, nothing))
            for header in dict.fromkeys((*before, *said))
            if before.get(header, nothing) != said.get(header, nothing)
        )
        shown.append(ShownVersion(one, tuple(said.items()), changed if before else ()))
        before = said
    return SourcePage(found, tuple(reversed(shown)))


def told(said: SheetMap, names: dict[str, Pair]) -> dict[str, Pair]:
    """Return what the columns mean, in both languages, by header; columns that are not read are left out."""
    return {
        one.header: (
            "；".join(words(use, names)[0] for use in one.uses),
            "; ".join(words(use, names)[1] for use in one.uses),
        )
        for one in said.columns
        if one.uses
    }


def words(use: Use, names: dict[str, Pair]) -> Pair:
    """Return one use in words."""
    zh, en = names.get(use.meaning, (use.meaning, use.meaning))
    year = str(use.year or "") or use.year_header
    zh_more = [part for part in (year, use.unit, f"{'、'.join(use.unknown)}为未知" if use.unknown else "") if part]
    en_more = [part for part in (year, use.unit, f"{', '.join(use.unknown)}: unknown" if use.unknown else "") if part]
    return (f"{zh}（{'，'.join(zh_more)}）" if zh_more else zh), (f"{en} ({', '.join(en_more)})" if en_more else en)


def fact_names(found: SheetImport, *, now: datetime) -> dict[str, Pair]:
    """Return what facts are called where an import goes."""
    return meaning_names(book_for(found, now=now))


def version_in_yaml(actor: Actor, *, id: UUID, number: int) -> tuple[str, str]:
    """Return a version's file name, ready for a header, and its YAML; raises CannotSeeImport."""
    found = source(actor, id=id)
    version = found.versions.filter(number=number).first()
    if version is None:
        raise CannotSeeImport("not_found")
    return quote(f"{found.name}-{number}.map.yaml"), yaml_of(map_from(version.content), own=OWN)
