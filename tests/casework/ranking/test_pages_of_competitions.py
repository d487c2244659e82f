"""The pages: rules, the panel's sheets, the result; nobody off the panel scores, and lists take a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiqi.casework.models import Competition, ScoreSheet
from tests.casework.applying.test_applications_are_sent_once import ticket_on
from tests.casework.conftest import LATER
from tests.casework.ranking.conftest import Jury
from tests.cast import visit


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("competitions", "panels"):
        monkeypatch.setattr(f"huiqi.casework.views.ranking.{name}.read_clock", lambda: LATER)


def test_an_officer_says_the_rules(jury: Jury) -> None:
    made, client = jury.intake(), visit(jury.officer)
    address = reverse("casework:competition", args=[made.pk])
    assert "还没有定评审办法" in client.get(address).text
    said = {
        "places": 2, "pass_mark": "60", "ties": "criteria", "panel_least": 3, "zh-1": "创新性", "en-1": "Novelty", "weight-1": "0.6", "most-1": 100,
        "zh-2": "经济效益", "weight-2": "0.4", "most-2": 100, "panel": [str(one.person) for one in jury.panel],
    }  # fmt: skip
    response = client.post(reverse("casework:competition_rules", args=[made.pk]), said)
    assert response.status_code == 302
    found = Competition.objects.get()
    said_of = [(one.zh, one.en, str(one.weight)) for one in found.criteria.all()]
    assert said_of == [("创新性", "Novelty", "0.6000"), ("经济效益", "经济效益", "0.4000")]
    again = client.get(reverse("casework:competition_rules", args=[made.pk])).text
    assert 'value="Novelty"' in again, "changing the rules begins with those that stand"
    assert "Novelty" in client.get(address, headers={"accept-language": "en"}).text
    page = client.get(address).text
    assert "2个名额" in page
    assert "满分100" in page
    refused = client.post(reverse("casework:competition_rules", args=[made.pk]), said | {"panel_least": 9})
    assert (refused.status_code, "少于规定的9人" in refused.text) == (422, True)


def test_one_of_the_panel_scores_on_a_page(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    client = visit(jury.panel[0])
    assert "首次认定奖励30万元" in client.get(reverse("casework:panels")).text
    assert "待评" in client.get(reverse("casework:panel", args=[competition.pk])).text
    address = reverse("casework:sheet", args=[competition.pk, application.pk])
    (criterion,) = competition.criteria.all()
    refused = client.post(address, {f"score-{criterion.pk}": "101"})
    assert refused.status_code == 422
    client.post(address, {f"score-{criterion.pk}": "88.5", "comment": "扎实"})
    assert ScoreSheet.objects.get().values == {str(criterion.pk): "88.5"}
    assert "88.5" in client.get(address).text
    assert "88.50" in client.get(reverse("casework:panel", args=[competition.pk])).text, "what one gave, in the list"
    assert "88.5" not in visit(jury.panel[1]).get(address).text
    assert visit(jury.officer).get(address).status_code == 404


def test_nothing_is_compared_before_the_places_are_given(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    client, page = visit(jury.officer), reverse("casework:intake", args=[made.pk])
    before = client.get(page).text
    assert '<button disabled aria-describedby="ranking-first">测算已受理的1家' in before
    assert "评审结束、名次确定后才能测算" in before
    jury.scored(competition, {application: 90})
    jury.close(made)
    after = client.get(page).text
    assert "<button>测算已受理的1家" in after
    assert "ranking-first" not in after


def test_a_click_too_many_ranks_nothing_twice(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made, places=3)
    application = jury.applied(made, jury.companies("A")[0])
    client, sheet = visit(jury.panel[0]), reverse("casework:sheet", args=[competition.pk, application.pk])
    (criterion,) = competition.criteria.all()
    said = {f"score-{criterion.pk}": "88.5", "comment": "扎实", "ticket": ticket_on(client, sheet)}
    [client.post(sheet, said) for _ in range(2)]
    assert "没有重复办理" in client.get(sheet).text
    client.post(sheet, said | {f"score-{criterion.pk}": "90"})
    assert ScoreSheet.objects.get().values == {str(criterion.pk): "90"}, "gone back and changed, it is scored anew"
    jury.scored(competition, {application: 90})
    officer, page = visit(jury.officer), reverse("casework:competition", args=[made.pk])
    said = {"ticket": ticket_on(officer, page)}
    answers = [officer.post(reverse("casework:close_competition", args=[made.pk]), said) for _ in range(2)]
    assert {one["Location"] for one in answers} == {page}
    assert "没有重复办理" in officer.get(page).text


def test_the_result_is_shown_by_rank_and_can_be_exported(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made, places=3)
    one, two = (jury.applied(made, company) for company in jury.companies("A", "B"))
    jury.scored(competition, {one: (90, 90, 80), two: 70})
    client, address = visit(jury.officer), reverse("casework:competition", args=[made.pk])
    client.post(reverse("casework:close_competition", args=[made.pk]))
    page = client.get(address).text
    assert "86.67" in page
    assert "空1个名额" in page
    exported = client.get(address, {"format": "xlsx"})
    assert b"".join(exported.streaming_content).startswith(b"PK")
    assert "86.67分" in visit(jury.panel[0]).get(reverse("casework:panel", args=[competition.pk])).text


def test_a_tie_is_decided_on_the_page(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made, places=1)
    one, two = (jury.applied(made, company) for company in jury.companies("A", "B"))
    jury.scored(competition, {one: 90, two: 90})
    client, address = visit(jury.officer), reverse("casework:competition", args=[made.pk])
    client.post(reverse("casework:close_competition", args=[made.pk]))
    assert "请决定并写明理由" in client.get(address).text
    said = {"act": "select", "reason": "集体研究"}
    client.post(reverse("casework:settle_place", args=[made.pk, one.pk]), said)
    client.post(reverse("casework:settle_place", args=[made.pk, two.pk]), said | {"act": "leave"})
    assert "请决定并写明理由" not in client.get(address).text


def test_pages_take_the_same_number_of_queries_whatever_their_length(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    names = iter("ABCDE")
    jury.applied(made, jury.companies(next(names))[0])
    pages = [
        (visit(jury.officer), reverse("casework:competition", args=[made.pk])),
        (visit(jury.panel[0]), reverse("casework:panel", args=[competition.pk])),
    ]
    before = [queries_of(client, address) for client, address in pages]
    for name in names:
        jury.applied(made, jury.companies(name)[0])
    assert [queries_of(client, address) for client, address in pages] == before


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)
