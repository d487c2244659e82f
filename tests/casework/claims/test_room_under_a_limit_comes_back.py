"""What a limit took off because of another claim comes back when that one falls: officers are told, one act works it out, two agree anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from huiqi.casework import services, tasks
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Claim, ClaimStep, Round
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.messages.models import Message
from tests.at_once import at_once
from tests.casework.claims.made import claims, seen
from tests.casework.claims.packed import pack_of
from tests.casework.conftest import FIRST, LATE, LATER, add_company, hnte, run_now
from tests.casework.earlier.made import IN_PARTS, POOL, YEARLY, limited
from tests.casework.test_what_is_under_review_counts_in_limits import approver, first_then_late, round_of
from tests.cast import Cast, make_cast, visit
from tests.ledger.books import Books

AFTER = LATER + timedelta(hours=1)
WHY = "占用限额的事项已不予兑现"


def cut(cast: Cast, officer: Actor) -> tuple[Round, Claim]:
    """A round of 300,000 under review, and a claim that it cut from 200,000 to 100,000."""
    first, _ = first_then_late(cast, officer)
    late = round_of(officer, run_now(officer, cast), LATE, now=LATER + timedelta(minutes=1))
    Round.objects.filter(pk=late.pk).update(line=Books(cast).line(1_000_000))
    late.claims.update(credit="clean")
    (claim,) = claims(late)
    assert claim.amount == Decimal(100_000)
    return first, claim


def fall(first: Round, officer: Actor) -> None:
    """The claims of a round are refused, and the background work is done."""
    services.refuse(seen=seen(first), reason="数据有误", actor=officer, now=AFTER)
    tasks.tell_freed(fallen=[str(claim.pk) for claim in claims(first)])


def work_out(claim: Claim, officer: Actor) -> int:
    claim.refresh_from_db()
    return services.work_out_anew(seen={claim.pk: claim.version}, reason=WHY, actor=officer, now=AFTER)


@pytest.fixture
def capped(cast: Cast, tmp_path: Path) -> None:
    """At most 400,000 for a company in a year."""
    limited(cast, tmp_path / "ganzhou", YEARLY)


@pytest.mark.usefixtures("capped")
def test_officers_are_told_and_nothing_changes_by_itself(cast: Cast, officer: Actor) -> None:
    first, claim = cut(cast, officer)
    fall(first, officer)
    (gone,) = claims(first)
    claim.refresh_from_db()
    assert (claim.amount, claim.state, claim.freed_by_id) == (Decimal(100_000), "proposed", gone.pk)
    assert "freed" in claim.exceptions
    message = Message.objects.get(person=officer.person, kind="claim.freed")
    assert (claim.name in message.title_zh, "不予兑现" in message.body_zh) == (True, True)
    assert AuditEntry.objects.filter(code="casework.claim.freed", subject=claim.round_id).count() == 1
    client = visit(officer)
    page = client.get(f"/casework/claims/{claim.pk}").text
    assert "这项奖补因限额减少了 100,000.00 元" in page
    assert f'href="/casework/claims/{gone.pk}"' in page
    assert claim.name in client.get("/casework/claims", {"mark": "freed"}).text
    assert "限额有余量、待重新核定的兑现" in client.get("/").text
    # Told once.
    tasks.tell_freed(fallen=[str(gone.pk)])
    assert Message.objects.filter(kind="claim.freed").count() == 1


@pytest.mark.usefixtures("capped")
@pytest.mark.parametrize("state", ("proposed", "reviewed", "approved"))
def test_one_act_works_it_out_and_what_was_agreed_to_is_agreed_to_anew(
    cast: Cast, officer: Actor, tmp_path: Path, state: str
) -> None:
    first, claim = cut(cast, officer)
    boss = approver(cast)
    if state != "proposed":
        services.review(seen=seen(claim.round), reason="", actor=officer, now=LATER)
    if state == "approved":
        services.approve(seen=seen(claim.round), reason="", actor=boss, now=LATER)
    fall(first, officer)
    assert work_out(claim, officer) == 1
    claim.refresh_from_db()
    assert (claim.state, claim.amount, claim.adjustments) == ("proposed", Decimal(200_000), [])
    assert (claim.reviewed_by, claim.approved_by, claim.freed_by) == (None, None, None)
    assert not {"freed", "adjusted"} & set(claim.exceptions)
    last = ClaimStep.objects.filter(claim=claim).latest("pk")
    assert (last.act, last.reason, last.by) == ("work_out", WHY, officer.person)
    noted = AuditEntry.objects.get(code="casework.claim.worked_out_anew")
    assert "100,000.00" in noted.details
    assert "200,000.00" in noted.details
    books = Books(cast)
    assert books.has(claim.round.line).get("reserved", 0) == 0, "what was put aside went back"
    services.review(seen=seen(claim.round), reason="", actor=officer, now=AFTER)
    services.approve(seen=seen(claim.round), reason="", actor=boss, now=AFTER)
    assert books.has(claim.round.line)["reserved"] == 200_000
    # Whoever looks at it from outside finds every step allowed and the money as it should be.
    packed = tmp_path / "pack.zip"
    packed.write_bytes(pack_of(claim.round, officer))
    assert [one.said(english=True) for one in verify(packed).problems] == []


@pytest.mark.usefixtures("capped")
def test_who_declines_what_was_approved_makes_room_too(cast: Cast, officer: Actor) -> None:
    first, claim = cut(cast, officer)
    who = {"reviewed_by": officer.person, "approved_by": UUID(int=1), "approved_at": LATER}
    first.claims.update(state="declined", **who)
    tasks.tell_freed(fallen=[str(one.pk) for one in claims(first)])
    assert work_out(claim, officer) == 1


@pytest.mark.usefixtures("capped")
def test_a_room_that_others_took_meanwhile_raises_nothing(cast: Cast, officer: Actor) -> None:
    first, claim = cut(cast, officer)
    fall(first, officer)
    # Decided on again after all, it takes its part again.
    first.claims.update(state="proposed", reason="")
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, officer)
    assert refused.value.code == "room_is_used"
    claim.refresh_from_db()
    assert claim.amount == Decimal(100_000)


@pytest.mark.usefixtures("capped")
def test_it_is_not_posted_before_somebody_says_what_holds(cast: Cast, officer: Actor) -> None:
    first, claim = cut(cast, officer)
    services.review(seen=seen(claim.round), reason="", actor=officer, now=LATER)
    services.approve(seen=seen(claim.round), reason="", actor=approver(cast), now=LATER)
    fall(first, officer)
    with pytest.raises(CannotClaim) as refused:
        services.post(round=claim.round_id, actor=officer, now=AFTER)
    assert refused.value.code == "freed_first"
    claim.refresh_from_db()
    with pytest.raises(CannotClaim) as refused:
        services.let_stand(id=claim.pk, version=claim.version, reason=" ", actor=officer, now=AFTER)
    assert refused.value.code == "no_reason"
    services.let_stand(id=claim.pk, version=claim.version, reason="企业书面同意", actor=officer, now=AFTER)
    assert services.post(round=claim.round_id, actor=officer, now=AFTER) is not None
    claim.refresh_from_db()
    assert (claim.state, claim.amount) == ("noticed", Decimal(100_000))


def test_what_a_pool_keeps_goes_to_those_whom_it_cut_in_their_order(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    limited(cast, tmp_path / "ganzhou", POOL)
    one, other = cast.north_company, add_company(cast, "乙公司", number=7)
    hnte(cast.south_company, applied=False, recognised=False, first=False)
    for company in (one, other):
        hnte(company, applied=True, recognised=True, first=True)
    made = round_of(officer, run_now(officer, cast), FIRST)
    amounts = {claim.name: claim.amount for claim in claims(made)}
    assert sorted(amounts.values()) == [Decimal(200_000), Decimal(300_000)]
    whole = next(claim for claim in claims(made) if claim.amount == Decimal(300_000))
    services.refuse(seen={whole.pk: whole.version}, reason="不符", actor=officer, now=AFTER)
    tasks.tell_freed(fallen=[str(whole.pk)])
    client, page = visit(officer), f"/casework/rounds/{made.pk}"
    assert "按顺序重新核定1家" in client.get(page).text
    assert "没有" not in client.post(f"{page}/work-out", {"reason": WHY}, follow=True).text.split("已重新核定")[0][-40:]
    assert [claim.amount for claim in claims(made, "proposed")] == [Decimal(300_000)]


def test_an_interim_claim_that_was_cut_is_raised_to_its_share(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    """80% of 300,000 and of 200,000, and 360,000 a year at most."""
    limited(cast, tmp_path / "ganzhou", IN_PARTS.replace("400000", "360000"))
    first, _ = first_then_late(cast, officer)
    late = round_of(officer, run_now(officer, cast), LATE, now=LATER + timedelta(minutes=1))
    (claim,) = claims(late)
    assert claim.amount == Decimal(120_000)
    fall(first, officer)
    assert work_out(claim, officer) == 1
    claim.refresh_from_db()
    assert (claim.amount, [one["limit"] for one in claim.adjustments]) == (Decimal(160_000), ["interim"])


@pytest.mark.usefixtures("capped")
def test_who_may_not_review_works_nothing_out(cast: Cast, officer: Actor) -> None:
    first, claim = cut(cast, officer)
    acts: dict[str, Callable[[], object]] = {
        "not_freed": partial(work_out, claim, officer),
        "none_freed": lambda: services.work_out_round(round=claim.round_id, reason=WHY, actor=officer, now=AFTER),
    }
    for code, act in acts.items():
        with pytest.raises(CannotClaim) as refused:
            act()
        assert refused.value.code == code
    fall(first, officer)
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, approver(cast))
    assert refused.value.code == "not_allowed"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_work_it_out_at_once_one_is_told(tmp_path: Path) -> None:
    cast = make_cast()
    officer, other = (cast.person(name, (Role.POLICY_OFFICER, cast.zone)) for name in ("政策专员", "另一专员"))
    limited(cast, tmp_path / "ganzhou", YEARLY)
    first, claim = cut(cast, officer)
    fall(first, officer)
    claim.refresh_from_db()
    acts = [
        partial(services.work_out_anew, seen={claim.pk: claim.version}, reason=WHY, actor=actor, now=AFTER)
        for actor in (officer, other)
    ]
    results = at_once(*acts)
    assert sorted(str(getattr(one, "code", one)) for one in results) == ["1", "changed_meanwhile"]
    claim.refresh_from_db()
    assert claim.amount == Decimal(200_000)
