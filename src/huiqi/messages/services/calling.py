"""Calls to programs: put down with their cause, sent when due, tried again with growing delays, given up after three days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.ids import new_id
from huiqi.messages import queries
from huiqi.messages.domain import hooks as domain
from huiqi.messages.domain.hooks import ITEMS_MOST, TRIAL, Item
from huiqi.messages.models import Hook, HookCall
from huiqi.messages.services.hooks import CannotHook, drop_waiting, held, secret_of
from huiqi.messages.services.posting import CannotPost, post
from huiqi.messages.services.telling import Said, tell

KEPT = timedelta(days=30)
_TASK = "huiqi.messages.tasks.call_now"
_MOST_AT_ONCE = 500
_SYSTEM = system("hooks")


@transaction.atomic
def add_calls(*, hook: Hook, event: str, items: Sequence[Item], at: datetime, now: datetime) -> int:
    """Put down what a webhook is to be told of an event; return how many calls that is."""
    site = settings.ADDRESS.geturl().rstrip("/")
    calls = [
        HookCall(
            id=new_id(now),
            hook=hook,
            event=event,
            body=domain.body_of(event, at=at, items=items[first : first + ITEMS_MOST], site=site),
            added_at=now,
            due_at=now,
        )
        for first in range(0, max(len(items), 1), ITEMS_MOST)
    ]
    HookCall.objects.bulk_create(calls, batch_size=500)
    return len(calls)


@transaction.atomic
def try_hook(*, id: UUID, actor: Actor, now: datetime) -> None:
    """Send one of the actor's webhooks a call that tells nothing; raises CannotHook, CannotSeeHook."""
    hook = held(queries.own_hooks(actor).filter(pk=id).values_list("pk", flat=True).first())
    if hook.state != Hook.State.ON:
        raise CannotHook("not_on")
    add_calls(hook=hook, event=TRIAL, items=(), at=now, now=now)
    audit.record("messages.hook.tried", actor=actor, subject_kind="hook", subject=id, now=now)
    jobs.put_into_queue(_TASK)


@transaction.atomic
def resend_call(*, id: UUID, actor: Actor, now: datetime) -> HookCall:
    """Put a call that failed into the queue again, as if it were new; raises CannotHook, CannotSeeHook."""
    seen = HookCall.objects.filter(pk=id, state=HookCall.State.FAILED, hook__in=queries.hooks(actor))
    call = seen.select_for_update(of=("self",)).select_related("hook").first()
    if call is None:
        raise queries.CannotSeeHook("not_found")
    if call.hook.state != Hook.State.ON:
        raise CannotHook("not_on")
    call.state, call.due_at, call.attempts = HookCall.State.WAITING, now, 0
    call.save(update_fields=("state", "due_at", "attempts"))
    after = {"event": call.event}
    audit.record("messages.call.resent", actor=actor, subject_kind="call", subject=id, now=now, after=after)
    jobs.put_into_queue(_TASK)
    return call


def send_calls(*, now: datetime) -> tuple[int, int]:
    """Send what is due; return how many calls were taken, and how many not.

    An address that does not answer is not asked again in this round: nobody else's calls wait for it.
    """
    due = HookCall.objects.filter(state=HookCall.State.WAITING, due_at__lte=now, hook__state=Hook.State.ON)
    rows = list(due.order_by("hook", "due_at", "id").values_list("hook", "id")[:_MOST_AT_ONCE])
    taken = failed = 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        for _, call in group:
            problem = send_call(call, now=now)
            taken += problem is None
            failed += problem is not None
            if problem is not None and not problem.status:
                break
    return taken, failed


@transaction.atomic
def send_call(id: UUID, *, now: datetime) -> CannotPost | None:
    """Send one call and note what came of it; return why it was not taken.

    The row is held meanwhile, so that two workers never send the same; a worker that is killed after the other side took it and
    before that is written sends it again, under the same identifier.
    """
    waiting = HookCall.objects.filter(pk=id, state=HookCall.State.WAITING, hook__state=Hook.State.ON)
    call = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("hook").first()
    if call is None:
        return None
    hook = call.hook
    salts = [hook.salt, hook.old_salt] if hook.old_until is not None and now < hook.old_until else [hook.salt]
    keys = [secret_of(hook, salt) for salt in salts]
    headers = domain.headers_of(call.pk, call.body, secrets=keys, now=now)
    call.attempts, call.tried_at = call.attempts + 1, now
    try:
        call.status = post(
            hook.address, body=call.body, headers={"Content-Type": "application/json", "User-Agent": "Huiqi", **headers}
        )
    except CannotPost as problem:
        note_failure(call, problem, now=now)
        return problem
    call.state, call.problem, call.detail = HookCall.State.TAKEN, "", ""
    call.save(update_fields=("state", "attempts", "tried_at", "status", "problem", "detail"))
    Hook.objects.filter(pk=hook.pk).update(taken_at=now)
    return None


def note_failure(call: HookCall, problem: CannotPost, *, now: datetime) -> None:
    """Write down why a call was not taken, and when it is tried again; stop a webhook that takes nothing any more."""
    call.status, call.problem, call.detail = problem.status, problem.code, problem.detail[:300]
    wait = None if problem.code == "gone" else domain.retry_after(call.attempts)
    if wait is None:
        call.state = HookCall.State.FAILED
    else:
        call.due_at = now + wait
    call.save(update_fields=("state", "due_at", "attempts", "tried_at", "status", "problem", "detail"))
    hook = held(call.hook_id)
    took_none = hook.taken_at is None or hook.taken_at < call.added_at
    if wait is None and (took_none or problem.code == "gone"):
        stop_failed(hook, call, now=now)


def stop_failed(hook: Hook, call: HookCall, *, now: datetime) -> None:
    """Stop a webhook that took nothing for days, and tell its owner."""
    if hook.state != Hook.State.ON:
        return
    hook.state = Hook.State.FAILED
    hook.save(update_fields=("state",))
    drop_waiting(hook)
    audit.record("messages.hook.stopped", actor=_SYSTEM, subject_kind="hook", subject=hook.pk, now=now)
    said = Said(
        kind="hook.stopped",
        key=f"hook.stopped/{call.pk}/{call.attempts}",
        title=(f"接口推送“{hook.name}”已停用"[:200], f"The webhook {hook.name} was stopped"[:200]),
        body=(
            "对方地址长时间没有接收。修好后请在页面上重新启用，没收到的可以重发。",
            "Its address took nothing for a long time. Once it is mended, switch it on again; what was missed can be sent again.",
        ),
        link=reverse("messages:hook", args=[hook.pk]),
    )
    tell(persons=[hook.person], said=said, now=now)


def forget_calls(*, now: datetime) -> int:
    """Remove calls that are older than a month; return how many."""
    old = HookCall.objects.filter(added_at__lt=now - KEPT).exclude(state=HookCall.State.WAITING)
    return old.delete()[0]
