"""Conditions of contracts: those within reach, where each stands by the register, and which claims wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.contracts import Standing, standing
from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.models import Claim, ContractTerm
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating


class CannotSeeTerm(NotVisible):
    """There is no such condition for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项合同条件。", "there is no such condition that you may see.")
    }


@dataclass(frozen=True, slots=True)
class Block:
    """Why a claim is not paid: the condition, and where it stands."""

    term: ContractTerm
    standing: Standing

    @property
    def words(self) -> tuple[str, str]:
        """Return the reason in both languages."""
        one, (zh, en) = self.term, self.standing.words
        return (
            f"合同“{one.contract}”约定：{one.due_on:%Y-%m-%d}前{one.text}（{zh}）",
            f"contract “{one.contract}”: {one.text} by {one.due_on:%Y-%m-%d} ({en})",
        )


def contract_terms(actor: Actor) -> QuerySet[ContractTerm]:
    """Return the conditions of contracts with companies within reach, what ended too."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return ContractTerm.objects.filter(company__in=seen).select_related("company")


def contract_term(actor: Actor, *, id: UUID) -> ContractTerm:
    """Return one condition; raises CannotSeeTerm."""
    found = contract_terms(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeTerm("not_found")
    return found


def term_words(one: ContractTerm, *, now: datetime) -> tuple[Words, Words]:
    """Return what the fact and the policy of a condition are called; a name that no pack knows any more stays as it is."""
    entry = entry_of(one.fact, fact_words(zone=one.zone_id, now=now))
    policy = (one.policy, one.policy)
    try:
        book = rulebook.current_book(zone=one.zone_id, now=now)
    except rulebook.CannotFindBook:
        return (entry.zh, entry.en), policy
    return (entry.zh, entry.en), evaluating.policies_for_companies(book).get(one.policy, policy)


def standings(terms: Sequence[ContractTerm], *, now: datetime) -> dict[UUID, Standing]:
    """Return where conditions stand by the facts as they held on their days, or today where that is earlier."""
    today = day_in_china(now)
    found = {one.pk: Standing.ENDED for one in terms if one.ended_at is not None}
    by_day: dict[date, list[ContractTerm]] = {}
    for one in terms:
        if one.ended_at is None:
            by_day.setdefault(min(today, one.due_on), []).append(one)
    for day, some in by_day.items():
        companies = list(dict.fromkeys(one.company_id for one in some))
        columns = register.columns_of(companies, day=day, known_at=now)
        for one in some:
            at = companies.index(one.company_id)
            cells = [column.cells[at] for key, column in columns.items() if key.partition("|")[0] == one.fact]
            cell = True if any(cell is True for cell in cells) else None
            found[one.pk] = standing(cell, due_on=one.due_on, today=today)
    return found


def blocked(claims: Iterable[Claim], *, now: datetime) -> dict[UUID, list[Block]]:
    """Return the claims that are not paid because of a contract, and why; a condition of another policy blocks nothing."""
    asked = list(claims)
    companies = {claim.company_id for claim in asked}
    terms = list(ContractTerm.objects.filter(company__in=companies, ended_at=None).order_by("due_on", "pk"))
    stand = standings(terms, now=now)
    blocks = [Block(one, stand[one.pk]) for one in terms if stand[one.pk].blocks]
    found = {
        claim.pk: [
            block
            for block in blocks
            if block.term.company_id == claim.company_id and block.term.policy in {"", claim.policy}
        ]
        for claim in asked
    }
    return {claim: reasons for claim, reasons in found.items() if reasons}


def to_bind(actor: Actor, *, now: datetime) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Return the facts that say yes or no, and the policies, of the actor's zones: id and names, as a condition may name them."""
    facts: dict[str, tuple[str, str, str]] = {}
    policies: dict[str, tuple[str, str, str]] = {}
    for zone in sorted(actor.zones):
        facts |= {
            key: (key, one.zh, one.en) for key, one in fact_words(zone=zone, now=now).items() if one.type == "truth"
        }
        try:
            book = rulebook.current_book(zone=zone, now=now)
        except rulebook.CannotFindBook:
            continue
        policies |= {key: (key, *title) for key, title in evaluating.policies_for_companies(book).items()}
    return sorted(facts.values(), key=itemgetter(1)), sorted(policies.values(), key=itemgetter(1))
