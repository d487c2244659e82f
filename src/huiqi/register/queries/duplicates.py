"""Records that may be one company: by name, by former name, by the organisation code that codes carry, by person or address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.register.domain.identifiers import Issued, organisation_code_in
from huiqi.register.domain.likeness import REASONS, near_pairs, same_key
from huiqi.register.domain.own_facts import ADDRESS, LEGAL_PERSON
from huiqi.register.domain.rights import KEEP_REGISTER, SEE_ORGANISATIONS
from huiqi.register.models import DuplicatePair, FormerName, Identifier, Merge, Organisation, Standing
from huiqi.register.queries.reach import CannotSee, within_reach

SEE_DUPLICATES: Final = (*KEEP_REGISTER, Role.AUDITOR)
# Records of one name are looked at in pairs; a name that very many have says nothing about any two of them.
_SAME_MOST: Final = 20
_ADDRESS_LEAST: Final = 6


class Reason(StrEnum):
    """Why two records may be one company."""

    SAME_NAME = "same_name"
    FORMER_NAME = "former_name"
    OLD_CODE = "old_code"
    SAME_PERSON = "same_person"
    SAME_ADDRESS = "same_address"


REASON_NAMES: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.SAME_NAME: ("名称相同", "the same name"),
    Reason.FORMER_NAME: ("一个的名称是另一个的曾用名", "the name of one is a former name of the other"),
    Reason.OLD_CODE: ("代码含同一组织机构代码", "codes that carry the same organisation code"),
    Reason.SAME_PERSON: ("法定代表人相同，名称相近", "the same legal representative and a near name"),
    Reason.SAME_ADDRESS: ("注册地址相同，名称相近", "the same address and a near name"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, and what it is about: the shared name, code, person, in both languages where they differ."""

    reason: Reason
    zh: str
    en: str


Pair = tuple[UUID, UUID]


def likely_pairs(actor: Actor) -> dict[Pair, list[Why]]:
    """Return all pairs of companies that the actor may change and that may be one, each with its reasons; five queries."""
    rows = within_reach(actor, *KEEP_REGISTER).filter(kind=Organisation.Kind.COMPANY)
    companies = {key: (name, code) for key, name, code in rows.values_list("pk", "name", "credit_code")}
    found: dict[Pair, list[Why]] = defaultdict(list)
    for one, other, why in (
        *_by_name(companies, rows),
        *_by_code(companies, rows),
        *_by_fact(companies, rows, LEGAL_PERSON, Reason.SAME_PERSON, 2),
        *_by_fact(companies, rows, ADDRESS, Reason.SAME_ADDRESS, _ADDRESS_LEAST),
    ):
        found[(min(one, other), max(one, other))].append(why)
    return dict(found)


def duplicates(actor: Actor) -> QuerySet[DuplicatePair]:
    """Return the pairs that the actor may see, both records of which are there."""
    reach = within_reach(actor, *SEE_DUPLICATES)
    return DuplicatePair.objects.filter(first__in=reach, second__in=reach).select_related("first", "second")


def duplicate(actor: Actor, *, id: int) -> DuplicatePair:
    """Return one pair; raises CannotSee."""
    found = duplicates(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="pair", id=id)
    return found


def merges(actor: Actor) -> QuerySet[Merge]:
    """Return what was brought together, the latest first, where the actor may see the record that it is now."""
    return Merge.objects.filter(kept__in=within_reach(actor, *SEE_DUPLICATES)).select_related("kept", "gone")


def merge(actor: Actor, *, id: UUID) -> Merge:
    """Return one of them; raises CannotSee."""
    found = merges(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="merge", id=id)
    return found


def leads_to(actor: Actor, *, id: UUID) -> UUID | None:
    """Return the record into which one was merged, where the actor may see it: the address of the one leads to the other."""
    seen = within_reach(actor, *SEE_ORGANISATIONS)
    return Organisation.objects.filter(pk=id, merged_into__in=seen).values_list("merged_into", flat=True).first()


Companies = Mapping[UUID, tuple[str, str | None]]
Found = Iterator[tuple[UUID, UUID, Why]]


def _by_name(companies: Companies, rows: QuerySet[Organisation]) -> Found:
    by_key: dict[str, list[UUID]] = defaultdict(list)
    for key, (name, _) in companies.items():
        by_key[same_key(name)].append(key)
    for name_key, group in by_key.items():
        if name_key and len(group) <= _SAME_MOST:
            for one, other in combinations(group, 2):
                yield one, other, Why(Reason.SAME_NAME, companies[one][0], companies[one][0])
    for holder, name in FormerName.objects.filter(organisation__in=rows).values_list("organisation", "name"):
        for other in by_key.get(same_key(name), ())[:_SAME_MOST]:
            if other != holder:
                yield holder, other, Why(Reason.FORMER_NAME, name, name)


def _by_code(companies: Companies, rows: QuerySet[Organisation]) -> Found:
    by_code: dict[str, set[UUID]] = defaultdict(set)
    for key, (_, code) in companies.items():
        if code:
            by_code[organisation_code_in(code)].add(key)
    issued = Identifier.objects.filter(organisation__in=rows, kind=Issued.ORGANISATION_CODE.value)
    for holder, value in issued.values_list("organisation", "value"):
        by_code[value].add(holder)
    for code, group in by_code.items():
        for one, other in combinations(sorted(group), 2):
            yield one, other, Why(Reason.OLD_CODE, code, code)


def _by_fact(companies: Companies, rows: QuerySet[Organisation], fact: str, reason: Reason, least: int) -> Found:
    """Yield companies with near names that share a text: a person, an address."""
    said: dict[str, list[UUID]] = defaultdict(list)
    held = Standing.objects.filter(subject__in=rows.values("pk"), facts__has_key=fact)
    for key, entry in held.values_list("subject", f"facts__{fact}"):
        text = same_key(str(entry[1])) if entry[1] else ""
        if len(text) >= least:
            said[text].append(key)
    for group in said.values():
        yield from _near(companies, group, reason)


def _near(companies: Companies, group: Sequence[UUID], reason: Reason) -> Found:
    if len(group) < 2:
        return
    named = {key: companies[key][0] for key in group}
    for one, other, why in near_pairs(named, named.items()):
        if str(one) < str(other):
            zh, en = REASONS[why]
            yield one, other, Why(reason, zh, en)
