"""What organisations are found by follows them, in the transaction that adds, renames or merges them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiqi.kernel.arrays import among
from huiqi.kernel.copying import copy_rows
from huiqi.register.domain.names import initials, sort_key
from huiqi.register.domain.searching import Named, keys_of
from huiqi.register.models import FormerName, Identifier, Organisation, SearchEntry

_AT_ONCE = 5000
_COLUMNS = ("organisation_id", "name", "names", "grams", "keys")


@transaction.atomic
def index_organisations(ids: Iterable[UUID] | None) -> int:
    """Make anew what these organisations, or all where None is given, are found by; return how many."""
    if ids is None:
        return sum(put(some) for some in parted(Organisation.objects.order_by("pk").values_list("pk", flat=True)))
    return sum(put(some) for some in parted(ids))


def parted(ids: Iterable[UUID] | QuerySet[Organisation, UUID]) -> Iterator[list[UUID]]:
    """Yield identifiers in parts, so that an imported register needs no more memory than one part."""
    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def put(ids: Sequence[UUID]) -> int:
    """Write entries, in the place of those that are there."""
    SearchEntry.objects.filter(organisation__in=among(ids)).delete()
    # All of them first: while rows are copied the connection answers nothing else.
    return copy_rows("register_searchentry", _COLUMNS, list(entries(ids)))


def entries(ids: Sequence[UUID]) -> Iterator[tuple[object, ...]]:
    """Yield the row of each organisation: by its name, the names it had, its code, other identifiers, codes of what went into it."""
    former: dict[UUID, list[Named]] = defaultdict(list)
    for holder, name in FormerName.objects.filter(organisation__in=among(ids)).values_list("organisation", "name"):
        former[holder].append(Named(name, sort_key(name), initials(name)))
    codes: dict[UUID, list[str]] = defaultdict(list)
    for holder, value in Identifier.objects.filter(organisation__in=among(ids)).values_list("organisation", "value"):
        codes[holder].append(value)
    merged = Organisation.objects.filter(merged_into__in=among(ids)).exclude(credit_code=None)
    for kept, code in merged.values_list("merged_into", "credit_code"):
        assert kept is not None and code is not None, "asked for those that went into another, and have a code"
        codes[kept].append(code)
    rows = Organisation.objects.filter(pk__in=among(ids)).order_by("pk")
    for key, own, *present in rows.values_list("pk", "credit_code", "name", "name_key", "name_initials"):
        held = [own] if own else []
        keys = keys_of(code="\n".join((*held, *codes[key])), names=(Named(*present), *former[key]))
        yield key, keys.name, keys.names, keys.grams, keys.keys
