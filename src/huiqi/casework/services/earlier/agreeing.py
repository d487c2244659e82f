"""Two people bring a list in, and two take it back: one hands it over, another confirms; one asks, another agrees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.casework.domain.earlier.states import AGREE, ENTER, ENTERED_ROWS, OPEN, WAITING_ROWS, Outcome, State
from huiqi.casework.models import EarlierFile, EarlierPayment, NothingBefore
from huiqi.casework.services.earlier.failing import CannotBringIn, at_hand, note, why
from huiqi.kernel.actor import Actor
from huiqi.kernel.planner import count_after


@transaction.atomic
def enter(*, file: UUID, seen: str, actor: Actor, now: datetime) -> EarlierFile:
    """Hand a checked list over to be confirmed; `seen` is the digest of what was looked at. Raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, states=(State.CHECKED,), actor=actor)
    if found.rows_digest != seen:
        raise CannotBringIn("changed_meanwhile")
    rows = EarlierPayment.objects.filter(file=found)
    waiting = rows.filter(outcome__in=WAITING_ROWS)
    if waiting.exists():
        clauses = waiting.filter(outcome=Outcome.UNMAPPED).values("clause_said").distinct().count()
        raise CannotBringIn("rows_open", doubts=waiting.filter(outcome=Outcome.DOUBTFUL).count(), clauses=clauses)
    if not rows.filter(outcome__in=ENTERED_ROWS).exists():
        raise CannotBringIn("nothing_to_do")
    found.state, found.entered_at, found.entered_by = State.ENTERED.value, now, actor.person
    found.entered_by_name = actor.name
    found.save(update_fields=("state", "entered_at", "entered_by", "entered_by_name"))
    note("entered", found, actor=actor, now=now, digest=found.rows_digest, **found.counts)
    return found


@transaction.atomic
def confirm_earlier(*, file: UUID, seen: str, actor: Actor, now: datetime) -> EarlierFile:
    """Confirm a list that somebody else handed over: its payments count from now on. Raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *AGREE, states=(State.ENTERED,), actor=actor)
    if found.entered_by is None or found.entered_by == actor.person or actor.person is None:
        raise CannotBringIn("own_entry")
    if found.rows_digest != seen:
        raise CannotBringIn("changed_meanwhile")
    found.state, found.confirmed_at, found.confirmed_by = State.CONFIRMED.value, now, actor.person
    found.confirmed_by_name = actor.name
    found.save(update_fields=("state", "confirmed_at", "confirmed_by", "confirmed_by_name"))
    rows = EarlierPayment.objects.filter(file=found, outcome__in=ENTERED_ROWS)
    try:
        with transaction.atomic():
            count_after(rows.update(counts_in=found.zone_id))
    except IntegrityError as error:
        raise CannotBringIn("known_meanwhile") from error
    _no_more_nothing(found, actor=actor, now=now)
    note("confirmed", found, actor=actor, now=now, digest=found.rows_digest, entered_by=found.entered_by_name)
    return found


@transaction.atomic
def send_back(*, file: UUID, reason: str, actor: Actor, now: datetime) -> EarlierFile:
    """Give a list that waits to be confirmed back to be checked again; raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *AGREE, *ENTER, states=(State.ENTERED,), actor=actor)
    said = why(reason)
    found.state, found.entered_at, found.entered_by, found.entered_by_name = State.CHECKED.value, None, None, ""
    found.save(update_fields=("state", "entered_at", "entered_by", "entered_by_name"))
    note("sent_back", found, actor=actor, now=now, reason=said)
    return found


@transaction.atomic
def ask_undo(*, file: UUID, reason: str, actor: Actor, now: datetime) -> EarlierFile:
    """Ask to take a list back; it counts until somebody else agrees. Raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, *AGREE, states=(State.CONFIRMED,), actor=actor)
    found.undo_reason = why(reason)
    found.state, found.undo_asked_at, found.undo_asked_by = State.UNDOING.value, now, actor.person
    found.undo_asked_by_name = actor.name
    found.save(update_fields=("state", "undo_asked_at", "undo_asked_by", "undo_asked_by_name", "undo_reason"))
    note("undo_asked", found, actor=actor, now=now, reason=found.undo_reason)
    return found


@transaction.atomic
def agree_undo(*, file: UUID, actor: Actor, now: datetime) -> EarlierFile:
    """Agree that a list is taken back: its payments count no more; what runs were given before they keep.

    Raises CannotBringIn, CannotSeeEarlier.
    """
    found = at_hand(file, *ENTER, *AGREE, states=(State.UNDOING,), actor=actor)
    if actor.person is None or found.undo_asked_by == actor.person:
        raise CannotBringIn("own_undoing")
    count_after(EarlierPayment.objects.filter(file=found).update(counts_in=None))
    found.state, found.undone_at, found.undone_by = State.UNDONE.value, now, actor.person
    found.undone_by_name = actor.name
    found.save(update_fields=("state", "undone_at", "undone_by", "undone_by_name"))
    note("undone", found, actor=actor, now=now, reason=found.undo_reason, asked_by=found.undo_asked_by_name)
    return found


@transaction.atomic
def keep_it(*, file: UUID, actor: Actor, now: datetime) -> EarlierFile:
    """Leave a list as it is that somebody asked to take back; raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, *AGREE, states=(State.UNDOING,), actor=actor)
    found.state, found.undo_asked_at, found.undo_asked_by = State.CONFIRMED.value, None, None
    found.undo_asked_by_name = found.undo_reason = ""
    found.save(update_fields=("state", "undo_asked_at", "undo_asked_by", "undo_asked_by_name", "undo_reason"))
    note("undo_refused", found, actor=actor, now=now)
    return found


@transaction.atomic
def give_up(*, file: UUID, actor: Actor, now: datetime) -> EarlierFile:
    """Give a list up before it is handed over; raises CannotBringIn, CannotSeeEarlier."""
    found = at_hand(file, *ENTER, states=OPEN, actor=actor)
    found.state = State.LEFT.value
    found.save(update_fields=("state",))
    note("left", found, actor=actor, now=now)
    return found


def _no_more_nothing(found: EarlierFile, *, actor: Actor, now: datetime) -> None:
    """Take back what somebody stated about clauses under which payments came in after all."""
    rows = EarlierPayment.objects.filter(file=found, counts_in__isnull=False)
    pairs = set(rows.values_list("policy", "clause").distinct())
    for one in NothingBefore.objects.filter(zone=found.zone_id, taken_back_at=None):
        if (one.policy, one.clause) in pairs:
            one.taken_back_at, one.taken_back_by_name = now, actor.name
            one.save(update_fields=("taken_back_at", "taken_back_by_name"))
