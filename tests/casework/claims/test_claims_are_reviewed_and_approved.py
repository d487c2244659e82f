"""Two people decide: one reviews, another approves within the band; the database holds it too; a stand-in acts for who is away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services
from huiqi.casework.models import Claim
from huiqi.casework.services import CannotClaim, CannotStandIn
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.messages.models import Message
from huiqi.register import queries
from huiqi.register import services as register
from huiqi.register.models import RoleGrant
from tests.casework.claims.made import DAY, Crew, claims, seen
from tests.casework.conftest import LATER
from tests.cast import NOW, SYSTEM, visit

SOON = timedelta(seconds=30)


def test_claims_go_from_review_to_approval(crew: Crew) -> None:
    made = crew.approved(crew.round())
    for claim in claims(made):
        assert (claim.state, claim.reviewed_by, claim.approved_by) == (
            "approved",
            crew.officer.person,
            crew.approver.person,
        )
        assert [one.act for one in claim.steps.order_by("pk")] == ["review", "approve"]
    assert AuditEntry.objects.filter(code="casework.claim.approved").count() == 1, (
        "one row a round, however many claims"
    )


def test_the_later_of_two_is_told(crew: Crew) -> None:
    made = crew.round()
    shown = seen(made)
    one = next(iter(shown))
    services.send_back(seen={one: 0}, reason="核对证书", actor=crew.officer, now=LATER)
    colleague = crew.cast.person("另一专员", (Role.POLICY_OFFICER, crew.cast.zone))
    with pytest.raises(CannotClaim) as refused:
        services.review(seen=shown, reason="", actor=colleague, now=LATER)
    assert refused.value.code == "changed_meanwhile"
    assert refused.value.data["by"] == "政策专员"
    assert not Claim.objects.filter(round=made, state="reviewed").exists(), "all of them or none"


def test_what_is_unclear_is_not_agreed_to(crew: Crew) -> None:
    made = crew.round(crew.companies[:1], credit="unknown", exceptions=["credit_unknown"])
    listed = crew.round(crew.companies[1:], credit="listed", exceptions=["listed"])
    for one, code in ((made, "credit_open"), (listed, "listed")):
        (claim,) = claims(one)
        with pytest.raises(CannotClaim) as refused:
            services.review(seen={claim.pk: 0}, reason="", actor=crew.officer, now=LATER)
        assert refused.value.code == code
    (open_one,) = claims(made)
    cleared = services.clear_credit(
        id=open_one.pk, version=0, found="信用中国网站查询无记录", actor=crew.officer, now=LATER
    )
    assert cleared.exceptions == []
    assert services.review(seen={open_one.pk: cleared.version}, reason="", actor=crew.officer, now=LATER) == 1


def test_a_refusal_says_why(crew: Crew) -> None:
    made = crew.round()
    with pytest.raises(CannotClaim) as refused:
        services.refuse(seen=seen(made), reason=" ", actor=crew.officer, now=LATER)
    assert refused.value.code == "no_reason"
    services.refuse(seen=seen(made), reason="已迁出", actor=crew.officer, now=LATER)
    assert {claim.reason for claim in claims(made, "refused")} == {"已迁出"}


def test_who_reviewed_does_not_approve(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    claim = claims(made)[0]
    with pytest.raises(IntegrityError, match="claim_reviewer_is_not_approver"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=claim.reviewed_by)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(made), reason="", actor=crew.officer, now=LATER)
    assert refused.value.code == "reviewed_yourself"


def name_stand_in(crew: Crew, person: Actor, **changed: object) -> object:
    said = {
        "zone": crew.cast.zone.pk, "role": Role.POLICY_APPROVER, "away": crew.approver.person, "person": person.person,
        "first_day": DAY, "last_day": DAY + timedelta(days=7), "reason": "出差", "actor": crew.approver, "now": LATER,
    }  # fmt: skip
    return services.stand_in(**said | changed)


def test_a_stand_in_approves_while_somebody_is_away(crew: Crew) -> None:
    finance = crew.cast.person("财务复核人", (Role.FINANCE_APPROVER, crew.cast.zone))
    made = crew.reviewed(crew.round())
    with pytest.raises(CannotClaim):
        services.approve(seen=seen(made), reason="", actor=finance, now=LATER)
    named = name_stand_in(crew, finance)
    assert [one.person for one in Message.objects.filter(kind="approval.stand_in")] == [finance.person]
    assert services.approve(seen=seen(made), reason="", actor=finance, now=LATER) == 2
    assert {(one.approved_by_name, one.approved_for_name) for one in claims(made)} == {("财务复核人", "政策审批人")}
    services.end_stand_in(id=named.pk, actor=crew.approver, now=LATER)


def test_a_stand_in_ends_on_its_day(crew: Crew) -> None:
    finance = crew.cast.person("财务复核人", (Role.FINANCE_APPROVER, crew.cast.zone))
    made = crew.reviewed(crew.round())
    name_stand_in(crew, finance)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(made), reason="", actor=finance, now=LATER + timedelta(days=8))
    assert refused.value.code == "wrong_band"


def test_nobody_stands_in_with_a_role_that_excludes_it(crew: Crew) -> None:
    for person, code in ((crew.officer, "forbidden"), (crew.approver, "same_person")):
        with pytest.raises(CannotStandIn) as refused:
            name_stand_in(crew, person)
        assert refused.value.code == code
    finance = crew.cast.person("财务复核人", (Role.FINANCE_APPROVER, crew.cast.zone))
    for changed, code in (
        ({"away": crew.officer.person, "actor": crew.officer}, "not_held"),
        ({"last_day": date(2026, 3, 1)}, "no_days"),
        ({"actor": crew.officer}, "not_allowed"),
        ({"reason": ""}, "no_reason"),
    ):
        with pytest.raises(CannotStandIn) as refused:
            name_stand_in(crew, finance, **changed)
        assert refused.value.code == code


def test_nobody_stands_in_who_approves_nothing_oneself(crew: Crew) -> None:
    zone, company = crew.cast.zone, crew.companies[0]
    for role, place in ((Role.AUDITOR, zone), (Role.LEADER, zone), (Role.COMPANY_OWNER, company)):
        with pytest.raises(CannotStandIn) as refused:
            name_stand_in(crew, crew.cast.person("某人", (role, place)))
        assert refused.value.code == "no_approver"


@pytest.mark.parametrize("excluding", (True, False))
def test_a_stand_in_acts_by_the_roles_of_the_day(crew: Crew, excluding: bool) -> None:
    zone = crew.cast.zone
    finance = crew.cast.person("财务复核人", (Role.FINANCE_APPROVER, zone))
    made = crew.reviewed(crew.round())
    name_stand_in(crew, finance)
    if excluding:
        register.grant_role(
            person=finance.person, role=Role.POLICY_OFFICER, organisation=zone.pk, actor=SYSTEM, now=NOW
        )
    else:
        register.end_role(grant=RoleGrant.objects.get(person=finance.person).pk, actor=SYSTEM, now=NOW + SOON)
        register.grant_role(person=finance.person, role=Role.AUDITOR, organisation=zone.pk, actor=SYSTEM, now=NOW)
    changed = queries.actor_of(person=finance.person, now=LATER)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(made), reason="", actor=changed, now=LATER)
    assert refused.value.code == "wrong_band"


def test_who_reviewed_once_does_not_approve_in_another_role(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    services.turn_down(seen=seen(made), reason="再核", back=True, actor=crew.approver, now=NOW)
    services.put_right(seen=seen(made), reason="已核", actor=crew.officer, now=NOW)
    colleague = crew.cast.person("另一专员", (Role.POLICY_OFFICER, crew.cast.zone))
    services.review(seen=seen(made), reason="", actor=colleague, now=NOW)
    grant = RoleGrant.objects.get(person=crew.officer.person)
    register.end_role(grant=grant.pk, actor=SYSTEM, now=NOW + SOON)
    register.grant_role(
        person=crew.officer.person, role=Role.POLICY_APPROVER, organisation=crew.cast.zone.pk, actor=SYSTEM,
        now=NOW + SOON,
    )  # fmt: skip
    promoted = queries.actor_of(person=crew.officer.person, now=LATER)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(made), reason="", actor=promoted, now=LATER)
    assert refused.value.code == "reviewed_yourself"
    assert services.approve(seen=seen(made), reason="", actor=crew.approver, now=LATER) == 2


def test_what_was_approved_is_not_refused_by_a_reviewer(crew: Crew) -> None:
    made = crew.approved(crew.round(line=crew.books.line(300_000)))
    assert [claim.state for claim in claims(made)] == ["approved", "held"]
    for claim in claims(made):
        with pytest.raises(CannotClaim) as refused:
            services.refuse(seen={claim.pk: claim.version}, reason="不批", actor=crew.officer, now=LATER)
        assert refused.value.code == "not_there"


def test_what_its_company_confirmed_is_not_decided_on_again(crew: Crew) -> None:
    made = crew.confirmed(crew.round(order="confirmed", line=crew.books.line(300_000)))
    (waiting,) = claims(made, "held")
    shown = {"seen": seen(made, "held"), "reason": "再议", "actor": crew.approver, "now": LATER}
    for act, said in ((services.approve, {}), (services.turn_down, {"back": False})):
        with pytest.raises(CannotClaim) as refused:
            act(**shown | said)
        assert refused.value.code == "not_there"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.queue) == ("held", 2), "it keeps its place"


def test_a_reason_that_is_too_long_is_not_cut_but_refused(crew: Crew) -> None:
    made = crew.round()
    with pytest.raises(CannotClaim) as refused:
        services.refuse(seen=seen(made), reason="长" * 501, actor=crew.officer, now=NOW)
    assert (refused.value.code, refused.value.data) == ("reason_long", {"most": 500, "length": 501})
    page = f"/casework/rounds/{made.pk}"
    picked = {"act": "refuse", "seen": [f"{key}:{version}" for key, version in seen(made).items()]}
    told = visit(crew.officer).post(f"{page}/decide", picked | {"reason": "长" * 501}, follow=True).content.decode()
    assert "理由最多500字，现有501字" in told
    assert not claims(made, "refused")
