"""Which company a row of earlier payments is about: by its credit code; by a name, present or former, only for a person to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.earlier.faults import fault
from huiqi.casework.domain.earlier.meanings import CODE, NAME
from huiqi.casework.domain.earlier.rows import Places, Row
from huiqi.casework.domain.earlier.states import ENTER
from huiqi.kernel.actor import Actor
from huiqi.register.domain.credit_code import CannotReadCode, read
from huiqi.register.domain.likeness import is_name_of, same_key
from huiqi.register.queries.known import Claimed, KnownCompany, companies_to_keep, holders_of_codes

LEAVE: Final = "leave"
_CANDIDATES_MOST: Final = 5
WHY: Final[Mapping[str, tuple[str, str]]] = {
    "same_name": ("没有信用代码，名称相同", "no credit code; the same name"),
    "former_name": ("与曾用名相同", "a name that the company had before"),
    "other_name": ("代码相同，名称完全不同", "the same code under an entirely different name"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """The companies that rows may be about, by code and by names."""

    by_code: Mapping[str, Claimed]
    by_name: Mapping[str, Sequence[KnownCompany]]
    by_former: Mapping[str, Sequence[KnownCompany]]
    former_names: Mapping[UUID, frozenset[str]]


@dataclass(slots=True)
class Met:
    """Whom a row has met: a company, none (`company` is None), or some that have to be looked at, or left out."""

    company: KnownCompany | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    is_left: bool = False


def around(actor: Actor, *, place: UUID, codes: Collection[str]) -> Around:
    """Return the companies of a zone or park that an officer of finance reaches; a fixed number of queries."""
    by_name: dict[str, list[KnownCompany]] = defaultdict(list)
    by_former: dict[str, list[KnownCompany]] = defaultdict(list)
    former_names: dict[UUID, frozenset[str]] = {}
    for company, former in companies_to_keep(actor, within=place, roles=ENTER):
        by_name[same_key(company.name)].append(company)
        former_names[company.id] = frozenset(map(same_key, former))
        for key in former_names[company.id]:
            by_former[key].append(company)
    return Around(holders_of_codes(actor, codes=codes, roles=ENTER), by_name, by_former, former_names)


def code_of(row: Row, said: str, places: Places, by_name: Mapping[str, Sequence[KnownCompany]]) -> str:
    """Return the credit code of a row in its one form; one that is mistyped is told, with the code of the company of that name."""
    try:
        return read(said) if said else ""
    except CannotReadCode as error:
        same = by_name.get(same_key(row.name), ()) if row.name else ()
        known = same[0].credit_code if len(same) == 1 else None
        hint = (f"库里这个名称的企业是{known}。", f" The company of that name has {known}.") if known else ""
        reason = (error.said(english=False), error.said(english=True))
        row.faults.append(fault("bad_code", places.of(CODE), reason=reason, hint=hint))
        return ""


def meet(row: Row, about: Around, places: Places, choice: str) -> Met:
    """Return whom a row meets; what is wrong is told in the row. `choice`: which candidate an officer chose."""
    if row.code in about.by_code:
        company = about.by_code[row.code].company
        if company is None:
            row.faults.append(fault("not_yours", places.of(CODE)))
            return Met()
        former_keys = about.former_names.get(company.id, ())
        if not row.name or is_name_of(row.name, present=company.name, former=former_keys):
            return Met(company)
        return decided([candidate(company, "other_name")], [company], choice)
    key = same_key(row.name)
    same, former = (about.by_name.get(key, ()), about.by_former.get(key, ())) if row.name else ((), ())
    if same and not row.code:
        return decided([candidate(one, "same_name") for one in same], same, choice)
    if former or same:
        why = "former_name" if former else "same_name"
        return decided([candidate(one, why) for one in former or same], former or same, choice)
    if not row.code:
        known = "not_found" if row.name else "nobody"
        row.faults.append(fault(known, places.of(NAME if row.name else CODE), name=row.name))
    return Met()


def candidate(company: KnownCompany, why: str) -> dict[str, Any]:
    """Return a company that may be meant, as it is kept with the row."""
    return {"id": str(company.id), "name": company.name, "code": company.credit_code or "", "why": why}


def decided(candidates: list[dict[str, Any]], companies: Sequence[KnownCompany], choice: str) -> Met:
    """Return what an officer chose, else what there is to choose; a choice that is no candidate any more is void."""
    chosen = next((one for one in companies if str(one.id) == choice), None)
    if chosen is not None:
        return Met(chosen, candidates[:_CANDIDATES_MOST])
    return Met(None, candidates[:_CANDIDATES_MOST], is_left=choice == LEAVE)
