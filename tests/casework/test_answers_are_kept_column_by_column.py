"""Columns of answers: kept and read again, counted, summed, grouped and compared to the fen, unknown amounts apart."""

from __future__ import annotations

import pytest

from huiqi.casework.domain.answers import answers_of, unpacked
from huiqi.casework.domain.comparing import any_met, changes, difference, matched_rows, same_rows
from huiqi.casework.domain.groups import NOT_KNOWN, Grouping, Share, groupings, shares
from huiqi.casework.domain.snapshot_files import Column, Companies, Content

# Met with an amount, a range, an open amount; refused; unknown; refused for another reason.
REASONS = [
    ((), (), [0]),
    ((), ("rd",), [1, 4]),
    ((), ("§rate",), [2]),
    (("listed",), (), [3]),
    (("listed", "dirty"), (), [5]),
]
AMOUNTS = [(0, 300, 300), (1, 0, 5_000_001), (2, None, None), (4, None, None)]
ANSWERS = answers_of("mmmnun", AMOUNTS, REASONS)


def test_answers_come_back_as_they_were() -> None:
    again = unpacked(ANSWERS.packed())
    assert again == ANSWERS
    assert [again.reasons[place] for place in again.why] == [
        ((), ()), ((), ("rd",)), ((), ("§rate",)), (("listed",), ()), ((), ("rd",)), (("listed", "dirty"), ()),
    ]  # fmt: skip
    assert [again.amount(row) for row in range(3)] == [(300, 300), (0, 5_000_001), (None, None)]


def test_equal_answers_have_equal_digests_and_others_have_not() -> None:
    assert unpacked(ANSWERS.packed()).digest() == ANSWERS.digest()
    other = answers_of("mmmnun", [*AMOUNTS[:1], (1, 0, 5_000_002), *AMOUNTS[2:]], REASONS)
    assert other.digest() != ANSWERS.digest()
    reworded = answers_of("mmmnun", AMOUNTS, [*REASONS[:3], (("size",), (), [3]), REASONS[4]])
    assert reworded.digest() != ANSWERS.digest()


def test_sums_leave_out_open_amounts_and_count_them() -> None:
    totals = ANSWERS.totals()
    assert (totals.met, totals.not_met, totals.unknown) == (3, 2, 1)
    assert (totals.low_fen, totals.high_fen, totals.open_amounts) == (300, 5_000_301, 1)


def test_groups_add_up_to_the_whole() -> None:
    found = shares(ANSWERS, Grouping((("甲", "A"), ("乙", "B")), [0, 1, 1, 0, 1, 1]), has_money=True)
    assert found == [Share(1, 1, 0, 300, 300, 0), Share(2, 1, 1, 0, 5_000_001, 1)]
    whole = Share()
    for share in found:
        whole.add(share)
    totals = ANSWERS.totals()
    assert whole == Share(3, 2, 1, totals.low_fen, totals.high_fen, totals.open_amounts)


def test_companies_are_grouped_by_park_industry_and_staff() -> None:
    companies = Companies(
        ["a", "b", "c"],
        ["甲", "乙", "丙"],
        ["", "", ""],
        ["", "", ""],
        [1, None, 1],
        ["n", "s"],
        ["北", "南"],
        [0, 1, 2],
    )
    columns = {
        "industry_code": Column(["6510", "C3911", "x"]),
        "staff|2024": Column(["19", "20", None]),
        "staff|2025": Column(["300", None, None]),
    }
    found = groupings(Content({}, companies, columns))
    named = {kind: [grouping.labels[place][1] for place in grouping.places] for kind, grouping in found.items()}
    assert named == {
        "park": ["南", NOT_KNOWN[1], "南"],
        "industry": ["Information, software, IT", "Manufacturing", NOT_KNOWN[1]],
        "size": ["300–999", "20–299", NOT_KNOWN[1]],
    }


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    (
        (("n", 0, 0), ("m", 5, 5), "gained"),
        (("u", None, None), ("m", 5, 5), "gained"),
        (("m", 5, 5), ("n", 0, 0), "lost"),
        (("m", 5, 5), ("u", None, None), "doubtful"),
        (("n", 0, 0), ("u", None, None), "opened"),
        (("u", None, None), ("n", 0, 0), "closed"),
        (("m", 5, 5), ("m", 6, 6), "more"),
        (("m", 5, 5), ("m", 5, 9), "more"),
        (("m", 5, 9), ("m", 5, 5), "less"),
        (("m", 5, 9), ("m", 6, 8), "other"),
        (("m", 5, 5), ("m", None, None), "other"),
        (("m", 5, 5), ("m", 5, 5), None),
        (("u", None, None), ("u", None, None), None),
    ),
)
def test_every_turn_has_its_name(before, after, kind) -> None:
    one, other = (answers_of(letter, [(0, low, high)], [((), (), [0])]) for letter, low, high in (before, after))
    assert [change.kind for change in changes(one, other, same_rows(1))] == ([kind] if kind else [])
    assert difference(one, other, same_rows(1)).is_nothing is (kind is None)


def test_companies_that_came_and_went_are_told_apart() -> None:
    one = answers_of("mm", [(0, 1, 1), (1, 2, 2)], [((), (), [0, 1])])
    other = answers_of("mm", [(0, 2, 2), (1, 1, 1)], [((), (), [0, 1])])
    rows = matched_rows(["a", "b"], ["b", "c"])
    assert rows == [(0, None), (1, 0), (None, 1)]
    found = difference(one, other, rows)
    assert (found.came, found.went, sum(found.counts.values())) == (1, 1, 0)


def test_who_meets_any_clause_is_counted_once() -> None:
    parts = [answers_of(letters, [], [((), (), [0])]) for letters in ("mnun", "mmnn")]
    assert any_met(parts, 4) == b"\1\1\0\0"
