"""A pasted list puts many companies into grids: looked at first, done as a whole or not at all, undone as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.register import queries, services
from huiqi.register.models import GridPlace, PlacementBatch, Scheme
from huiqi.register.queries import Change
from tests.cast import NORTH_CODE, SOUTH_CODE, SYSTEM, Cast
from tests.register.test_grid_covers_key_companies import LATER, LATEST, open_grid, open_scheme, place, take_in


@pytest.fixture
def scheme(cast: Cast) -> Scheme:
    made = open_scheme(cast)
    take_in(made, cast.north_company.pk, cast.south_company.pk)
    return made


def plan(scheme: Scheme, text: str, at: object = LATER) -> queries.Plan:
    return queries.placement_plan(SYSTEM, scheme=scheme, text=text, at=at)


def do(scheme: Scheme, text: str, digest: str | None = None) -> PlacementBatch:
    digest = plan(scheme, text).digest if digest is None else digest
    return services.place_many(scheme=scheme.pk, text=text, digest=digest, actor=SYSTEM, now=LATER)


def where(scheme: Scheme, at: object = LATEST) -> dict[str, str | None]:
    return {row.company.name: row.grid_name for row in queries.key_companies(SYSTEM, scheme=scheme.pk, at=at)}


def test_list_says_what_it_would_change(cast: Cast, scheme: Scheme) -> None:
    open_grid(scheme, "一网格")
    place(cast.south_company.pk, open_grid(scheme, "二网格"))
    found = plan(scheme, f"{NORTH_CODE}\t一网格\n\n阿尔法芯片有限公司，一网格")
    assert [(line.change, line.from_name, line.grid_name) for line in found.lines] == [
        (Change.NEW, "", "一网格"),
        (Change.MOVED, "二网格", "一网格"),
    ]
    assert plan(scheme, f"{SOUTH_CODE},二网格").lines[0].change is Change.SAME
    assert not plan(scheme, f"{SOUTH_CODE},二网格").may_be_done


def test_every_wrong_line_is_said_and_nothing_is_done(cast: Cast, scheme: Scheme) -> None:
    open_grid(scheme, "一网格")
    services.release_key_company(scheme=scheme.pk, company=cast.south_company.pk, actor=SYSTEM, now=LATER)
    text = f"没有这家,一网格\n{NORTH_CODE}\n{NORTH_CODE},没有\n{SOUTH_CODE},一网格\n{NORTH_CODE},一网格\n{NORTH_CODE},一网格"
    found = plan(scheme, text, at=LATEST)
    assert [line.problem.code if line.problem else "" for line in found.lines] == [
        "unknown", "no_grid_named", "unknown_grid", "not_key", "", "twice",
    ]  # fmt: skip
    with pytest.raises(services.CannotPlace, match="nothing was changed"):
        do(scheme, text)
    assert not GridPlace.objects.exists()


def test_act_is_undone_as_if_it_had_never_been(cast: Cast, scheme: Scheme) -> None:
    open_grid(scheme, "一网格")
    place(cast.south_company.pk, open_grid(scheme, "二网格"))
    before = where(scheme)
    batch = do(scheme, f"{NORTH_CODE},一网格\n{SOUTH_CODE},一网格")
    assert where(scheme) == {"重庆长安科技有限公司": "一网格", "阿尔法芯片有限公司": "一网格"}
    services.undo_placement(batch=batch.pk, actor=SYSTEM, now=LATEST)
    assert where(scheme, LATEST + timedelta(days=1)) == before
    assert [one.grid.name for one in queries.places_of(SYSTEM, company=cast.south_company.pk)] == ["二网格"]
    with pytest.raises(services.CannotPlace, match="undone already"):
        services.undo_placement(batch=batch.pk, actor=SYSTEM, now=LATEST)


def test_act_is_not_undone_over_what_came_later(cast: Cast, scheme: Scheme) -> None:
    open_grid(scheme, "一网格")
    other = open_grid(scheme, "二网格")
    batch = do(scheme, f"{NORTH_CODE},一网格\n{SOUTH_CODE},一网格")
    services.hand_over_company(company=cast.south_company.pk, grid=other, actor=SYSTEM, now=LATEST)
    with pytest.raises(services.CannotPlace, match="阿尔法芯片有限公司"):
        services.undo_placement(batch=batch.pk, actor=SYSTEM, now=LATEST)
    assert where(scheme)["重庆长安科技有限公司"] == "一网格"


def test_list_that_means_something_else_by_now_is_looked_at_again(cast: Cast, scheme: Scheme) -> None:
    grid = open_grid(scheme, "一网格")
    open_grid(scheme, "二网格")
    text = f"{NORTH_CODE},二网格"
    looked_at = plan(scheme, text).digest
    place(cast.north_company.pk, grid)
    with pytest.raises(services.CannotPlace, match="since you looked"):
        do(scheme, text, looked_at)
    assert where(scheme)["重庆长安科技有限公司"] == "一网格"


def test_list_asks_the_same_number_of_questions_at_any_length(
    cast: Cast, scheme: Scheme, django_assert_num_queries: object
) -> None:
    open_grid(scheme, "一网格")
    for size in (1, 300):
        text = "\n".join(f"没有这家{number},一网格" for number in range(size)) + f"\n{NORTH_CODE},一网格"
        with django_assert_num_queries(6):
            plan(scheme, text)
