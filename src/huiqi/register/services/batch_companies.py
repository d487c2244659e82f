"""What an import does to companies themselves, many at once, and the same taken back: names, codes, other identifiers.

As in `batches`: the caller asks for the rights, holds the transaction, and writes the audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.register.domain.identifiers import Issued
from huiqi.register.models import FormerName, Identifier, Organisation
from huiqi.register.services.organisations import call
from huiqi.register.services.searching import index_organisations

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Renamed:
    """A company that got another name."""

    id: UUID
    before: str
    after: str


def rename_companies(names: Mapping[UUID, str], *, now: datetime) -> tuple[Renamed, ...]:
    """Give companies other names and keep the old ones to be found by; return what changed. Raises CannotKeep("bad_name")."""
    changed = []
    rows = list(Organisation.objects.filter(pk__in=names))
    for row in rows:
        before = row.name
        call(row, names[row.pk])
        if row.name != before:
            changed.append(Renamed(row.pk, before, row.name))
    Organisation.objects.bulk_update(rows, ("name", "name_key", "name_initials"), batch_size=_AT_ONCE)
    keep_former_names({one.id: [one.before] for one in changed}, now=now)
    return tuple(changed)


def name_as_before(renamed: Sequence[Renamed], *, since: datetime) -> frozenset[UUID]:
    """Give companies the names back that they had before; return those that were renamed once more, which stay."""
    wanted = {one.id: one for one in renamed}
    rows = [row for row in Organisation.objects.filter(pk__in=wanted) if row.name == wanted[row.pk].after]
    for row in rows:
        call(row, wanted[row.pk].before)
        FormerName.objects.filter(organisation=row, name=wanted[row.pk].before, until=since).delete()
    Organisation.objects.bulk_update(rows, ("name", "name_key", "name_initials"), batch_size=_AT_ONCE)
    index_organisations([row.pk for row in rows])
    return frozenset(wanted) - {row.pk for row in rows}


def keep_former_names(names: Mapping[UUID, Sequence[str]], *, now: datetime) -> dict[UUID, list[str]]:
    """Keep names that companies had, where they are not kept already; return those that are new."""
    known: dict[UUID, set[str]] = {}
    for holder, name in FormerName.objects.filter(organisation__in=names).values_list("organisation", "name"):
        known.setdefault(holder, set()).add(name)
    added = {holder: [name for name in some if name not in known.get(holder, ())] for holder, some in names.items()}
    rows = [FormerName(organisation_id=holder, name=name, until=now) for holder, some in added.items() for name in some]
    FormerName.objects.bulk_create(rows, batch_size=_AT_ONCE)
    index_organisations([holder for holder, some in added.items() if some])
    return {holder: some for holder, some in added.items() if some}


def forget_former_names(names: Sequence[tuple[UUID, str]], *, since: datetime) -> None:
    """Remove former names that were kept at a moment."""
    for holder, name in names:
        FormerName.objects.filter(organisation=holder, name=name, until=since).delete()
    index_organisations(list({holder: None for holder, _ in names}))


def give_codes(codes: Mapping[UUID, str]) -> None:
    """Give companies without a credit code the one that is known now; IntegrityError where another has it meanwhile."""
    rows = list(Organisation.objects.filter(pk__in=codes, credit_code=None))
    for row in rows:
        row.credit_code = codes[row.pk]
    Organisation.objects.bulk_update(rows, ("credit_code",), batch_size=_AT_ONCE)
    index_organisations([row.pk for row in rows])


def take_codes(codes: Mapping[UUID, str]) -> None:
    """Take codes away again, where the company still has them."""
    for holder, code in codes.items():
        Organisation.objects.filter(pk=holder, credit_code=code).update(credit_code=None)
    index_organisations(list(codes))


def give_identifiers(given: Sequence[tuple[UUID, Issued, str]]) -> None:
    """Give companies other identifiers; IntegrityError where another has one of them meanwhile."""
    rows = [Identifier(organisation_id=holder, kind=kind.value, value=value) for holder, kind, value in given]
    Identifier.objects.bulk_create(rows, batch_size=_AT_ONCE)
    index_organisations(list({holder: None for holder, _, _ in given}))


def take_identifiers(given: Sequence[tuple[UUID, Issued, str]]) -> None:
    """Take identifiers away again."""
    for holder, kind, value in given:
        Identifier.objects.filter(organisation=holder, kind=kind.value, value=value).delete()
    index_organisations(list({holder: None for holder, _, _ in given}))


def bring_back(companies: Mapping[UUID, Organisation]) -> None:
    """Put companies that were taken out of the register back in their place, below the organisations given."""
    rows = list(Organisation.objects.filter(pk__in=companies).exclude(gone_at=None))
    for row in rows:
        row.gone_at, row.parent = None, companies[row.pk]
        row.within = [*companies[row.pk].within, row.pk]
    Organisation.objects.bulk_update(rows, ("gone_at", "parent", "within"), batch_size=_AT_ONCE)
