"""Companies as an import meets them: by code, by other identifiers, by name; with what was said of them last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.arrays import among, array
from huiqi.register.domain.identifiers import Issued
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.models import FormerName, Identifier, Organisation
from huiqi.register.queries.reach import within_reach

# A company has some hundred facts, and a sheet speaks of twenty.
_SOME_FACTS = """
select subject_id, (select jsonb_object_agg(key, value)::text from jsonb_each(facts) where key = any(%(keys)s))
from register_standing where subject_id = any(%(subjects)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company of the register. `is_gone`: taken out when an import was undone, to be taken back in under its code."""

    id: UUID
    name: str
    credit_code: str | None
    parent: UUID | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who holds a code: the company, or None where it is one that the actor does not reach."""

    company: KnownCompany | None


def companies_to_keep(
    actor: Actor, *, within: UUID, roles: tuple[Role, ...] = KEEP_REGISTER
) -> Iterator[tuple[KnownCompany, tuple[str, ...]]]:
    """Yield the companies below an organisation that the actor reaches by one of the roles, each with the names it had."""
    rows = within_reach(actor, *roles).filter(kind=Organisation.Kind.COMPANY, within__contains=[within])
    former: dict[UUID, list[str]] = {}
    for holder, name in FormerName.objects.filter(organisation__in=rows).values_list("organisation", "name"):
        former.setdefault(holder, []).append(name)
    for key, name, code, parent in rows.order_by("id").values_list("id", "name", "credit_code", "parent"):
        yield KnownCompany(key, name, code, parent, is_gone=False), tuple(former.get(key, ()))


def holders_of_codes(
    actor: Actor, *, codes: Collection[str], roles: tuple[Role, ...] = KEEP_REGISTER
) -> dict[str, Claimed]:
    """Return who holds the credit codes; a code of a company that was merged leads to the other."""
    held = Organisation.objects.filter(credit_code__in=among(codes, str)).values_list(
        "credit_code", "id", "merged_into"
    )
    return _claimed(actor, {str(code): merged or holder for code, holder, merged in held}, roles)


def holders_of_identifiers(actor: Actor, *, kind: Issued, values: Collection[str]) -> dict[str, Claimed]:
    """Return who holds other identifiers of a kind."""
    rows = Identifier.objects.filter(kind=kind.value, value__in=among(values, str))
    held = rows.values_list("value", "organisation", "organisation__merged_into")
    return _claimed(actor, {value: merged or holder for value, holder, merged in held}, KEEP_REGISTER)


def identifiers_of(organisations: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """Return other identifiers of organisations by kind."""
    found: dict[UUID, dict[str, str]] = {}
    rows = Identifier.objects.filter(organisation__in=among(organisations)).values_list("organisation", "kind", "value")
    for holder, kind, value in rows:
        found.setdefault(holder, {})[kind] = value
    return found


def standings_of(subjects: Collection[UUID], *, keys: Collection[str]) -> dict[UUID, str]:
    """Return what was said last of some things, of subjects whose rows the caller may see: JSON as `Standing` holds it.

    Half a million values are some hundred MB; as text they are a tenth of that, until each company's turn comes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOME_FACTS, {"subjects": array(subjects), "keys": list(keys)})
        return {subject: facts for subject, facts in cursor if facts}


def names_of(organisations: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of organisations, of those that are gone as well, for a caller who may see them."""
    return dict(Organisation.objects.filter(pk__in=among(organisations)).values_list("pk", "name"))


def _claimed(actor: Actor, held: Mapping[str, UUID], roles: tuple[Role, ...]) -> dict[str, Claimed]:
    # A company that is gone has no reach of its own: who may change what it was in may take it back.
    there = Q(gone_at=None) | Q(merged_into=None)
    asked = Organisation.objects.filter(there, pk__in=among(set(held.values())), kind=Organisation.Kind.COMPANY)
    rows = list(asked.values_list("id", "name", "credit_code", "parent", "gone_at"))
    places = {key if gone is None else parent for key, _, _, parent, gone in rows}
    reached = within_reach(actor, *roles).filter(pk__in=among(places - {None}))
    above = places if actor.is_system else set(reached.values_list("pk", flat=True))
    found = {
        key: KnownCompany(key, name, code, parent, is_gone=gone is not None)
        for key, name, code, parent, gone in rows
        if (key if gone is None else parent) in above
    }
    return {value: Claimed(found.get(holder)) for value, holder in held.items()}
