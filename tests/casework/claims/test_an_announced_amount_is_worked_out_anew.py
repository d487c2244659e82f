"""An amount that is public, or that its company was asked to confirm, grows with the room under its limit: taken back, agreed to, posted again."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Claim, Clock, Notice, Objection, Round
from huiqi.casework.queries import CannotSeeClaim
from huiqi.casework.services import CannotClaim, ObjectionSaid
from huiqi.kernel.actor import Actor, Role
from huiqi.messages.models import Message
from tests.casework.claims.made import claims, confirm, make_round, put_on_file, seen
from tests.casework.claims.packed import pack_of
from tests.casework.claims.test_room_under_a_limit_comes_back import AFTER, WHY, capped, cut, fall, work_out
from tests.casework.conftest import LATER
from tests.casework.test_what_is_under_review_counts_in_limits import approver
from tests.cast import Cast, visit
from tests.ledger.books import Books

__all__ = ["capped"]
PASSED = LATER + timedelta(days=8)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("huiqi.casework.views.claims.notices.read_clock", lambda: now)


def posted(cast: Cast, officer: Actor, boss: Actor, *, budget: int = 1_000_000) -> tuple[Round, Claim]:
    """A claim of 100,000 on notice, cut by one of 300,000 that is still under review."""
    first, claim = cut(cast, officer)
    Round.objects.filter(pk=claim.round_id).update(line=Books(cast).line(budget))
    agree(claim, officer, boss, now=LATER)
    services.post(round=claim.round_id, actor=officer, now=LATER)
    claim.refresh_from_db()
    assert claim.state == "noticed"
    return first, claim


def agree(claim: Claim, officer: Actor, boss: Actor, *, now: datetime) -> None:
    services.review(seen=seen(claim.round, "proposed"), reason="", actor=officer, now=now)
    services.approve(seen=seen(claim.round, "reviewed"), reason="", actor=boss, now=now)


@pytest.mark.usefixtures("capped")
def test_what_is_on_notice_is_taken_off_and_posted_again(
    cast: Cast, officer: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    boss = approver(cast)
    first, claim = posted(cast, officer, boss)
    fall(first, officer)
    assert "重新核定后从公示撤下" in visit(officer).get(f"/casework/claims/{claim.pk}").text
    assert work_out(claim, officer) == 1
    claim.refresh_from_db()
    assert (claim.state, claim.amount, claim.approved_by) == ("proposed", Decimal(200_000), None)
    books, line = Books(cast), Round.objects.get(pk=claim.round_id).line
    assert books.has(line).get("reserved", 0) == 0
    at(monkeypatch, AFTER)
    old = Notice.objects.get()
    page = Client().get(f"/casework/notices/{old.pk}").text
    assert f"已从本公示撤下，核定后另行公示：{claim.name}" in page
    assert "100,000.00" not in page
    agree(claim, officer, boss, now=AFTER)
    new = services.post(round=claim.round_id, actor=officer, now=AFTER)
    assert new is not None
    page = Client().get(f"/casework/notices/{new.pk}").text
    assert "其中1家曾以另一金额公示" in page
    assert "200,000.00" in page
    assert Client().get(f"/casework/notices/{new.pk}/pdf").content.startswith(b"%PDF")
    assert books.has(line)["reserved"] == 200_000
    packed = tmp_path / "pack.zip"
    packed.write_bytes(pack_of(claim.round, officer))
    assert [one.said(english=True) for one in verify(packed).problems] == []


@pytest.mark.usefixtures("capped")
def test_an_objection_is_judged_first(cast: Cast, officer: Actor) -> None:
    boss = approver(cast)
    first, claim = posted(cast, officer, boss)
    said = ObjectionSaid(claim.pk, "张三", "110101199001011234", "13800000000", "金额不对")
    services.object_to(notice=claim.notice_id, said=said, now=AFTER)
    fall(first, officer)
    assert "先办结异议" in visit(officer).get(f"/casework/claims/{claim.pk}").text
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, officer)
    assert refused.value.code == "not_there"
    services.judge(id=Objection.objects.get().pk, upheld=False, answer="属实", actor=boss, now=AFTER)
    assert work_out(claim, officer) == 1


@pytest.mark.usefixtures("capped")
def test_what_its_company_was_asked_to_confirm_is_asked_again(cast: Cast, officer: Actor) -> None:
    boss = approver(cast)
    first, claim = posted(cast, officer, boss)
    put_on_file(cast.north_company)
    owner = cast.person("负责人", (Role.COMPANY_OWNER, cast.north_company))
    services.offer_passed(now=PASSED)
    fall(first, officer)
    own = visit(owner).get(f"/casework/awards/{claim.pk}").text
    assert "现在确认的，就按这个金额办理" in own
    claim.refresh_from_db()
    services.work_out_anew(seen={claim.pk: claim.version}, reason=WHY, actor=officer, now=PASSED + timedelta(hours=1))
    told = Message.objects.filter(kind="claim.offered", person=owner.person).order_by("added_at")
    assert [one.title_zh for one in told] == ["请确认领取：100,000.00元", "金额重新核定，请先不用确认"]
    assert not Clock.objects.filter(cause=f"claim/{claim.pk}/confirm", stopped_at=None).exists()
    with pytest.raises(CannotSeeClaim):
        confirm(claim, owner)
    agree(claim, officer, boss, now=PASSED)
    services.post(round=claim.round_id, actor=officer, now=PASSED)
    again = PASSED + timedelta(days=8)
    assert services.offer_passed(now=again) == 1
    assert told.last().title_zh == "请确认领取：200,000.00元"
    assert confirm(claim, owner, now=again).state == "owed"
    assert Books(cast).has(Round.objects.get(pk=claim.round_id).line)["payable"] == 200_000


@pytest.mark.usefixtures("capped")
def test_what_was_announced_is_not_put_at_risk(cast: Cast, officer: Actor) -> None:
    first, claim = posted(cast, officer, approver(cast), budget=150_000)
    fall(first, officer)
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, officer)
    assert refused.value.code == "no_money_for_more"
    claim.refresh_from_db()
    assert (claim.state, claim.amount) == ("noticed", Decimal(100_000))


@pytest.mark.usefixtures("capped")
def test_where_others_wait_for_the_money_it_is_not_let_go(cast: Cast, officer: Actor) -> None:
    first, claim = posted(cast, officer, approver(cast))
    line = Round.objects.get(pk=claim.round_id).line
    decided = {"reviewed_by": UUID(int=1), "approved_by": UUID(int=2), "approved_at": LATER}
    make_round(cast.zone, [cast.south_company], line=line, state="held", **decided)
    fall(first, officer)
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, officer)
    assert refused.value.code == "no_money_for_more"


@pytest.mark.usefixtures("capped")
def test_what_its_company_confirmed_stays(cast: Cast, officer: Actor) -> None:
    first, claim = posted(cast, officer, approver(cast))
    put_on_file(cast.north_company)
    owner = cast.person("负责人", (Role.COMPANY_OWNER, cast.north_company))
    services.offer_passed(now=PASSED)
    confirm(claim, owner)
    services.refuse(seen=seen(first), reason="数据有误", actor=officer, now=PASSED)
    assert services.tell_freed(fallen=[one.pk for one in claims(first)], now=PASSED) == 0
    claim.refresh_from_db()
    assert "freed" not in claim.exceptions
