"""The rulebook over the API: policies in force, and what they come to for facts that the caller gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries
from huiqi.ui.api import READS, ApiRequest, Line, Scope, Sought, needs

router = Router(tags=["rulebook"])
FactName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.\d{4})?$", max_length=100)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 1, 1))]


class PolicyOut(Schema):
    """A policy in force on the day."""

    id: str
    title_zh: str
    title_en: str
    subject: str
    issuer: str
    level: str
    theme: str
    version: str
    valid_from: date
    valid_to: date | None


class AssessmentIn(Schema):
    """Facts by id as people write them ("300万", "5%", "是"); annual ones as `yearly_sales.2024`. What is not given is unknown."""

    zone: UUID
    day: Day | None = None
    facts: Annotated[dict[FactName, Line], Field(max_length=600)] = Field(default_factory=dict)
    policies: Annotated[list[Line], Field(max_length=500)] | None = None


class Decided(Schema):
    """One policy: the answer, the amount as a range (both ends alike where it is exact, null where unknown), what failed, what is missing."""

    policy: str
    outcome: Literal["met", "not_met", "unknown"]
    amount_kind: Literal["exact", "range", "unpublished", "waiting", "none"]
    amount_low: Decimal | None
    amount_high: Decimal | None
    failed: list[str]
    missing: list[str]


class AssessmentOut(Schema):
    """What the facts come to; `unread` names facts that could not be read, with the reason: they count as unknown."""

    day: date
    pack: str
    pack_hash: str
    decided: list[Decided]
    next_question: str
    unread: dict[str, str]


@router.get("/policies", response={200: list[PolicyOut], **READS}, summary="List policies in force")
def list_policies(
    request: ApiRequest,
    zone: Annotated[UUID, Query()],
    day: Annotated[Day | None, Query()] = None,
    words: Sought = "",
) -> Any:
    """Return the policies of a zone that are in force on a day (today where none is given)."""
    needs(request, Scope.RULEBOOK_READ)
    now = read_clock()
    book = queries.current_book(zone=zone, now=now)
    return [
        {
            "id": one.policy.id,
            "title_zh": one.policy.title.zh,
            "title_en": one.policy.title.en,
            "subject": one.policy.subject,
            "issuer": one.policy.issuer,
            "level": one.policy.level,
            "theme": one.policy.theme,
            "version": one.version.id,
            "valid_from": one.version.start,
            "valid_to": one.version.end,
        }
        for one in queries.find(book, day=day or day_in_china(now), words=words)
    ]


@router.post("/assessments", response={200: AssessmentOut, **READS}, summary="Work out what facts come to")
def assess(request: ApiRequest, body: AssessmentIn) -> Any:
    """Decide every policy for companies with the facts that are given. Nothing is kept."""
    needs(request, Scope.RULEBOOK_READ)
    now = read_clock()
    book = queries.current_book(zone=body.zone, now=now)
    day = body.day or day_in_china(now)
    answers = queries.read_answers(body.facts, book.loaded.rulebook.facts, day)
    calculation = queries.calculate(book, day=day, facts=answers.values, unsure=answers.unsure, policies=body.policies)
    unread = {name: problem.reason("en") for name, problem in answers.problems.items()}
    unread |= {
        name: "no fact of the dictionary"
        for name in body.facts
        if name not in answers.typed and body.facts[name].strip()
    }
    return {
        "day": day,
        "pack": book.pack,
        "pack_hash": book.hash,
        "decided": [
            {
                "policy": offer.policy.id,
                "outcome": offer.outcome,
                "amount_kind": offer.kind,
                "amount_low": offer.low,
                "amount_high": offer.high,
                "failed": list(offer.determination.failed),
                "missing": list(offer.determination.missing),
            }
            for offer in calculation.offers
        ],
        "next_question": calculation.question.id if calculation.question else "",
        "unread": unread,
    }
