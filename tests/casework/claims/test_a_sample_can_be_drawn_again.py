"""A sample can be drawn again by its seed, has the size asked for, and leaves no stratum out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.casework.domain.claims.sampling import allotted, drawn, size_of

STRATA = st.dictionaries(st.sampled_from("abcdef"), st.integers(min_value=0, max_value=9), min_size=1)


@given(STRATA, st.integers(min_value=0, max_value=60), st.text(max_size=3))
def test_size_strata_and_seed(counts: dict[str, int], size: int, seed: str) -> None:
    strata = {name: [f"{name}{number}" for number in range(count)] for name, count in counts.items()}
    found = drawn(strata, size, seed=seed)
    assert len(found) == len(set(found)) == min(size, sum(counts.values()))
    backwards = {name: members[::-1] for name, members in reversed(strata.items())}
    assert drawn(backwards, size, seed=seed) == found, "the order of the list means nothing"
    if size >= sum(1 for count in counts.values() if count):
        assert {one[0] for one in found} == {name for name, count in counts.items() if count}


@pytest.mark.parametrize(
    ("counts", "size", "places"),
    (
        ({"a": 90, "b": 10}, 10, {"a": 8, "b": 2}),
        ({"a": 10, "b": 10, "c": 10}, 4, {"a": 2, "b": 1, "c": 1}),
        ({"a": 3, "b": 0}, 10, {"a": 3, "b": 0}),
        ({"a": 5, "b": 2}, 1, {"a": 1, "b": 0}),
    ),
)
def test_places_in_proportion(counts: dict[str, int], size: int, places: dict[str, int]) -> None:
    assert allotted(counts, size) == places


def test_another_seed_gives_another_sample() -> None:
    members = {"": [str(number) for number in range(1000)]}
    assert drawn(members, 20, seed="1") != drawn(members, 20, seed="2")


@pytest.mark.parametrize(("population", "share", "size"), ((11, "30", 4), (10, "30", 3), (0, "30", 0), (7, "100", 7)))
def test_a_share_is_rounded_up(population: int, share: str, size: int) -> None:
    assert size_of(population, share_percent=Decimal(share)) == size
