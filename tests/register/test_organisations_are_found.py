"""Search: what people type, from two characters to the end of a code, finds the organisation, the best first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries, services
from huiqi.register.domain.searching import words
from huiqi.register.models import SearchEntry
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast

NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"


def found(text: str, actor: Actor = SYSTEM, **asked: object) -> list[str]:
    return [one.name for one in queries.search(actor, text=text, **{"kind": "company", **asked})]


@pytest.mark.parametrize(
    ("text", "names"),
    (
        ("长安", [NORTH]),
        ("芯", [SOUTH]),
        ("芯片", [SOUTH]),
        ("长安科技有限公司", [NORTH]),
        ("（芯片）", [SOUTH]),
        ("芯片 阿尔法", [SOUTH]),
        ("芯片 长安", []),
        ("安长", []),
        ("cqca", [NORTH]),
        ("CQ", [NORTH]),
        ("c", [NORTH]),
        ("chongqing", [NORTH]),
        ("changan", [NORTH]),
        ("caykj", []),
        ("cakj", [NORTH]),
        (NORTH_CODE, [NORTH]),
        (NORTH_CODE.lower(), [NORTH]),
        ("600037341", [NORTH]),
        ("37341L", [NORTH]),
        ("有限公司", [SOUTH, NORTH]),
        ("%", []),
        ("___", []),
        ("", []),
    ),
)
def test_what_is_typed_finds_it(cast: Cast, text: str, names: list[str]) -> None:
    assert found(text) == names


def test_former_name_still_finds_and_says_so(cast: Cast) -> None:
    services.rename_organisation(id=cast.south_company.pk, name="贝塔半导体有限公司", actor=SYSTEM, now=NOW)
    (one,) = queries.search(SYSTEM, text="芯片")
    assert (one.name, one.former_name, one.parent_name) == ("贝塔半导体有限公司", SOUTH, "南园")
    assert found("aefxp") == found("btbdt") == ["贝塔半导体有限公司"]


def test_best_comes_first(cast: Cast) -> None:
    for number, name in enumerate(("长安", "长安汽车", "新长安", "昌岸物流"), start=1):
        services.add_organisation(
            kind="institution", name=name, parent=cast.zone.pk, actor=SYSTEM, now=NOW + timedelta(seconds=number)
        )
    assert found("长安", kind="") == ["长安", "长安汽车", "新长安", NORTH]
    assert found("ca", kind="") == ["长安", "昌岸物流", "长安汽车"]
    assert found("长安", kind="", limit=2) == ["长安", "长安汽车"]


def test_only_what_is_within_reach_is_found(cast: Cast) -> None:
    officer = cast.person("南园专员", (Role.SERVICE_OFFICER, cast.south))
    assert found("有限公司", officer) == [SOUTH]
    assert queries.organisations(officer, kind="company", name="长安").count() == 0


def test_number_of_questions_is_fixed(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(5):
        found("有限公司")
    for number in range(30):
        name = f"新{number}有限公司"
        services.add_organisation(kind="institution", name=name, parent=cast.zone.pk, actor=SYSTEM, now=NOW)
    with django_assert_num_queries(5):
        assert len(found("有限公司", kind="", limit=10)) == 10


def test_entries_can_be_made_anew(cast: Cast) -> None:
    before = list(SearchEntry.objects.order_by("pk").values())
    SearchEntry.objects.all().delete()
    assert services.index_organisations(None) == len(before) == 5
    assert list(SearchEntry.objects.order_by("pk").values()) == before


def test_words_are_narrow_small_and_few() -> None:
    assert words("  ＡＢＣ-12 （中国） ()") == ("abc12", "中国")
    assert len(words("a b c d e f g h")) == 5
