"""A webhook is called with a signature that its receiver can check, again where it fails, and stopped where it never takes anything."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.messages import queries, services
from huiqi.messages.domain.hooks import retry_after
from huiqi.messages.models import Hook, HookCall
from huiqi.register import services as register
from huiqi.register.models import Account
from huiqi.site.hooking import tell_programs
from tests.cast import SYSTEM, Cast
from tests.messages.receiver import Receiver

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FACTS = "register.facts.recorded"


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return with_account(cast.person("程", (Role.SERVICE_OFFICER, cast.north)))


def with_account(actor: Actor) -> Actor:
    Account.objects.create(person_id=actor.person, id=actor.person, username=str(actor.person))
    return actor


def add(actor: Actor, address: str, *events: str) -> tuple[Hook, bytes]:
    hook, text = services.add_hook(name="统计", address=address, events=events or [FACTS], actor=actor, now=NOW)
    return hook, base64.b64decode(text.removeprefix("whsec_"))


def is_signed(secret: bytes, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it, by the text of Standard Webhooks."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split(" ")


def tell(cast: Cast, *companies: object, now: datetime = NOW) -> int:
    ids = [one.pk for one in companies or (cast.north_company, cast.south_company)]
    return tell_programs(event=FACTS, ids=ids, at=now, now=now)


def test_the_receiver_checks_the_signature_and_reads_only_what_its_owner_sees(
    cast: Cast, officer: Actor, receiver: Receiver
) -> None:
    _, secret = add(officer, receiver.address)
    assert tell(cast) == 1
    assert services.send_calls(now=NOW) == (1, 0)
    ((headers, body),) = receiver.came
    assert is_signed(secret, headers, body)
    assert not is_signed(b"other", headers, body)
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    address = f"http://localhost:8000/api/v1/organisations/{cast.north_company.pk}/facts"
    item = {"kind": "company", "id": str(cast.north_company.pk), "address": address}
    assert json.loads(body) == {"type": FACTS, "timestamp": "2026-03-02T04:00:00.000+00:00", "data": {"items": [item]}}
    assert services.send_calls(now=NOW) == (0, 0)


def test_nobody_is_told_what_they_do_not_see(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    add(officer, receiver.address)
    assert tell(cast, cast.south_company) == 0
    Account.objects.filter(pk=officer.person).update(is_active=False)
    assert tell(cast, cast.north_company) == 0


def test_an_administrator_has_no_business_with_facts(cast: Cast, receiver: Receiver) -> None:
    admin = with_account(cast.person("管", (Role.ADMINISTRATOR, cast.zone)))
    add(admin, receiver.address, FACTS, "rulebook.pack.published")
    assert tell(cast) == 0
    assert tell_programs(event="rulebook.pack.published", ids=[cast.zone.pk], at=NOW, now=NOW) == 1


def test_what_is_recorded_is_told_through_the_queue(
    cast: Cast, officer: Actor, receiver: Receiver, queued: list[dict[str, object]]
) -> None:
    said = [register.Said(name="main_products", value="芯片")]
    register.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    assert queued == []
    add(officer, receiver.address)
    register.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    (job,) = queued
    from huiqi.site.tasks import call_programs

    call_programs(**job)
    assert str(cast.north_company.pk) in receiver.came[0][1].decode()


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    """What is put into the queue for programs."""
    jobs: list[dict[str, object]] = []

    def put(task: str, **arguments: object) -> None:
        if task == "huiqi.site.tasks.call_programs":
            jobs.append(arguments)

    monkeypatch.setattr("huiqi.kernel.jobs.put_into_queue", put)
    return jobs


def test_a_failure_is_tried_again_later_and_later_under_the_same_identifier(
    cast: Cast, officer: Actor, receiver: Receiver
) -> None:
    hook, secret = add(officer, receiver.address)
    receiver.answers = [500, 302, 200]
    tell(cast)
    assert services.send_calls(now=NOW) == (0, 1)
    call = HookCall.objects.get()
    assert (call.state, call.status, call.problem, call.due_at) == (
        "waiting",
        500,
        "refused",
        NOW + timedelta(minutes=1),
    )
    assert services.send_calls(now=NOW) == (0, 0)
    later = call.due_at
    assert services.send_calls(now=later) == (0, 1)
    assert HookCall.objects.get().problem == "redirected"
    assert len(receiver.came) == 2, "a redirect was followed"
    assert services.send_calls(now=later + timedelta(minutes=5)) == (1, 0)
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert all(is_signed(secret, headers, body) for headers, body in receiver.came)
    hook.refresh_from_db()
    assert hook.taken_at == later + timedelta(minutes=5)


def test_the_waits_grow_to_about_three_days() -> None:
    waits = [wait for attempts in range(1, 20) if (wait := retry_after(attempts)) is not None]
    assert waits == sorted(waits)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=3)


def test_after_the_last_attempt_it_is_stopped_and_its_owner_told(
    cast: Cast, officer: Actor, receiver: Receiver
) -> None:
    hook, _ = add(officer, receiver.address)
    receiver.answers = [503]
    tell(cast)
    HookCall.objects.update(attempts=8)
    tell(cast)
    services.send_calls(now=NOW)
    hook.refresh_from_db()
    assert hook.state == "failed"
    assert set(HookCall.objects.values_list("state", flat=True)) == {"failed"}
    assert queries.unread(officer) == 1
    assert tell(cast) == 0
    receiver.answers = [200]
    services.switch_hook(id=hook.pk, on=True, actor=officer, now=NOW)
    for call in HookCall.objects.all():
        services.resend_call(id=call.pk, actor=officer, now=NOW)
    assert services.send_calls(now=NOW) == (2, 0)


def test_one_bad_call_does_not_stop_a_webhook_that_takes_others(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    hook, _ = add(officer, receiver.address)
    receiver.answers = [400]
    tell(cast)
    HookCall.objects.update(attempts=8)
    Hook.objects.update(taken_at=NOW + timedelta(hours=1))
    services.send_calls(now=NOW + timedelta(hours=2))
    hook.refresh_from_db()
    assert (hook.state, HookCall.objects.get().state) == ("on", "failed")


def test_gone_is_believed_at_once(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    hook, _ = add(officer, receiver.address)
    receiver.answers = [410]
    tell(cast)
    services.send_calls(now=NOW)
    hook.refresh_from_db()
    assert hook.state == "failed"


def test_for_a_day_after_a_rotation_both_secrets_hold(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    hook, old = add(officer, receiver.address)
    _, text = services.rotate_secret(id=hook.pk, actor=officer, now=NOW)
    new = base64.b64decode(text.removeprefix("whsec_"))
    assert new != old
    for moment in (NOW, NOW + timedelta(hours=25)):
        tell(cast, now=moment)
        services.send_calls(now=moment)
    (first, second) = receiver.came
    assert is_signed(old, *first)
    assert is_signed(new, *first)
    assert is_signed(new, *second)
    assert not is_signed(old, *second)
    assert all(secret.hex() not in str(Hook.objects.values_list()) for secret in (old, new))


def test_many_things_are_told_in_small_calls(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    from huiqi.kernel.ids import new_ids
    from huiqi.messages.domain.hooks import Item

    hook, _ = add(officer, receiver.address)
    items = [Item("company", key, "/api/v1/") for key in new_ids(NOW, 250)]
    assert services.add_calls(hook=hook, event=FACTS, items=items, at=NOW, now=NOW) == 3
    services.send_calls(now=NOW)
    assert sum(len(json.loads(body)["data"]["items"]) for _, body in receiver.came) == 250
    assert max(len(body) for _, body in receiver.came) < 20_000


def test_old_calls_are_forgotten(cast: Cast, officer: Actor, receiver: Receiver) -> None:
    add(officer, receiver.address)
    tell(cast)
    later = NOW + timedelta(days=31)
    assert services.forget_calls(now=later) == 0, "it still waits"
    services.send_calls(now=NOW)
    assert services.forget_calls(now=NOW + timedelta(days=29)) == 0
    assert services.forget_calls(now=later) == 1
