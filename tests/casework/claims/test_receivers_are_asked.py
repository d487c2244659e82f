"""Sample checks: drawn by a seed out of what was paid, each receiver asked, what differs settled by somebody else in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.sampling import Stratum
from huiqi.casework.models import Call, Clock, Sample
from huiqi.casework.services import Answers, CannotSample, SampleSaid
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.casework.conftest import add_company
from tests.cast import visit

FINE = Answers(received=True, amount_right=True, fee_asked=False, spoken_with="王会计")


@pytest.fixture
def paid(crew: Crew) -> Crew:
    others = [add_company(crew.cast, f"第{number}家有限公司", number=number) for number in range(4)]
    made = crew.confirmed(crew.round([*crew.companies, *others], line=crew.books.line(10_000_000)))
    take(crew, result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made)))))
    assert len(claims(made, "paid")) == 6
    return crew


def said(crew: Crew, **other: object) -> SampleSaid:
    days = (date(2026, 3, 1), date(2026, 3, 31))
    return SampleSaid(crew.cast.zone.pk, *days, **({"size": 3, "seed": "7"} | other))


def draw(crew: Crew, **other: object) -> Sample:
    return services.draw_sample(said=said(crew, **other), actor=crew.officer, now=PASSED)


def drawn(sample: Sample) -> list[object]:
    return [call.claim_id for call in sample.calls.all()]


def test_the_same_seed_draws_the_same(paid: Crew) -> None:
    first, again, other = draw(paid), draw(paid), draw(paid, seed="8")
    assert (first.population, first.size) == (6, 3)
    assert drawn(first) == drawn(again) != drawn(other)
    assert first.population_hash == other.population_hash
    by_share = draw(paid, size=None, share_percent=Decimal(30), seed="")
    assert by_share.size == 2
    assert by_share.seed, "one was made, and is kept"


def test_stratified_no_park_is_left_out(paid: Crew) -> None:
    Call.objects.all().delete()
    made = draw(paid, stratum=Stratum.PARK, size=2)
    assert {call.claim.park for call in made.calls.select_related("claim")} == {
        claim.park for claim in queries.claims(paid.officer)
    }


def test_a_difference_is_settled_by_somebody_else_in_time(paid: Crew) -> None:
    right, wrong, _ = draw(paid).calls.all()
    services.answer_call(id=right.pk, answers=FINE, actor=paid.officer, now=PASSED)
    fee = Answers(received=True, amount_right=True, fee_asked=True, spoken_with="李会计", note="有人自称中介要两成")
    with pytest.raises(CannotSample) as refused:
        services.answer_call(id=wrong.pk, answers=replace(fee, note=" "), actor=paid.officer, now=PASSED)
    assert refused.value.code == "no_note", "who settles it has to know what was said"
    services.answer_call(id=wrong.pk, answers=fee, actor=paid.officer, now=PASSED)
    clock = Clock.objects.get(cause=f"sample/{wrong.pk}")
    assert clock.due_on == date(2026, 3, 17), "five working days from 10 March"
    for call, actor, code in (
        (right, paid.approver, "not_wrong"),
        (wrong, paid.officer, "own_call"),
        (wrong, paid.maker, "not_allowed"),
    ):
        with pytest.raises(CannotSample) as refused:
            services.settle_call(id=call.pk, finding="已核实", actor=actor, now=PASSED)
        assert refused.value.code == code
    services.settle_call(id=wrong.pk, finding="中介与园区无关，已移交公安", actor=paid.approver, now=PASSED)
    clock.refresh_from_db()
    assert clock.stopped_at is not None
    found = queries.sample_of(paid.officer, id=wrong.sample_id)
    assert (found.answered, found.wrong, found.open, found.fees) == (2, 1, 0, 1)
    with pytest.raises(CannotSample) as refused:
        services.answer_call(id=right.pk, answers=fee, actor=paid.maker, now=PASSED)
    assert refused.value.code == "answered_already"


def test_nothing_paid_is_nothing_to_draw(paid: Crew) -> None:
    for other, code in (
        ({"paid_from": date(2025, 1, 1), "paid_to": date(2025, 12, 31)}, "nobody"),
        ({"paid_from": date(2026, 4, 1)}, "no_days"),
        ({"size": 0}, "no_size"),
    ):
        asked = SampleSaid(**{"zone": paid.cast.zone.pk, "paid_from": date(2026, 3, 1), "paid_to": date(2026, 3, 31), "size": 1, **other})  # fmt: skip
        with pytest.raises(CannotSample) as refused:
            services.draw_sample(said=asked, actor=paid.officer, now=PASSED)
        assert refused.value.code == code


def test_pages_of_a_sample(paid: Crew) -> None:
    officer, approver = visit(paid.officer), visit(paid.approver)
    asked = {"zone": paid.cast.zone.pk, "paid_from": "2026-01-01", "paid_to": "2026-12-31", "policy": "", "size": 2, "stratum": "clause", "seed": "abc"}  # fmt: skip
    assert officer.post("/casework/samples/draw", asked | {"share_percent": "30"}).status_code == 422
    answer = officer.post("/casework/samples/draw", asked)
    assert answer.status_code == 302
    assert "种子 abc" in officer.get(answer.url).content.decode()
    call = Call.objects.first()
    address = f"/casework/samples/calls/{call.pk}"
    assert officer.post(address, {"received": "yes"}).status_code == 422
    wrong = {"received": "no", "amount_right": "no", "fee_asked": "no", "spoken_with": "张总"}
    assert "请在“记录”里写明" in officer.post(address, wrong).content.decode()
    officer.post(address, wrong | {"note": "账户已注销，没有收到"})
    assert "没有收到" in officer.get(answer.url).content.decode()
    assert 'name="finding"' not in officer.get(address).content.decode(), "who asked does not settle it"
    assert 'name="finding"' in approver.get(address).content.decode()
    approver.post(address, {"finding": "款项误入旧账户，已追回重发"})
    assert "已追回重发" in officer.get(address).content.decode()
    assert approver.get(answer.url, {"state": "settled"}).content.decode().count(call.claim.name) >= 1
    assert visit(paid.maker).get("/casework/samples").status_code == 200
