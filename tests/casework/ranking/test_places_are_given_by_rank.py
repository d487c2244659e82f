"""Places by rank: exact means, a pass mark that leaves places empty, money that stops, ties that are told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from huiqi.casework.domain.ranking.places import Entry, Rule, Ties, placed
from huiqi.casework.domain.ranking.scoring import Criterion, mark, mean, most_in_all, rounded


def outcomes(rule: Rule, *means: object, amount: Decimal | None = None) -> list[tuple[str, int, str]]:
    entries = [Entry("ABCDEFG"[at], Fraction(str(one)), amount=amount) for at, one in enumerate(means)]
    return [(str(one.entry.key), one.rank, one.outcome.value) for one in placed(entries, rule)]


@pytest.mark.parametrize(
    ("rule", "means", "expected"),
    (
        (Rule(places=2), (70, 92, 88), [("B", 1, "wins"), ("C", 2, "wins"), ("A", 3, "no_place")]),
        # Nobody is moved up to fill a place.
        (Rule(places=2, pass_mark=Decimal(85)), (92, 70), [("A", 1, "wins"), ("B", 2, "below")]),
        (Rule(places=2, pass_mark=Decimal(85)), (85, 84), [("A", 1, "wins"), ("B", 2, "below")]),
        (Rule(places=2, pass_mark=Decimal(85)), (80, 70), [("A", 1, "below"), ("B", 2, "below")]),
        # Two for one place: nothing is guessed, and who comes after them has none either way.
        (Rule(places=2), (92, 88, 88, 80), [("A", 1, "wins"), ("B", 2, "tied"), ("C", 2, "tied"), ("D", 4, "no_place")]),
        (Rule(places=3), (92, 88, 88), [("A", 1, "wins"), ("B", 2, "wins"), ("C", 2, "wins")]),
        (Rule(places=1, ties=Ties.ALL), (88, 88), [("A", 1, "wins"), ("B", 1, "wins")]),
        (Rule(places=2, ties=Ties.ALL), (90, 88, 88, 80), [("A", 1, "wins"), ("B", 2, "wins"), ("C", 2, "wins"), ("D", 4, "no_place")]),
    ),
)  # fmt: skip
def test_places(rule: Rule, means: tuple[int, ...], expected: list[tuple[str, int, str]]) -> None:
    assert outcomes(rule, *means) == expected


def test_money_goes_by_rank_and_stops_where_it_does_not_suffice() -> None:
    rule = Rule(budget=Decimal(1_000_000))
    found = outcomes(rule, 90, 80, 70, 60, amount=Decimal(400_000))
    assert [outcome for *_, outcome in found] == ["wins", "wins", "no_money", "no_money"]


def test_what_an_award_is_worth_has_to_be_known_where_money_is_the_line() -> None:
    assert [outcome for *_, outcome in outcomes(Rule(budget=Decimal(10)), 90, 80)] == ["open", "open"]


def test_two_that_tie_for_the_last_money_are_told() -> None:
    rule = Rule(budget=Decimal(500_000))
    found = outcomes(rule, 90, 90, 60, amount=Decimal(400_000))
    assert [outcome for *_, outcome in found] == ["tied", "tied", "no_place"]


def test_a_declared_rule_breaks_a_tie_by_the_criteria_in_order() -> None:
    entries = [
        Entry("A", Fraction(80), (Fraction(50), Fraction(30))), Entry("B", Fraction(80), (Fraction(55), Fraction(25)))
    ]  # fmt: skip
    found = placed(entries, Rule(places=1, ties=Ties.CRITERIA))
    assert [(one.entry.key, one.rank, one.outcome.value) for one in found] == [("B", 1, "wins"), ("A", 2, "no_place")]


def test_means_are_exact() -> None:
    third = mean([Fraction(1), Fraction(0), Fraction(0)], trims=False)
    assert third == Fraction(1, 3)
    assert third * 3 == 1
    assert mean([Fraction(n) for n in (0, 80, 90, 100)], trims=True) == 85
    assert rounded(Fraction(200, 3), 2) == Decimal("66.67")
    assert rounded(Fraction(5, 1000), 2) == Decimal("0.01")


def test_a_mark_is_the_sum_of_scores_by_weight() -> None:
    criteria = [Criterion("a", Decimal("0.6"), Decimal(100)), Criterion("b", Decimal("0.4"), Decimal(100))]
    assert mark({"a": Decimal(90), "b": Decimal(80)}, criteria) == 86
    assert most_in_all(criteria) == 100
