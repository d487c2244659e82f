"""What organisations are found by follows them, in the transaction that adds, renames or merges them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from huiqi.register.domain.names import initials, sort_key
from huiqi.register.domain.searching import Named, keys_of
from huiqi.register.models import Organisation, SearchEntry

_AT_ONCE = 1000


def index_organisations(ids: Iterable[UUID] | None) -> int:
    """Make anew what these organisations, or all where None is given, are found by; return how many."""
    rows = Organisation.objects.prefetch_related("former_names", "identifiers")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    done = 0
    batch: list[SearchEntry] = []
    for row in rows.order_by("pk").iterator(chunk_size=_AT_ONCE):
        batch.append(entry(row))
        if len(batch) == _AT_ONCE:
            done += put(batch)
            batch = []
    return done + put(batch)


def put(batch: list[SearchEntry]) -> int:
    """Write entries, in the place of those that are there."""
    SearchEntry.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=("organisation",), update_fields=("name", "names", "grams", "keys")
    )
    return len(batch)


def entry(row: Organisation) -> SearchEntry:
    """Return the entry of an organisation; its former names and identifiers are read."""
    former = (Named(one.name, sort_key(one.name), initials(one.name)) for one in row.former_names.all())
    present = Named(row.name, row.name_key, row.name_initials)
    codes = "\n".join((row.credit_code or "", *(one.value for one in row.identifiers.all())))
    keys = keys_of(code=codes.strip(), names=(present, *former))
    return SearchEntry(organisation=row, name=keys.name, names=keys.names, grams=list(keys.grams), keys=keys.keys)
