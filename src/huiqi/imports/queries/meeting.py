"""Rows meet companies: by credit code, by other identifiers, then by name; what only may be the same waits for a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from huiqi.imports.domain.faults import Fault, fault
from huiqi.imports.domain.states import Choice, Codeless, Doubt, Outcome
from huiqi.imports.queries.identities import Identity
from huiqi.kernel.actor import Actor
from huiqi.register.domain.identifiers import Issued, organisation_code_in
from huiqi.register.domain.likeness import REASONS, is_name_of, near_pairs, same_key
from huiqi.register.queries.known import (
    Claimed,
    KnownCompany,
    companies_to_keep,
    holders_of_codes,
    holders_of_identifiers,
)

_CANDIDATES_MOST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that a row may be about, and why, in both languages."""

    company: KnownCompany
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer said of a row; `company` is the one that it is, where it is one that is there."""

    choice: Choice
    company: UUID | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """What a row has met: a company of the register, none, or some that have to be looked at."""

    identity: Identity
    outcome: Outcome
    company: KnownCompany | None = None
    doubt: Doubt | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return what rows about one company have in common, each of them enough."""
        if self.company is not None:
            return (str(self.company.id),)
        own = self.identity
        said = tuple(f"{kind.value} {value}" for kind, value in own.issued.items())
        return (own.code, *said) if own.code else said or (same_key(own.name),)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The companies that rows may meet, by everything they are known by."""

    by_code: Mapping[str, Claimed]
    by_issued: Mapping[tuple[Issued, str], Claimed]
    by_name: Mapping[str, Sequence[KnownCompany]]
    by_former: Mapping[str, Sequence[KnownCompany]]
    by_organisation_code: Mapping[str, KnownCompany]
    near: Mapping[int, Sequence[Candidate]]
    former_names: Mapping[UUID, frozenset[str]]


def neighbourhood(actor: Actor, rows: Sequence[Identity], *, within: UUID) -> Neighbourhood:
    """Return the companies that the rows may meet below an organisation; a fixed number of queries."""
    companies = list(companies_to_keep(actor, within=within))
    own = {company.credit_code: Claimed(company) for company, _ in companies if company.credit_code}
    codes = {row.code for row in rows if row.code}
    # Most rows are about companies that are loaded anyway; the others' codes are asked for.
    by_code = {code: own[code] for code in codes & own.keys()} | holders_of_codes(actor, codes=codes - own.keys())
    by_issued = {
        (kind, value): claimed
        for kind in Issued
        for value, claimed in holders_of_identifiers(
            actor, kind=kind, values={row.issued[kind] for row in rows if kind in row.issued}
        ).items()
    }
    by_name: dict[str, list[KnownCompany]] = defaultdict(list)
    by_former: dict[str, list[KnownCompany]] = defaultdict(list)
    former_names: dict[UUID, frozenset[str]] = {}
    for company, former in companies:
        by_name[same_key(company.name)].append(company)
        former_names[company.id] = frozenset(map(same_key, former))
        for key in former_names[company.id]:
            by_former[key].append(company)
    return Neighbourhood(
        by_code, by_issued, by_name, by_former,
        {organisation_code_in(one.credit_code): one for one, _ in companies if one.credit_code},
        near_companies(rows, [one for one, _ in companies], by_code, by_issued), former_names,
    )  # fmt: skip


def near_companies(
    rows: Sequence[Identity],
    companies: Sequence[KnownCompany],
    by_code: Mapping[str, Claimed],
    by_issued: Mapping[tuple[Issued, str], Claimed],
) -> dict[int, list[Candidate]]:
    """Return companies with near names by row. Two valid credit codes are two companies, however near their names are."""
    if all(one.credit_code for one in companies):
        rows = [row for row in rows if not row.code]
    unmet = {
        str(row.index): row
        for row in rows
        if row.name and row.code not in by_code and not any(pair in by_issued for pair in row.issued.items())
    }
    found: dict[int, list[Candidate]] = defaultdict(list)
    known = {f"k{place}": company for place, company in enumerate(companies)}
    pairs = near_pairs({key: row.name for key, row in unmet.items()}, [(key, one.name) for key, one in known.items()])
    for here, there, why in pairs if unmet else ():
        row, company = unmet[here], known[there]
        if not (row.code and company.credit_code):
            found[row.index].append(Candidate(company, *REASONS[why]))
    return found


def meet(
    rows: Sequence[Identity], around: Neighbourhood, *, codeless: Codeless, decisions: Mapping[int, Decision]
) -> tuple[list[Met], list[Fault]]:
    """Return what every row meets, with the decisions that were taken, and what is wrong with rows."""
    found: list[Met] = []
    faults: list[Fault] = []
    for row in rows:
        if row.is_refused:
            found.append(Met(row, Outcome.REFUSED))
            continue
        claims = claims_on(row, around)
        wrong = wrong_claims(row, claims)
        faults += wrong
        if wrong:
            found.append(Met(row, Outcome.REFUSED))
            continue
        company = next((one.company for one in claims if one.company is not None), None)
        met = by_code(row, company, around) if company is not None else by_name(row, around, codeless)
        met = decided(met, decisions.get(row.row))
        if met.outcome is Outcome.NEW and not row.name:
            faults.append(fault("no_name", row.row, 1, is_error=True))
            met = Met(row, Outcome.REFUSED)
        found.append(met)
    return found, faults


def with_known_codes(faults: Sequence[Fault], rows: Sequence[Identity], around: Neighbourhood) -> list[Fault]:
    """Return the faults, wrong credit codes with the code that the one company of that name has in the register."""
    names = {row.row: row.name for row in rows if row.is_refused and row.name}
    found = []
    for one in faults:
        same = around.by_name.get(same_key(names.get(one.row, "")), ()) if one.code == "bad_code" else ()
        if len(same) == 1 and same[0].credit_code:
            known = {"name": same[0].name, "known": same[0].credit_code}
            found.append(
                fault("name_known", one.row, one.column, what=one.what, is_error=True, reason=(one.zh, one.en), **known)
            )
        else:
            found.append(one)
    return found


def claims_on(row: Identity, around: Neighbourhood) -> list[Claimed]:
    """Return who holds the codes of a row."""
    found = [around.by_code[row.code]] if row.code in around.by_code else []
    return found + [around.by_issued[pair] for pair in row.issued.items() if pair in around.by_issued]


def wrong_claims(row: Identity, claims: Sequence[Claimed]) -> list[Fault]:
    """Return why the holders of a row's codes cannot be who the row is about."""
    if any(one.company is None for one in claims):
        return [fault("not_yours", row.row, 1, is_error=True)]
    holders = {one.company.id: one.company.name for one in claims if one.company is not None}
    if len(holders) > 1:
        return [fault("two_companies", row.row, 1, is_error=True, names="、".join(holders.values()))]
    return []


