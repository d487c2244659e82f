"""A round is made of a finished run: who meets the clause, with facts, lists and limits; nobody twice in a year."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import queries, services
from huiqi.casework.models import Claim, RunClause
from huiqi.casework.services import CannotClaim, Terms
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from huiqi.register import services as register
from huiqi.register.services import Said, Upload
from tests.casework.claims.conftest import TERMS, Desk, rewarded
from tests.casework.claims.made import claims
from tests.casework.conftest import AID, FIRST, LATER, add_company, hnte
from tests.cast import SYSTEM


def open_first(desk: Desk, run: object, terms: Terms = TERMS) -> object:
    return services.open_round(run=run.pk, policy=FIRST[0], clause=FIRST[1], terms=terms, actor=desk.officer, now=LATER)


def test_each_company_that_meets_the_clause_has_a_claim(desk: Desk) -> None:
    made = desk.round()
    found = {claim.name: (claim.amount, claim.state, claim.credit) for claim in claims(made)}
    assert found == {
        "重庆长安科技有限公司": (Decimal(300_000), "proposed", "clean"),
        "阿尔法芯片有限公司": (Decimal(300_000), "proposed", "clean"),
    }
    assert made.article
    assert made.snapshot_digest == made.run.snapshot.digest
    assert made.pack_hash == made.run.pack_hash


def test_a_claim_keeps_the_facts_as_they_stood(desk: Desk) -> None:
    made = desk.round()
    hnte(desk.companies[0], applied=False, recognised=False, first=False, now=LATER)
    claim = Claim.objects.get(round=made, company=desk.companies[0])
    assert claim.facts["recognised_this_year"] is True
    assert claim.facts["on_adverse_list"] is False


@pytest.mark.parametrize(
    ("clean", "credit", "marks"), ((None, "unknown", ["credit_unknown"]), (False, "listed", ["listed"]))
)
def test_what_is_not_known_of_credit_is_not_clean(
    desk: Desk, clean: bool | None, credit: str, marks: list[str]
) -> None:
    rewarded(add_company(desk.cast, "另一家有限公司", number=1), clean=clean)
    claim = Claim.objects.get(round=desk.round(), name="另一家有限公司")
    assert (claim.credit, claim.exceptions) == (credit, marks)


def test_a_disputed_fact_makes_an_exception(desk: Desk) -> None:
    owner = desk.cast.person("老板", (Role.COMPANY_OWNER, desk.companies[0]))
    said, upload = Said("first_recognition", False), Upload("证书.pdf", b"%PDF-1.7\n%%EOF")
    register.ask_correction(
        subject=desk.companies[0].pk, said=said, reason="早已认定", upload=upload, actor=owner, now=LATER
    )
    assert Claim.objects.get(round=desk.round(), company=desk.companies[0]).exceptions == ["disputed"]


def test_claims_stand_in_the_declared_order(desk: Desk) -> None:
    made = desk.round()
    assert [claim.place for claim in claims(made)] == [1, 2]


def test_nobody_has_a_clause_twice_in_a_year(desk: Desk) -> None:
    desk.round()
    rewarded(add_company(desk.cast, "新来的有限公司", number=2))
    second = desk.round(run=desk.run())
    assert [claim.name for claim in claims(second)] == ["新来的有限公司"]
    assert second.had_already == 2


def test_who_was_refused_before_is_an_exception(desk: Desk) -> None:
    first = claims(desk.round())[0]
    services.refuse(seen={first.pk: first.version}, reason="名单有误", actor=desk.officer, now=LATER)
    again = claims(desk.round(run=desk.run()))
    assert [(claim.company_id, claim.exceptions) for claim in again] == [(first.company_id, ["again"])]


def test_the_database_refuses_a_second_claim_as_well(desk: Desk) -> None:
    first = claims(desk.round())[0]
    rewarded(add_company(desk.cast, "新来的有限公司", number=2))
    second = desk.round(run=desk.run())
    with pytest.raises(IntegrityError, match="claim_once_a_year"), transaction.atomic():
        Claim.objects.filter(round=second).update(company=first.company_id)


@pytest.mark.inventory("YC-01")
def test_no_payout_without_an_article(desk: Desk) -> None:
    run = desk.run()
    RunClause.objects.filter(run=run, clause=FIRST[1]).update(article="")
    with pytest.raises(CannotClaim) as refused:
        open_first(desk, run)
    assert refused.value.code == "no_article"


def test_no_round_where_nobody_meets_it_or_twice(desk: Desk) -> None:
    run = desk.run()
    with pytest.raises(CannotClaim) as refused:
        services.open_round(run=run.pk, policy=AID[0], clause=AID[1], terms=TERMS, actor=desk.officer, now=LATER)
    assert refused.value.code == "nobody"
    open_first(desk, run)
    with pytest.raises(CannotClaim) as refused:
        open_first(desk, run)
    assert refused.value.code == "made_already"


def test_who_does_not_review_makes_no_round(desk: Desk) -> None:
    run = desk.run()
    with pytest.raises(CannotClaim) as refused:
        services.open_round(
            run=run.pk,
            policy=FIRST[0],
            clause=FIRST[1],
            terms=TERMS,
            actor=desk.cast.person("审批", (Role.POLICY_APPROVER, desk.cast.zone)),
            now=LATER,
        )
    assert refused.value.code == "not_allowed"
    with pytest.raises(CannotClaim) as refused:
        open_first(desk, run, Terms(confirm_days=0))
    assert refused.value.code == "no_days"


def test_the_unknown_are_asked_for_everything_in_one_message(desk: Desk) -> None:
    company = queries.companies_of(desk.run())
    unknown = register.add_person(name="财务", organisation=desk.cast.zone.pk, actor=SYSTEM, now=LATER)
    place = company.names.index("未知数据有限公司")
    register.grant_role(
        person=unknown.pk, role=Role.COMPANY_OWNER, organisation=company.ids[place], actor=SYSTEM, now=LATER
    )
    made = desk.round()
    assert made.unknown == 1
    assert services.ask_missing(round=made.pk, actor=desk.officer, now=LATER) == 1
    (told,) = Message.objects.filter(person=unknown.pk, kind="claim.missing")
    assert "当年认定高企" in told.body_zh
    assert "首次认定" in told.body_zh
    with pytest.raises(CannotClaim) as refused:
        services.ask_missing(round=made.pk, actor=desk.officer, now=LATER)
    assert refused.value.code == "asked_already"
