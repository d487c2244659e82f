"""The register over the API: organisations and what is known of them, through the same door as the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.values import NOT_APPLICABLE, Nothing, State, Value
from huiqi.ui.api import READS, WRITES, ApiRequest, Cursor, Key, Limit, Line, Page, Scope, Sought, needs, once, paged

router = Router(tags=["register"])

Kind = Literal["zone", "park", "department", "company", "institution"]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$", max_length=100)]
Period = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?)?$")]
Moment = Annotated[datetime, Field(description="with its zone, such as 2026-03-01T08:00:00+08:00")]


class OrganisationOut(Schema):
    """An organisation; `parent` is what it is in."""

    id: UUID
    kind: str
    name: str
    credit_code: str | None
    parent: UUID | None
    added_at: datetime


class CompanyIn(Schema):
    """A company to be added to a zone or to a park of one."""

    name: Line
    credit_code: Line
    parent: UUID


class FactOut(Schema):
    """A fact as it stands: `state` is known, not_applicable or missing; numbers are text, so that no digit is lost."""

    name: str
    period: str
    state: Literal["known", "not_applicable", "missing"]
    value: str | bool | None
    source: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    recorded_at: datetime
    recorded_by: str


class CorrectionOut(Schema):
    """What a company asks to be corrected about itself: the fact, why, and what was decided; values are read on the site."""

    id: UUID
    organisation: UUID
    name: str
    period: str
    status: Literal["open", "accepted", "refused", "withdrawn"]
    reason: str
    asked_at: datetime
    decided_at: datetime | None
    decision: str


class FactIn(Schema):
    """What is said of a subject: exactly one of `number` (as text), `text`, `day` and `truth` for a known fact, none otherwise."""

    name: FactName
    period: Period = ""
    state: Literal["known", "not_applicable", "missing"] = "known"
    number: Annotated[str, StringConstraints(pattern=r"^-?\d{1,20}(\.\d{1,10})?$")] | None = None
    text: Line | None = None
    day: date | None = None
    truth: bool | None = None
    evidence: Line = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def value(self) -> Value:
        """Return the value; raises CannotKeep where there is not exactly one."""
        parts: list[Value] = [Decimal(self.number)] if self.number is not None else []
        parts += [part for part in (self.text, self.day, self.truth) if part is not None]
        if len(parts) != (self.state == "known"):
            raise services.CannotKeep(
                "bad_value", name=self.name, reason=f"{len(parts)} values for the state {self.state}"
            )
        return parts[0] if parts else Nothing(State(self.state))


class FactsIn(Schema):
    """Facts from one source."""

    source: Annotated[Line, StringConstraints(min_length=1)]
    facts: Annotated[list[FactIn], Field(min_length=1, max_length=500)]


class Recorded(Schema):
    """How many facts were recorded."""

    recorded: int


@router.get("/organisations", response={200: Page[OrganisationOut], **READS}, summary="List organisations")
def list_organisations(
    request: ApiRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    kind: Annotated[Kind | None, Query()] = None,
    name: Sought = "",
) -> Any:
    """Return the organisations that the token's person may see, in the order of the names."""
    needs(request, Scope.REGISTER_READ)
    rows = queries.organisations(request.actor, kind=kind or "", name=name)
    items, following = paged(rows, by=("name_key", "id"), cursor=cursor, limit=limit)
    return {"items": [described(row) for row in items], "next": following}


@router.get("/organisations/{id}", response={200: OrganisationOut, **READS}, summary="Read an organisation")
def read_organisation(request: ApiRequest, id: Annotated[UUID, Path()]) -> Any:
    """Return one organisation."""
    needs(request, Scope.REGISTER_READ)
    return described(queries.organisation(request.actor, id=id))


@router.post("/organisations", response={201: OrganisationOut, **WRITES}, summary="Add a company")
def add_company(request: ApiRequest, body: CompanyIn, key: Key) -> Any:
    """Add a company; its credit code is checked, and nobody else may have it."""
    needs(request, Scope.REGISTER_WRITE)

    def add() -> tuple[int, Schema]:
        added = services.add_organisation(
            kind="company",
            name=body.name,
            credit_code=body.credit_code,
            parent=body.parent,
            actor=request.actor,
            now=read_clock(),
        )
        return 201, described(added)

    return once(request, key, body, add)


@router.get("/organisations/{id}/facts", response={200: list[FactOut], **READS}, summary="Read facts")
def read_facts(
    request: ApiRequest,
    id: Annotated[UUID, Path()],
    valid_on: Annotated[date | None, Query(description="only what holds on this day")] = None,
    known_on: Annotated[Moment | None, Query(description="as known at this moment")] = None,
) -> Any:
    """Return the facts of an organisation: as they hold on a day, as they were known at a moment."""
    needs(request, Scope.REGISTER_READ)
    moment = known_on.astimezone() if known_on else None
    found = queries.facts(request.actor, subject=id, valid_on=valid_on, known_on=moment)
    return [shown(one) for one in found]


@router.post("/organisations/{id}/facts", response={201: Recorded, **WRITES}, summary="Record facts")
def record_facts(request: ApiRequest, id: Annotated[UUID, Path()], body: FactsIn, key: Key) -> Any:
    """Record what a source says of an organisation; what was said before is kept."""
    needs(request, Scope.REGISTER_WRITE)

    def record() -> tuple[int, Schema]:
        said = [
            services.Said(
                name=one.name,
                value=one.value(),
                period=one.period,
                evidence=one.evidence,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in body.facts
        ]
        rows = services.record_facts(subject=id, said=said, source=body.source, actor=request.actor, now=read_clock())
        return 201, Recorded(recorded=len(rows))

    return once(request, key, body, record)


@router.get("/corrections/{id}", response={200: CorrectionOut, **READS}, summary="Read a correction")
def read_correction(request: ApiRequest, id: Annotated[UUID, Path()]) -> Any:
    """Return what a company asks to be corrected about itself, and what was decided."""
    needs(request, Scope.REGISTER_READ)
    found = queries.correction(request.actor, id=id)
    return {
        "id": found.pk,
        "organisation": found.subject.organisation_id,
        "name": found.name,
        "period": found.period,
        "status": found.status,
        "reason": found.reason,
        "asked_at": found.asked_at,
        "decided_at": found.decided_at,
        "decision": found.decision,
    }


def described(row: Any) -> OrganisationOut:
    """Return an organisation as the API shows it."""
    return OrganisationOut(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        credit_code=row.credit_code,
        parent=row.parent_id,
        added_at=row.added_at,
    )


def shown(fact: queries.KnownFact) -> dict[str, object]:
    """Return a fact as the API shows it."""
    value = fact.value
    state = "known"
    if isinstance(value, Nothing):
        state = "not_applicable" if value is NOT_APPLICABLE else "missing"
    return {
        "name": fact.name,
        "period": fact.period,
        "state": state,
        "value": None if isinstance(value, Nothing) else value if isinstance(value, bool) else str(value),
        "source": fact.source,
        "evidence": fact.evidence,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "recorded_at": fact.recorded_at,
        "recorded_by": fact.recorded_by_name,
    }