def by_code(row: Identity, company: KnownCompany, around: Neighbourhood) -> Met:
    """Return a row that met the holder of its code; an entirely different name has to be looked at."""
    if company.is_gone:
        return Met(row, Outcome.BACK, company)
    former = around.former_names.get(company.id, ())
    if not row.name or is_name_of(row.name, present=company.name, former=former):
        return Met(row, Outcome.MATCHED, company)
    return Met(row, Outcome.DOUBTFUL, doubt=Doubt.OTHER_NAME, candidates=(Candidate(company),))


def by_name(row: Identity, around: Neighbourhood, codeless: Codeless) -> Met:
    """Return a row whose codes nobody holds, or that has none."""
    doubt, candidates = likely(row, around)
    is_identified = bool(row.code or row.issued)
    if doubt is Doubt.SAME_NAME and len(candidates) == 1 and not is_identified:
        # The officer has said what becomes of rows without a code: the name alone decides, or nothing does.
        return (
            Met(row, Outcome.LEFT) if codeless is Codeless.LEAVE else Met(row, Outcome.MATCHED, candidates[0].company)
        )
    if not is_identified and codeless is Codeless.LEAVE:
        return Met(row, Outcome.LEFT)
    if doubt is not None:
        return Met(row, Outcome.DOUBTFUL, doubt=doubt, candidates=candidates[:_CANDIDATES_MOST])
    if not is_identified and codeless is Codeless.MATCH:
        return Met(row, Outcome.LEFT)
    return Met(row, Outcome.NEW)


def likely(row: Identity, around: Neighbourhood) -> tuple[Doubt | None, tuple[Candidate, ...]]:
    """Return which companies a row may be about without saying it by a code, the surest reason first."""
    key = same_key(row.name)
    same = around.by_name.get(key, ()) if row.name else ()
    if same:
        return (Doubt.SAME_NAME if len(same) == 1 else Doubt.SEVERAL), tuple(Candidate(one) for one in same)
    older = around.by_organisation_code.get(organisation_code_of(row))
    if older is not None:
        return Doubt.OLD_CODE, (Candidate(older),)
    former = around.by_former.get(key, ()) if row.name else ()
    if former:
        return Doubt.FORMER_NAME, tuple(Candidate(one) for one in former)
    near = around.near.get(row.index, ())
    return (Doubt.NEAR_NAME, tuple(near)) if near else (None, ())


def organisation_code_of(row: Identity) -> str:
    """Return the organisation code that a row carries, in its credit code or beside it."""
    return organisation_code_in(row.code) if row.code else row.issued.get(Issued.ORGANISATION_CODE, "")


def decided(met: Met, decision: Decision | None) -> Met:
    """Return a doubtful row as an officer has decided; a decision about a company that is no candidate any more is void."""
    if met.outcome is not Outcome.DOUBTFUL or decision is None:
        return met
    if decision.choice is Choice.LEAVE:
        return replace(met, outcome=Outcome.LEFT)
    if decision.choice is Choice.NEW:
        # Under a code that somebody holds nobody new can be added.
        return met if met.doubt is Doubt.OTHER_NAME else replace(met, outcome=Outcome.NEW)
    chosen = next((one.company for one in met.candidates if one.company.id == decision.company), None)
    return met if chosen is None else replace(met, outcome=Outcome.MATCHED, company=chosen)


def by_group(rows: Sequence[Met]) -> Iterator[list[Met]]:
    """Yield the rows that are brought in, those about one company together, in the order of the sheet."""
    groups: dict[str, list[Met]] = {}
    for one in rows:
        if one.outcome in {Outcome.MATCHED, Outcome.NEW, Outcome.BACK}:
            group = next((groups[token] for token in one.tokens if token in groups), [])
            group.append(one)
            groups.update(dict.fromkeys(one.tokens, group))
    seen: set[int] = set()
    for group in groups.values():
        if id(group) not in seen:
            seen.add(id(group))
            yield group
