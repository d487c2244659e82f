"""A contract fixes what a company has to do and by when: until that is met, nothing is paid, and the reason is said."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.casework import services
from huiqi.casework.models import ContractTerm
from huiqi.casework.services import CannotBind, CannotPay, TermSaid
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.conftest import say
from tests.cast import NOW, SYSTEM, visit


@pytest.fixture(autouse=True)
def _ganzhou(crew: Crew) -> None:
    rulebook.install_pack(zone=crew.cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)


def bound(crew: Crew, *, due_on: date = date(2024, 12, 31), policy: str = "") -> ContractTerm:
    """The first company's contract: it applies for recognition by a day."""
    code = crew.companies[0].credit_code
    said = TermSaid(code, "招商合同2024-017", "提交高企认定申请", "applied_this_year", due_on, policy)
    return services.bind(said=said, actor=crew.officer, now=NOW)


def pay(crew: Crew, made: object) -> object:
    ids = [claim.pk for claim in claims(made)]
    return services.make_batch(zone=crew.cast.zone.pk, claims=ids, actor=crew.maker, now=PASSED)


@pytest.mark.inventory("GZ-07")
def test_without_the_application_by_the_contract_date_nothing_is_paid(crew: Crew) -> None:
    bound(crew)
    made = crew.confirmed(crew.round())
    with pytest.raises(CannotPay) as refused:
        pay(crew, made)
    assert refused.value.code == "blocked"
    assert "招商合同2024-017”约定：2024-12-31前提交高企认定申请（逾期未满足）" in refused.value.said(english=False)
    page = visit(crew.maker).get("/casework/payments").content.decode()
    assert "2024-12-31前提交高企认定申请（逾期未满足）" in page
    # Who did not promise it is paid.
    batch = services.make_batch(zone=crew.cast.zone.pk, claims=[claims(made)[1].pk], actor=crew.maker, now=PASSED)
    assert batch.count == 1


def test_an_application_in_time_sets_the_payment_free(crew: Crew) -> None:
    bound(crew, due_on=date(2026, 12, 31))
    made = crew.confirmed(crew.round(crew.companies[:1]))
    with pytest.raises(CannotPay) as refused:
        pay(crew, made)
    assert "未到期，尚未满足" in refused.value.said(english=False)
    say(crew.companies[0], applied_this_year=True)
    assert pay(crew, made).count == 1


def test_an_application_after_the_date_does_not(crew: Crew) -> None:
    bound(crew)
    made = crew.confirmed(crew.round(crew.companies[:1]))
    say(crew.companies[0], applied_this_year=False)
    with pytest.raises(CannotPay):
        pay(crew, made)
    services.unbind(id=ContractTerm.objects.get().pk, reason="补充协议延期", actor=crew.officer, now=PASSED)
    assert pay(crew, made).count == 1


def test_a_condition_of_another_policy_blocks_nothing(crew: Crew) -> None:
    bound(crew, policy="hnte-campaign")
    assert pay(crew, crew.confirmed(crew.round())).count == 2


def test_pages_of_conditions(crew: Crew) -> None:
    officer = visit(crew.officer)
    sent = {
        "credit_code": "911111111111111111", "contract": "合同", "text": "申请", "fact": "applied_this_year", "due_on": "2024-12-31",
        "policy": "",
    }  # fmt: skip
    answer = officer.post("/casework/contracts/add", sent)
    assert answer.status_code == 422
    assert "没有统一社会信用代码" in answer.content.decode()
    answer = officer.post("/casework/contracts/add", sent | {"credit_code": crew.companies[0].credit_code})
    assert answer.status_code == 302
    assert "逾期未满足" in officer.get(answer.url).content.decode()
    assert crew.companies[0].name in officer.get("/casework/contracts").content.decode()
    officer.post(answer.url, {"reason": "免除"})
    assert "已解除" in officer.get(answer.url).content.decode()
    with pytest.raises(CannotBind) as refused:
        services.unbind(id=ContractTerm.objects.get().pk, reason="再次", actor=crew.officer, now=NOW)
    assert refused.value.code == "ended_already"
