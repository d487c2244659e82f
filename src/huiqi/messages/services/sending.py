"""What is due goes out; several messages that are due together on one address go as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.messages.domain import timing
from huiqi.messages.domain.kinds import Channel
from huiqi.messages.models import Delivery, Message, Wishes
from huiqi.messages.queries import CannotSeeMessage, may_see_log
from huiqi.messages.services import channels

_MOST_AT_ONCE = 500
_PROBLEM_MOST = 500


def send_due(*, now: datetime) -> tuple[int, int]:
    """Send what is due; return how many deliveries went out, and how many did not.

    A group is locked while it is sent, so that two workers never send the same; a worker that is killed after the channel took
    a message and before that is written sends it again.
    """
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    order = ("message__person", "channel", "target", "due_at", "id")
    rows = list(waiting.order_by(*order).values_list("id", "message__person", "channel", "target")[:_MOST_AT_ONCE])
    sent = failed = 0
    for _, group in groupby(rows, key=lambda row: row[1:]):
        went, did_not = send_group([row[0] for row in group], now=now)
        sent += went
        failed += did_not
    return sent, failed


@transaction.atomic
def send_group(ids: Sequence[UUID], *, now: datetime) -> tuple[int, int]:
    """Send deliveries of one person on one address as one text; return how many went out, and how many did not."""
    held = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message")
    group = list(held.filter(pk__in=ids, state=Delivery.State.WAITING).order_by("message__added_at"))
    if not group:
        return 0, 0
    title, body = text_of([one.message for one in group])
    try:
        channels.send(Channel(group[0].channel), group[0].target, title=title, body=body)
    except channels.CannotSend as error:
        for one in group:
            note_failure(one, str(error), now=now)
        return 0, len(group)
    Delivery.objects.filter(pk__in=[one.pk for one in group]).update(
        state=Delivery.State.SENT, sent_at=now, problem="", attempts=group[0].attempts + 1
    )
    return len(group), 0


def note_failure(delivery: Delivery, problem: str, *, now: datetime) -> None:
    """Write down why a delivery failed, and when it is tried again, if it is."""
    delivery.attempts += 1
    delivery.problem = problem[:_PROBLEM_MOST]
    wait = timing.retry_after(delivery.attempts)
    if wait is None:
        delivery.state = Delivery.State.FAILED
    else:
        delivery.due_at = now + wait
    delivery.save(update_fields=("attempts", "problem", "state", "due_at"))


def text_of(messages: Sequence[Message]) -> tuple[str, str]:
    """Return title and body of one text that says all messages, in the person's language."""
    wishes = Wishes.objects.filter(pk=messages[0].person).first()
    english = wishes is not None and wishes.language == Wishes.Language.ENGLISH
    parts = [part_of(message, english=english) for message in messages]
    if len(parts) == 1:
        title, body = parts[0]
        return f"[惠企] {title}", body
    count = f"{len(parts)} messages" if english else f"{len(parts)}条消息"
    return f"[惠企] {count}", "\n\n".join(f"{number}. {title}\n{body}" for number, (title, body) in enumerate(parts, 1))


def part_of(message: Message, *, english: bool) -> tuple[str, str]:
    """Return title and body of a message in a language, with the address of its page."""
    title, body = (message.title_en, message.body_en) if english else (message.title_zh, message.body_zh)
    address = f"{settings.ADDRESS.geturl().rstrip('/')}{message.link}" if message.link else ""
    return title, "\n".join(part for part in (body, address) if part)


@transaction.atomic
def resend(*, id: UUID, actor: Actor, now: datetime) -> Delivery:
    """Put a delivery that failed at the head of the queue again; raises CannotSeeMessage."""
    if not may_see_log(actor):
        raise CannotSeeMessage("not_found")
    found = Delivery.objects.select_for_update().filter(pk=id, state=Delivery.State.FAILED).first()
    if found is None:
        raise CannotSeeMessage("not_found")
    found.state, found.due_at, found.attempts = Delivery.State.WAITING, now, 0
    found.save(update_fields=("state", "due_at", "attempts"))
    audit.record(
        "messages.delivery.resent",
        actor=actor,
        subject_kind="delivery",
        subject=id,
        now=now,
        after={"channel": found.channel},
    )
    return found


def write_to(address: str, *, title: str, body: str) -> str:
    """Write a mail to somebody who has no account; return why it did not go out, nothing where it did."""
    try:
        channels.send(Channel.MAIL, address, title=title, body=body)
    except channels.CannotSend as error:
        return str(error)[:_PROBLEM_MOST]
    return ""
