"""Corrections that a company asks for: nothing changes until an officer accepts; the later of two officers is told."""

from __future__ import annotations

import errno
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from huiqi.kernel import events
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.evidence import file_named
from huiqi.register.domain.values import MISSING
from huiqi.register.services import Said, Upload
from tests.cast import NOW, SYSTEM, Cast

PROOF = Upload("社保证明.png", b"\x89PNG\r\n\x1a\n...")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def owner(cast: Cast) -> Actor:
    return cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("专员", (Role.SERVICE_OFFICER, cast.north))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    for name in ("register.correction.opened", "register.correction.closed"):
        monkeypatch.setitem(events._listeners, name, (lambda name=name, **_: told.append(name),))
    return told


def ask(cast: Cast, owner: Actor, **given: object):
    given = {"reason": "社保人数与报送不符", "upload": PROOF, "now": NOW, **given}
    return services.ask_correction(
        subject=cast.north_company.pk, said=Said("staff", Decimal(15), "2025"), actor=owner, **given
    )


def value(cast: Cast) -> object:
    return queries.fact(SYSTEM, subject=cast.north_company.pk, name="staff", period="2025")


def test_nothing_changes_until_it_is_accepted(cast: Cast, owner: Actor, officer: Actor, heard: list[str]) -> None:
    asked = ask(cast, owner)
    assert value(cast) is MISSING
    services.accept_correction(id=asked.pk, seen=None, actor=officer, now=LATER)
    assert value(cast) == Decimal(15)
    (fact,) = queries.history(SYSTEM, subject=cast.north_company.pk, name="staff", period="2025")
    assert (fact.recorded_by_name, "企业主" in fact.source) == ("专员", True)
    assert file_named(fact.evidence) == asked.evidence_id
    assert heard == ["register.correction.opened", "register.correction.closed"]
    codes = list(AuditEntry.objects.filter(subject=str(asked.pk)).order_by("number").values_list("code", flat=True))
    assert codes == ["register.correction.asked", "register.correction.accepted"]


def test_refusal_says_why_and_changes_nothing(cast: Cast, owner: Actor, officer: Actor, heard: list[str]) -> None:
    asked = ask(cast, owner)
    with pytest.raises(services.CannotCorrect) as failure:
        services.refuse_correction(id=asked.pk, decision="  ", actor=officer, now=LATER)
    assert failure.value.code == "no_reason"
    services.refuse_correction(id=asked.pk, decision="证明不是当年的", actor=officer, now=LATER)
    assert value(cast) is MISSING
    assert queries.correction(owner, id=asked.pk).decision == "证明不是当年的"
    assert heard[-1] == "register.correction.closed"


def test_later_of_two_officers_is_told(cast: Cast, owner: Actor, officer: Actor) -> None:
    asked = ask(cast, owner)
    services.refuse_correction(id=asked.pk, decision="不符", actor=officer, now=LATER)
    with pytest.raises(services.CannotCorrect) as failure:
        services.accept_correction(id=asked.pk, seen=None, actor=SYSTEM, now=LATER)
    assert (failure.value.code, "专员" in failure.value.said(english=False)) == ("closed", True)


def test_officer_decides_on_the_value_as_it_is_now(cast: Cast, owner: Actor, officer: Actor) -> None:
    asked = ask(cast, owner)
    services.record_facts(
        subject=cast.north_company.pk, said=[Said("staff", Decimal(14), "2025")], source="年报", actor=SYSTEM, now=LATER
    )
    with pytest.raises(services.CannotCorrect) as failure:
        services.accept_correction(id=asked.pk, seen=None, actor=officer, now=LATER)
    assert failure.value.code == "changed_meanwhile"
    assert value(cast) == Decimal(14)
    (now,) = queries.history(SYSTEM, subject=cast.north_company.pk, name="staff", period="2025")
    services.accept_correction(id=asked.pk, seen=now.id, actor=officer, now=LATER + timedelta(minutes=1))
    assert value(cast) == Decimal(15)


def test_nobody_decides_on_their_own_request(cast: Cast) -> None:
    both = cast.person("两职", (Role.COMPANY_OWNER, cast.north_company), (Role.SERVICE_OFFICER, cast.zone))
    asked = ask(cast, both)
    with pytest.raises(services.CannotCorrect) as failure:
        services.accept_correction(id=asked.pk, seen=None, actor=both, now=LATER)
    assert failure.value.code == "own_request"


def test_one_request_for_one_fact_until_it_is_decided_or_taken_back(cast: Cast, owner: Actor) -> None:
    asked = ask(cast, owner)
    with pytest.raises(services.CannotCorrect) as failure:
        ask(cast, owner)
    assert failure.value.code == "open_already"
    services.withdraw_correction(id=asked.pk, actor=owner, now=LATER)
    assert ask(cast, owner, now=LATER).status == "open"


def test_file_of_a_refused_request_is_not_left_behind(
    cast: Cast, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(type(default_storage._wrapped), "delete", lambda _, name: removed.append(name))
    monkeypatch.setitem(events._listeners, "register.correction.opened", (lambda **_: 1 / 0,))
    with pytest.raises(ZeroDivisionError):
        ask(cast, owner)
    assert len(removed) == 1


@pytest.mark.parametrize("reason", ("", " ", "长" * 1001))
def test_reason_is_needed(cast: Cast, owner: Actor, reason: str) -> None:
    with pytest.raises(services.CannotCorrect):
        ask(cast, owner, reason=reason)


def test_only_the_company_asks_and_only_those_within_reach_see_it(cast: Cast, owner: Actor, officer: Actor) -> None:
    with pytest.raises(services.CannotKeep):
        ask(cast, officer)
    with pytest.raises(queries.CannotSee):
        ask(cast, cast.person("别家", (Role.COMPANY_OWNER, cast.south_company)))
    ask(cast, owner)
    seen = {
        role: queries.corrections(cast.person(role, (role, place))).count()
        for role, place in (
            (Role.POLICY_OFFICER, cast.zone), (Role.SERVICE_OFFICER, cast.south), (Role.AUDITOR, cast.zone), (Role.LEADER, cast.zone)
        )
    }  # fmt: skip
    assert list(seen.values()) == [1, 0, 1, 0]


def test_a_full_disk_leaves_neither_a_request_nor_half_a_file(
    cast: Cast, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, begun = default_storage.save, []

    def half(name: str, content: ContentFile) -> str:
        begun.append(save(name, ContentFile(content.read()[:3])))
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(default_storage, "save", half)
        with pytest.raises(OSError, match="No space left"):
            ask(cast, owner)
    assert begun
    assert not default_storage.exists(begun[0])
    assert not queries.corrections(SYSTEM).exists()
    assert ask(cast, owner).status == "open", "it goes on when there is room"
