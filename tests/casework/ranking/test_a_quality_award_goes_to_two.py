"""The mayor's quality award (GL-02): the panel's mean becomes the score by which the clause ranks itself; places stay empty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework import services
from huiqi.casework.models import Application, Claim
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import CannotApply, CannotRank
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register
from huiqi.register.domain.values import NOT_APPLICABLE
from huiqi.register.models import Organisation
from tests.casework.claims.made import claims, make_round
from tests.casework.conftest import LATER, say
from tests.casework.ranking.conftest import Jury, installed
from tests.cast import NOW, SYSTEM, Cast

AWARD = ("guilin-mayors-quality-award", "award")
UNPUBLISHED = "value: unpublished, source: {document: 新闻报道第2篇, article: 桂林 市长质量奖, certainty: implied}"


@pytest.fixture
def marked(cast: Cast, tmp_path: Path) -> Jury:
    """Guilin's pack with a pass mark, which the report does not name."""
    installed(cast, tmp_path, "guilin", "parameters.yaml", UNPUBLISHED, "value: 85, source: {document: 评审办法}")
    return Jury(cast, AWARD)


def won(jury: Jury, company: Organisation, year: int) -> None:
    """Say that a company has had the award in a year."""
    made = make_round(jury.cast.zone, [company], clause="award")
    made.policy = AWARD[0]
    made.save()
    then = NOW.replace(year=year)
    Claim.objects.filter(round=made).update(
        policy=AWARD[0], clause=AWARD[1], year=year, state="approved", reviewed_by=new_id(NOW), approved_by=new_id(NOW),
        approved_at=then,
    )  # fmt: skip


@pytest.mark.inventory("GL-02")
def test_two_of_four_are_selected_where_one_is_barred_and_one_is_below_the_mark(marked: Jury) -> None:
    made = marked.intake()
    competition = marked.rules(made, score_fact="quality_score")
    companies = marked.companies("A", "B", "C", "D")
    won(marked, companies[1], NOW.year - 2)
    applications = [marked.applied(made, company) for company in companies]
    marked.scored(competition, dict(zip(applications, (92, 90, 88, 70), strict=True)))
    marked.close(made)
    round_ = marked.round(marked.run(made))
    assert [(claim.name[:1], claim.amount) for claim in claims(round_)] == [
        ("A", Decimal(500_000)), ("C", Decimal(500_000))
    ]  # fmt: skip
    services.refuse_unmet(intake=made.pk, actor=marked.officer, now=LATER)
    standings = [Application.objects.get(pk=one.pk).standing for one in applications]
    assert standings == ["claimed", "refused", "claimed", "refused"]
    assert Application.objects.get(pk=applications[1].pk).reason == "不符合：未满间隔年限"


@pytest.mark.inventory("GL-02")
def test_all_below_the_mark_leaves_the_award_vacant(marked: Jury) -> None:
    made = marked.intake()
    competition = marked.rules(made, score_fact="quality_score")
    applications = [marked.applied(made, company) for company in marked.companies("A", "B")]
    marked.scored(competition, dict(zip(applications, (84, 70), strict=True)))
    marked.close(made)
    run = marked.run(made)
    assert (run.companies, run.companies_met, run.high) == (2, 0, 0)


def test_a_clause_that_ranks_by_itself_has_no_other_line(marked: Jury) -> None:
    made = marked.intake()
    with pytest.raises(CannotRank) as refused:
        marked.rules(made, score_fact="quality_score", places=2)
    assert refused.value.code == "clause_rules"


def test_nobody_applies_before_the_rules_are_said(marked: Jury) -> None:
    made = marked.intake()
    with pytest.raises(CannotApply) as refused:
        marked.applied(made, marked.companies("A")[0])
    assert refused.value.code == "no_rules"


def test_the_panel_s_mean_becomes_a_fact_without_a_digit_lost(marked: Jury) -> None:
    made = marked.intake()
    competition = marked.rules(made, score_fact="quality_score")
    (company,) = marked.companies("A")
    application = marked.applied(made, company)
    assert applied.application_page(marked.officer, application=application, now=LATER).given == ()
    marked.scored(competition, {application: (90, 90, 80)})
    marked.close(made)
    assert application.placing.outcome == "ranked", "nobody is selected before the clause has ranked"
    (fact,) = register.facts(SYSTEM, subject=company.pk, names=["quality_score"])
    assert fact.value == Decimal("86.666666666666666667")
    assert "评审" in fact.source


def test_a_score_of_another_year_keeps_nobody_from_applying(marked: Jury) -> None:
    made = marked.intake()
    marked.rules(made, score_fact="quality_score")
    (company,) = marked.companies("A")
    say(company, quality_score=NOT_APPLICABLE)
    application = marked.applied(made, company)
    page = applied.application_page(marked.officer, application=application, now=LATER)
    assert page.own.outcome == "unknown"
    assert page.failed == ()
