"""An officer decides on all ordinary companies of a round at once, however many pages they fill; exceptions stay."""

from __future__ import annotations

import re

import pytest

from huiqi.casework.models import Claim
from tests.casework.claims.made import Crew, claims
from tests.casework.conftest import add_company
from tests.cast import visit

SEAL = re.compile(r'name="seal-proposed" value="([0-9a-f]{32})"')


def test_all_ordinary_ones_are_agreed_to_and_exceptions_stay(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.ui.listing.PAGE_SIZE", 1)
    third = add_company(crew.cast, "第三家有限公司", number=3)
    made = crew.round([*crew.companies, third])
    Claim.objects.filter(company=third).update(exceptions=["near"])
    client, address = visit(crew.officer), f"/casework/rounds/{made.pk}"
    page = client.get(address).content.decode()
    assert "本批次全部2家没有例外的企业" in page
    said = {"act": "review", "everyone": "1", "seal-proposed": SEAL.search(page)[1], "reason": "齐全"}
    client.post(f"{address}/decide", said)
    assert {claim.company_id for claim in claims(made, "reviewed")} == {one.pk for one in crew.companies}


def test_nothing_is_done_where_they_changed_since_the_page_was_shown(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiqi.ui.listing.PAGE_SIZE", 1)
    made = crew.round()
    client, address = visit(crew.officer), f"/casework/rounds/{made.pk}"
    seal = SEAL.search(client.get(address).content.decode())[1]
    Claim.objects.filter(company=crew.companies[0]).update(exceptions=["near"])
    said = {"act": "review", "everyone": "1", "seal-proposed": seal, "reason": "齐全"}
    answer = client.post(f"{address}/decide", said, follow=True).content.decode()
    assert "没有例外的企业刚刚有变化" in answer
    assert len(claims(made, "proposed")) == 2


def test_a_round_of_one_page_needs_no_such_box(crew: Crew) -> None:
    page = visit(crew.officer).get(f"/casework/rounds/{crew.round().pk}").content.decode()
    assert "全部2家没有例外的企业" not in page
    assert 'value="review"' in page
