"""Objections: in writing and with a name, while the notice stands; looked into by a clock; both sides are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from huiqi.casework import queries, services
from huiqi.casework.models import Claim, Clock, Objection
from huiqi.casework.queries import CannotSeeClaim
from huiqi.casework.services import CannotClaim, ObjectionSaid
from huiqi.kernel.clock import read_clock
from huiqi.kernel.ids import new_id
from huiqi.messages.models import Message
from huiqi.register.services import Upload
from tests.casework.claims.made import PASSED, Crew, claims
from tests.cast import NOW, visit


def posted(crew: Crew) -> tuple[UUID, Claim]:
    made = crew.approved(crew.round())
    notice = services.post(round=made.pk, actor=crew.officer, now=NOW)
    return notice.pk, claims(made)[0]


def said(claim: Claim) -> ObjectionSaid:
    return ObjectionSaid(claim.pk, "王明", "示范一厂员工", "13800000000", "该企业去年已经认定过")


def test_an_objection_stops_the_claim_until_it_is_judged(crew: Crew) -> None:
    notice, claim = posted(crew)
    upload = Upload("证据.pdf", b"%PDF-1.7\n%%EOF")
    filed = services.object_to(notice=notice, said=replace(said(claim), upload=upload), now=NOW)
    assert Claim.objects.get(pk=claim.pk).state == "objected"
    assert Clock.objects.get(cause=f"objection/{filed.pk}").due_on == date(2026, 3, 9)
    assert services.offer_passed(now=PASSED) == 1, "the other one goes on"
    owner = crew.owner(claim.company)
    services.judge(id=filed.pk, upheld=False, answer="证书编号核对无误", actor=crew.officer, now=PASSED)
    assert Claim.objects.get(pk=claim.pk).state == "noticed"
    assert services.offer_passed(now=PASSED) == 1
    assert Message.objects.filter(person=owner.person, kind="claim.objection").count() == 1
    assert queries.objection_by_receipt(filed.receipt).answer == "证书编号核对无误"
    assert Clock.objects.get(cause=f"objection/{filed.pk}").stopped_at is not None


def test_an_objection_that_holds_revokes_the_claim_and_frees_its_money(crew: Crew) -> None:
    notice, claim = posted(crew)
    filed = services.object_to(notice=notice, said=said(claim), now=NOW)
    services.judge(id=filed.pk, upheld=True, answer="确系重复认定", actor=crew.approver, now=NOW)
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("revoked", "确系重复认定")
    assert crew.books.has(claim.round.line) == {"set": 1_000_000, "free": 700_000, "reserved": 300_000}
    with pytest.raises(CannotClaim) as refused:
        services.judge(id=filed.pk, upheld=False, answer="再看", actor=crew.officer, now=NOW)
    assert refused.value.code == "judged_already"


def test_the_list_says_by_when_each_is_judged_and_what_is_overdue(crew: Crew) -> None:
    notice, claim = posted(crew)
    services.object_to(notice=notice, said=said(claim), now=NOW)
    client = visit(crew.officer)
    page = client.get("/casework/objections?late=over").content.decode()
    assert claim.name in page
    assert "2026-03-09" in page, "five working days from 2 March"
    assert "复核中（逾期）" in page
    services.judge(id=Objection.objects.get().pk, upheld=False, answer="核实无误", actor=crew.officer, now=NOW)
    assert "（逾期）" not in client.get("/casework/objections").content.decode()


def test_a_claim_waits_for_all_its_objections(crew: Crew) -> None:
    notice, claim = posted(crew)
    others = replace(said(claim), name="李强")
    first, second = (services.object_to(notice=notice, said=one, now=NOW) for one in (said(claim), others))
    services.judge(id=first.pk, upheld=False, answer="不成立", actor=crew.officer, now=NOW)
    assert Claim.objects.get(pk=claim.pk).state == "objected"
    services.judge(id=second.pk, upheld=False, answer="不成立", actor=crew.officer, now=NOW)
    assert Claim.objects.get(pk=claim.pk).state == "noticed"


def test_an_objection_that_is_sent_twice_is_one(crew: Crew) -> None:
    notice, claim = posted(crew)
    with_file = replace(said(claim), upload=Upload("证据.pdf", b"%PDF-1.7\n%%EOF"))
    for one in (said(claim), with_file):
        first, second = (services.object_to(notice=notice, said=one, now=NOW) for _ in range(2))
        assert second.receipt == first.receipt
    assert claim.objections.count() == 2
    services.judge(id=first.pk, upheld=False, answer="不成立", actor=crew.officer, now=NOW)
    assert services.object_to(notice=notice, said=with_file, now=NOW).receipt != first.receipt, "it was answered"


@pytest.mark.parametrize("lacking", ("name", "identity", "contact", "text"))
def test_anonymous_ones_are_not_taken(crew: Crew, lacking: str) -> None:
    notice, claim = posted(crew)
    with pytest.raises(CannotClaim) as refused:
        services.object_to(notice=notice, said=replace(said(claim), **{lacking: " "}), now=NOW)
    assert refused.value.code == "anonymous"


def test_the_database_takes_no_anonymous_one_either(crew: Crew) -> None:
    notice, claim = posted(crew)
    filed = services.object_to(notice=notice, said=said(claim), now=NOW)
    filed.pk, filed.receipt, filed.name = new_id(NOW), "another", ""
    with pytest.raises(IntegrityError, match="objection_is_not_anonymous"), transaction.atomic():
        filed.save(force_insert=True)


def test_after_the_notice_and_of_others_no_objection_is_taken(crew: Crew) -> None:
    notice, claim = posted(crew)
    with pytest.raises(CannotSeeClaim):
        services.object_to(notice=notice, said=said(claim), now=PASSED)
    other = crew.round(crew.companies[:1], clause="another")
    with pytest.raises(CannotClaim) as refused:
        services.object_to(notice=notice, said=said(claims(other)[0]), now=NOW)
    assert refused.value.code == "not_on_notice"


def test_one_place_objects_only_so_often_an_hour(crew: Crew, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"objection": "2/h/ip", "notice_pdf": "2/m/ip"}
    made = crew.approved(crew.round())
    notice = services.post(round=made.pk, actor=crew.officer, now=read_clock())
    filled = {
        "company": claims(made)[0].name,
        "name": "某人",
        "identity": "123456",
        "contact": "13800000000",
    }
    visitor = Client()
    cache.clear()
    address = f"/casework/notices/{notice.pk}"
    assert [
        visitor.post(f"{address}/object", {**filled, "text": f"有异议{number}"}).status_code for number in range(3)
    ] == [302, 302, 429]
    assert [visitor.get(f"{address}/pdf").status_code for _ in range(3)] == [200, 200, 429]
    assert Objection.objects.count() == 2
