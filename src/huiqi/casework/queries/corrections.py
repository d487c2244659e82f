"""A correction that a company asks for, beside what the register says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiqi.casework.domain import fact_values
from huiqi.casework.queries.fact_lines import HIDDEN, FactLine, line
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.register.domain.rights import KEEP_REGISTER, OWN, SEE_SENSITIVE
from huiqi.ui.words import chosen

STATUSES = {
    "open": ("待处理", "Open"),
    "accepted": ("已采纳", "Accepted"),
    "refused": ("未采纳", "Refused"),
    "withdrawn": ("已撤回", "Taken back"),
}


@dataclass(frozen=True, slots=True)
class AskedCorrection:
    """What was asked for, what stands now (None: nothing was ever said), and what the actor may do."""

    id: UUID
    company: UUID
    company_name: str
    kind: str
    name: str
    label: str
    period: str
    value: str
    valid_from: date | None
    last_day: date | None
    reason: str
    file: UUID
    file_name: str
    status: str
    status_words: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    now: FactLine | None
    may_decide: bool
    may_withdraw: bool


def asked_correction(actor: Actor, *, id: UUID, now: datetime) -> AskedCorrection:
    """Return a correction as the actor may see it; raises CannotSee."""
    asked = register.correction(actor, id=id)
    company = asked.subject.organisation
    entry = entry_of(asked.name, words := fact_words(zone=company.within[0], now=now))
    sees = register.reaches(actor, company, *SEE_SENSITIVE) or not entry.is_sensitive
    told = register.history(actor, subject=asked.subject_id, name=asked.name, period=asked.period)[:1]
    is_open = asked.status == "open"
    return AskedCorrection(
        id=asked.pk,
        company=company.pk,
        company_name=company.name,
        kind=company.kind,
        name=asked.name,
        label=f"{chosen(entry.zh, entry.en)} {asked.period}".strip(),
        period=asked.period,
        value=chosen(*(fact_values.said(asked.value, entry) if sees else HIDDEN)),
        valid_from=asked.valid_from,
        last_day=fact_values.last_day(asked.valid_to),
        reason=asked.reason,
        file=asked.evidence_id,
        file_name=asked.evidence.name,
        status=asked.status,
        status_words=chosen(*STATUSES[asked.status]),
        asked_at=asked.asked_at,
        asked_by=asked.asked_by_name,
        decided_at=asked.decided_at,
        decided_by=asked.decided_by_name,
        decision=asked.decision,
        now=line(told[0], words, sees=sees) if told else None,
        may_decide=is_open and asked.asked_by != actor.person and register.reaches(actor, company, *KEEP_REGISTER),
        may_withdraw=is_open and register.reaches(actor, company, *OWN),
    )
