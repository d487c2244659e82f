"""What needs what in a policy is drawn from left to right and listed beside it: every fact, figure, table, condition and clause."""

from __future__ import annotations

from itertools import combinations

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some

from huiqi.kernel.actor import Role
from huiqi.rulebook import services
from huiqi.rulebook.domain.layering import drawn, layers_of
from huiqi.rulebook.domain.picturing import wrapped
from huiqi.rulebook.queries import books
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install
from tests.rulebook.drafting import write, write_table

KEYS = some.sampled_from("abcdefghij")
ACYCLIC = some.lists(some.tuples(KEYS, KEYS).filter(lambda ends: ends[0] < ends[1]), max_size=20)
ANY = some.lists(some.tuples(KEYS, KEYS), max_size=20)


def needs_of(ends: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    keys = dict.fromkeys(key for pair in ends for key in pair)
    return {key: tuple(dict.fromkeys(one for one, other in ends if other == key and one != key)) for key in keys}


@settings(max_examples=100, deadline=None)
@given(ACYCLIC)
def test_what_is_needed_stands_left_and_nothing_lies_over_another(ends: list[tuple[str, str]]) -> None:
    needs = needs_of(ends)
    picture = drawn(needs, dict.fromkeys(needs, 40), 100)
    assert set(picture.boxes) == set(needs)
    assert set(picture.lines) == {(one, key) for key, needed in needs.items() for one in needed}
    assert all(picture.boxes[one].x + 100 < picture.boxes[key].x for key, needed in needs.items() for one in needed)
    for one, other in combinations(picture.boxes.values(), 2):
        assert one.x != other.x or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert all(
        box.y >= 0 and box.y + box.height <= picture.height and box.x + 100 <= picture.width
        for box in picture.boxes.values()
    )


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_a_circle_is_drawn_and_does_not_hang(ends: list[tuple[str, str]]) -> None:
    needs = needs_of(ends)
    assert set(layers_of(needs)) == set(needs)
    assert set(drawn(needs, dict.fromkeys(needs, 40), 100).boxes) == set(needs)


def test_texts_fit_their_shapes() -> None:
    assert wrapped("国民经济行业与划型行业对照表、续") == ("国民经济行业与划型行业对", "照表、续")
    assert wrapped("Fewest people of a small enterprise") == ("Fewest people of a small", "enterprise")
    assert wrapped("x" * 100)[-1].endswith("…")
    assert wrapped("") == ("",)


def test_the_graph_of_a_policy_stands_as_picture_and_list(cast: Cast) -> None:
    install(cast, "national")
    page = Client().get("/rulebook/policies/above-scale/graph").content.decode()
    for key in ("fact-industry_code", "table-class_thresholds", "condition-reached", "clause-in_statistics"):
        assert f'href="#{key}"' in page, key
        assert f'id="{key}"' in page, key
    assert 'href="/rulebook/policies/above-scale/tables/class_thresholds"' in page
    assert " style=" not in page


def test_a_draft_is_drawn_as_it_stands(cast: Cast) -> None:
    install(cast)
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=NOW)
    write_table(draft, actor=officer)
    client = visit(officer)
    page = client.get(f"/rulebook/drafts/{draft.pk}/graph").content.decode()
    assert 'id="table-band"' in page
    assert 'id="fact-sector"' in page
    write(draft, "id: retired-policy", "id: [", actor=officer)
    assert "没有可以画的文本" in client.get(f"/rulebook/drafts/{draft.pk}/graph").content.decode()


def test_a_day_without_a_text_has_no_picture(cast: Cast) -> None:
    install(cast, "national")
    page = Client().get("/rulebook/policies/above-scale/graph", {"day": "2000-01-01"}).content.decode()
    assert "没有可以画的文本" in page


def test_one_clause_is_drawn_with_what_it_needs_alone(cast: Cast) -> None:
    install(cast, "ganzhou")
    zone = books.current_book(zone=cast.zone.pk, now=NOW).loaded.rulebook
    policy, version = next(
        (one, one.versions[-1]) for one in zone.policies.values() if len(one.versions[-1].clauses) > 1
    )
    chosen, other = version.clauses[:2]
    asked = {"clause": chosen.id, "day": version.start.isoformat()}
    page = Client().get(f"/rulebook/policies/{policy.id}/graph", asked).content.decode()
    assert f'id="clause-{chosen.id}"' in page
    assert f'id="clause-{other.id}"' not in page
