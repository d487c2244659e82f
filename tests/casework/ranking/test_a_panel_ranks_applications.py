"""A panel scores, each for themselves; who is related does not; the result is worked out exactly and goes on as claims."""

from __future__ import annotations

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import Application, Placing
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.services import CannotApply, CannotRank, CompetitionSaid
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from huiqi.register import services as register
from tests.casework.conftest import LATER
from tests.casework.ranking.conftest import QUALITY, Jury
from tests.cast import NOW, SYSTEM


def code(failure: pytest.ExceptionInfo[CannotRank]) -> str:
    return failure.value.code


@pytest.mark.parametrize(
    ("said", "expected"),
    (
        ({"places": None}, "no_line"),
        ({"criteria": ()}, "no_criteria"),
        ({"panel_least": 4}, "small_panel"),
        ({"score_fact": "no_such"}, "unknown_fact"),
        ({"ties": "coin"}, "unknown_ties"),
        ({"trims": True, "panel_least": 2}, "few_to_trim"),
    ),
)
def test_rules_that_make_no_sense_are_refused(jury: Jury, said: dict[str, object], expected: str) -> None:
    made = jury.intake()
    with pytest.raises(CannotRank) as refused:
        jury.rules(made, **said)
    assert code(refused) == expected


def test_only_officers_of_the_place_sit_on_a_panel(jury: Jury) -> None:
    stranger = jury.cast.person("外人", (Role.SERVICE_OFFICER, jury.cast.south))
    with pytest.raises(CannotRank) as refused:
        jury.rules(jury.intake(), panel=[*(one.person for one in jury.panel), stranger.person])
    assert code(refused) == "not_officer"


def test_the_rules_stay_once_somebody_scored(jury: Jury) -> None:
    made = jury.intake()
    jury.rules(made, places=3)
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    jury.scored(competition, {application: 90}, by=jury.panel[:1])
    with pytest.raises(CannotRank) as refused:
        jury.rules(made)
    assert code(refused) == "begun"


def test_who_has_to_do_with_a_company_does_not_score_it(jury: Jury) -> None:
    made = jury.intake()
    (company,) = jury.companies("A")
    competition = jury.rules(made, panel_least=2)
    application = jury.applied(made, company)
    related, aside, third = jury.panel
    register.grant_role(person=related.person, role=Role.COMPANY_STAFF, organisation=company.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(CannotRank) as refused:
        jury.scored(competition, {application: 100}, by=[related])
    assert code(refused) == "related"
    jury.scored(competition, {application: 100}, by=[aside])
    services.step_aside(
        competition=competition.pk, application=application.pk, reason="配偶在该企业任职", actor=aside, now=LATER
    )
    with pytest.raises(CannotRank) as refused:
        jury.scored(competition, {application: 100}, by=[aside])
    assert code(refused) == "recused"
    jury.scored(competition, {application: 60}, by=[third])
    with pytest.raises(CannotRank) as refused:
        jury.close(made)
    assert code(refused) == "too_few", "one mark is left, and two are needed"


def test_nobody_sees_another_s_scores_before_the_end(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    jury.scored(competition, {application: 90}, by=jury.panel[:1])
    first, second = (ranking.panel_member(one, competition=competition.pk) for one in jury.panel[:2])
    assert ranking.one_to_score(first, application=application.pk).sheet is not None
    assert ranking.one_to_score(second, application=application.pk).sheet is None
    assert [(one.member.name, one.scored, one.left) for one in ranking.progress(competition)] == [
        ("评审丙", 0, 1), ("评审乙", 0, 1), ("评审甲", 1, 0)
    ]  # fmt: skip
    with pytest.raises(queries.CannotSeeApplication):
        ranking.panel_member(jury.officer, competition=competition.pk)


def test_it_is_not_closed_before_everything_is_scored(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    jury.scored(competition, {application: 90}, by=jury.panel[:2])
    with pytest.raises(CannotRank, match="评审丙（1）"):
        jury.close(made)
    with pytest.raises(CannotApply) as early:
        services.compare_applications(intake=made.pk, actor=jury.officer, now=LATER)
    assert early.value.code == "not_ranked"


@pytest.mark.parametrize("value", ("-1", "100.01"))
def test_a_score_lies_within_its_criterion(jury: Jury, value: str) -> None:
    made = jury.intake()
    competition = jury.rules(made)
    application = jury.applied(made, jury.companies("A")[0])
    with pytest.raises(CannotRank) as refused:
        jury.scored(competition, {application: value})
    assert code(refused) == "score_outside"


def test_means_are_kept_exactly_and_losers_are_told_their_rank(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made, places=1)
    one, two = (jury.applied(made, company) for company in jury.companies("A", "B"))
    jury.scored(competition, {one: (90, 90, 80), two: (80, 80, 80)})
    jury.close(made)
    rows = {row.application_id: (row.top, row.bottom, row.rank, row.outcome) for row in Placing.objects.all()}
    assert rows == {one.pk: (260, 3, 1, "wins"), two.pk: (80, 1, 2, "no_place")}
    two.refresh_from_db()
    assert (two.standing, two.reason) == ("refused", "评审第2名，未进入名额")
    assert Message.objects.filter(kind="application.decided", body_zh="评审第2名，未进入名额").count() == 1
    with pytest.raises(CannotRank) as refused:
        jury.scored(competition, {one: 10})
    assert code(refused) == "closed"


def test_a_tie_is_decided_by_a_person_with_a_reason(jury: Jury) -> None:
    made = jury.intake()
    competition = jury.rules(made, places=1)
    one, two = (jury.applied(made, company) for company in jury.companies("A", "B"))
    jury.scored(competition, {one: 90, two: 90})
    jury.close(made)
    assert set(Placing.objects.values_list("outcome", flat=True)) == {"tied"}
    with pytest.raises(CannotApply) as nobody:
        services.compare_applications(intake=made.pk, actor=jury.officer, now=LATER)
    assert nobody.value.code == "none_accepted", "nobody has a place before it is decided"
    with pytest.raises(CannotRank):
        services.settle_place(application=one.pk, is_selected=True, reason=" ", actor=jury.officer, now=LATER)
    services.settle_place(application=one.pk, is_selected=True, reason="集体研究", actor=jury.officer, now=LATER)
    services.settle_place(application=two.pk, is_selected=False, reason="集体研究", actor=jury.officer, now=LATER)
    assert queries.accepted_companies(made) == [one.company_id]
    assert Application.objects.get(pk=two.pk).reason == "评审第1名，集体研究"


def test_a_clause_that_is_not_awarded_by_ranking_has_no_competition(jury: Jury) -> None:
    made = jury.intake()
    type(made).objects.filter(pk=made.pk).update(way="on_application")
    with pytest.raises(CannotRank) as refused:
        services.set_up_competition(
            intake=made.pk, said=CompetitionSaid(criteria=QUALITY, panel=(), places=1), actor=jury.officer, now=LATER
        )
    assert code(refused) == "not_ranked"
