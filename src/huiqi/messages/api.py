"""Webhooks over the API: programs name their own addresses, pause and end them, and read what became of each call."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Path, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from huiqi.kernel.clock import read_clock
from huiqi.messages import queries, services
from huiqi.messages.domain.hooks import EVENTS
from huiqi.ui.api import READS, WRITES, ApiRequest, Cursor, Key, Limit, Line, Page, Scope, needs, once, paged

router = Router(tags=["webhooks"])

Address = Annotated[str, StringConstraints(max_length=500, pattern=r"^https://[!-~]+$")]
Event = Annotated[str, StringConstraints(pattern=f"^({'|'.join(re.escape(event) for event in EVENTS)})$")]
Hook = Annotated[UUID, Path()]


class WebhookOut(Schema):
    """A webhook; `failed`: it took nothing for days and was stopped; `ended`: it is there no more."""

    id: UUID
    name: str
    address: str
    events: list[str]
    state: Literal["on", "off", "failed", "ended"]
    owner: str
    added_at: datetime
    taken_at: datetime | None


class WebhookMade(WebhookOut):
    """A new webhook with the secret that its calls are signed with; no later answer shows it."""

    secret: str


class WebhookIn(Schema):
    """What for, where, and of what a program wants to be told."""

    name: Annotated[Line, StringConstraints(pattern=r"\S")]
    address: Address
    events: Annotated[list[Event], Field(min_length=1, max_length=len(EVENTS))]


class SwitchIn(Schema):
    """Whether it is to be called; what waits when it is switched off is not sent."""

    on: bool


class Nothing(Schema):
    """No more than the address says."""


class DeliveryOut(Schema):
    """A call: `status` is what the receiver answered last, 0 where it did not; `problem` says why it failed, by its code."""

    id: UUID
    event: str
    state: Literal["waiting", "taken", "failed"]
    added_at: datetime
    due_at: datetime
    attempts: int
    tried_at: datetime | None
    status: int
    problem: str


@router.get("/webhooks", response={200: Page[WebhookOut], **READS}, summary="List webhooks")
def list_webhooks(request: ApiRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Return the webhooks that the token's person may see: one's own; of a zone's people where one administers it."""
    needs(request, Scope.WEBHOOKS_READ)
    items, following = paged(queries.hooks(request.actor), by=("id",), cursor=cursor, limit=limit)
    return {"items": [described(row) for row in items], "next": following}


@router.post("/webhooks", response={201: WebhookMade, **WRITES}, summary="Add a webhook")
def add_webhook(request: ApiRequest, body: WebhookIn, key: Key) -> Any:
    """Add a webhook of the token's person. The secret is in this answer alone: it follows from the site's key and is not kept."""
    needs(request, Scope.WEBHOOKS_WRITE)

    def add() -> tuple[int, Schema]:
        added, _ = services.add_hook(
            name=body.name, address=body.address, events=body.events, actor=request.actor, now=read_clock()
        )
        return 201, described(added)

    made = once(request, key, body, add)
    # Not in what is kept of the call: who has the tables alone cannot sign.
    secret = services.secret_shown(id=made.value["id"], actor=request.actor)
    return Status(made.status_code, made.value | {"secret": secret})


@router.get("/webhooks/{id}", response={200: WebhookOut, **READS}, summary="Read a webhook")
def read_webhook(request: ApiRequest, id: Hook) -> Any:
    """Return one webhook."""
    needs(request, Scope.WEBHOOKS_READ)
    return described(queries.hook(request.actor, id=id))


@router.patch("/webhooks/{id}", response={200: WebhookOut, **WRITES}, summary="Pause a webhook, or let it go on")
def switch_webhook(request: ApiRequest, id: Hook, body: SwitchIn, key: Key) -> Any:
    """Switch a webhook off or on: whoever sees it may stop it, only its owner may start it."""
    needs(request, Scope.WEBHOOKS_WRITE)

    def switch() -> tuple[int, Schema]:
        return 200, described(services.switch_hook(id=id, on=body.on, actor=request.actor, now=read_clock()))

    return once(request, key, body, switch)


@router.delete("/webhooks/{id}", response={200: WebhookOut, **WRITES}, summary="End a webhook")
def end_webhook(request: ApiRequest, id: Hook, key: Key) -> Any:
    """End a webhook for good; what waits is not sent."""
    needs(request, Scope.WEBHOOKS_WRITE)

    def end() -> tuple[int, Schema]:
        return 200, described(services.end_hook(id=id, actor=request.actor, now=read_clock()))

    return once(request, key, Nothing(), end)


@router.get("/webhooks/{id}/deliveries", response={200: Page[DeliveryOut], **READS}, summary="List what was sent")
def list_deliveries(
    request: ApiRequest,
    id: Hook,
    cursor: Cursor = "",
    limit: Limit = 50,
    state: Annotated[Literal["waiting", "taken", "failed"] | None, Query()] = None,
) -> Any:
    """Return the calls of a webhook with what became of them, the oldest first; what they said is read on the site."""
    needs(request, Scope.WEBHOOKS_READ)
    queries.hook(request.actor, id=id)
    rows = queries.hook_calls(request.actor, hook=id)
    items, following = paged(rows.filter(state=state) if state else rows, by=("id",), cursor=cursor, limit=limit)
    return {"items": [DeliveryOut.from_orm(row) for row in items], "next": following}


def described(row: Any) -> WebhookOut:
    """Return a webhook as the API shows it."""
    return WebhookOut(
        id=row.pk,
        name=row.name,
        address=row.address,
        events=row.events,
        state=row.state,
        owner=row.person_name,
        added_at=row.added_at,
        taken_at=row.taken_at,
    )
