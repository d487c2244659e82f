"""Conditions of contracts: entered with what the contract says, ended with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS, REVIEW
from huiqi.casework.models import ContractTerm
from huiqi.casework.queries.claims import contracts as known
from huiqi.casework.queries.words import fact_words
from huiqi.casework.services.claims.reviewing import why
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register


class CannotBind(Cannot):
    """The condition cannot be entered or ended like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "own_company": (
            "您在这家企业任职或任过职，须由别人解除。",
            "you act or acted for this company: somebody else ends it.",
        ),
        "no_company": ("没有统一社会信用代码为{code}的企业。", "there is no company with the credit code {code}."),
        "no_such_fact": ("{name}不是可以判断是否的数据。", "{name} is no fact that says yes or no."),
        "not_said": ("请写明合同和约定内容。", "name the contract and what it asks."),
        "ended_already": ("这项条件已经解除。", "this condition has ended already."),
    }


@dataclass(frozen=True, slots=True)
class TermSaid:
    """With which company (credit code), by which contract, what it asks, which fact says so, by when, for which policy (none: all)."""

    credit_code: str
    contract: str
    text: str
    fact: str
    due_on: date
    policy: str = ""


@transaction.atomic
def bind(*, said: TermSaid, actor: Actor, now: datetime) -> ContractTerm:
    """Enter a condition of a contract: nothing is paid to the company until it is met. Raises CannotBind."""
    inside = register.within_reach(actor, *REVIEW, *MAKE_PAYMENTS).filter(kind="company")
    company = inside.filter(credit_code=said.credit_code.strip().upper()).first()
    if company is None:
        raise CannotBind("no_company", code=said.credit_code)
    if not said.contract.strip() or not said.text.strip():
        raise CannotBind("not_said")
    zone = company.within[0]
    entry = fact_words(zone=zone, now=now).get(said.fact)
    if entry is None or entry.type != "truth":
        raise CannotBind("no_such_fact", name=said.fact)
    made = ContractTerm.objects.create(
        id=new_id(now), zone_id=zone, company=company, contract=said.contract.strip(), text=said.text.strip(),
        fact=said.fact, due_on=said.due_on, policy=said.policy, made_at=now, made_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        "casework.contract_term.entered",
        actor=actor, subject_kind="contract_term", subject=made.pk, organisation=company.pk, now=now,
        after={"contract": made.contract, "fact": made.fact, "due_on": made.due_on, "policy": made.policy},
    )  # fmt: skip
    return made


@transaction.atomic
def unbind(*, id: UUID, reason: str, actor: Actor, now: datetime) -> ContractTerm:
    """End a condition, saying why (waived, contract changed, entered by mistake); raises CannotBind, CannotSeeTerm."""
    seen = known.contract_term(actor, id=id)
    if not register.within_reach(actor, *REVIEW, *MAKE_PAYMENTS).filter(pk=seen.company_id).exists():
        raise CannotBind("not_allowed", actor=actor.name)
    if seen.company_id in register.organisations_related(actor.person):
        raise CannotBind("own_company")
    made = ContractTerm.objects.select_for_update(of=("self",)).get(pk=id)
    if made.ended_at is not None:
        raise CannotBind("ended_already")
    made.ended_at, made.ended_by_name, made.ended_for = now, actor.name, why(reason)
    made.save(update_fields=("ended_at", "ended_by_name", "ended_for"))
    audit.record(
        "casework.contract_term.ended",
        actor=actor, subject_kind="contract_term", subject=made.pk, organisation=made.company_id, now=now,
        after={"reason": made.ended_for},
    )  # fmt: skip
    return made
