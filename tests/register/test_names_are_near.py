"""Names that are one, names that are near and why, and that looking among many finds what looking at each pair finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.register.domain.likeness import Likeness, likeness, near_pairs, same_key


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("厦门网宿（集团）有限公司", "厦门网宿(集团)有限公司"),
        ("厦门 网宿科技有限责任公司", "厦门网宿科技有限公司"),
        ("ＡＢＣ科技有限公司", "abc科技有限公司"),
        ("网宿·云计算有限公司", "网宿云计算有限公司"),
    ),
)
def test_a_name_written_in_another_way_is_the_same(one: str, other: str) -> None:
    assert same_key(one) == same_key(other)
    assert likeness(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "why"),
    (
        ("厦门网宿科技有限公司", "厦门网宿科技股份有限公司", Likeness.OTHER_FORM),
        ("网宿科技（厦门）有限公司", "厦门网宿科技有限公司", Likeness.OTHER_ORDER),
        ("网宿科技有限公司", "厦门市网宿科技有限公司", Likeness.PLACE_IN_FRONT),
        ("厦门网宿科技有限公司", "厦门网缩科技有限公司", Likeness.ONE_CHARACTER),
        ("厦门网宿科技有限公司", "厦门网宿信科技有限公司", Likeness.ONE_CHARACTER),
        ("厦门第一机床有限公司", "厦门第二机床有限公司", None),
        ("厦门3号仓储有限公司", "厦门4号仓储有限公司", None),
        ("华为有限公司", "华伟有限公司", None),
        ("厦门网宿科技有限公司", "福州云帆软件有限公司", None),
    ),
)
def test_nearness_has_its_reason(one: str, other: str, why: Likeness | None) -> None:
    assert likeness(one, other) is why
    assert likeness(other, one) is why


NAMES = st.text(alphabet="厦门网宿科技云一二", min_size=3, max_size=7).map(lambda core: f"{core}有限公司")


@given(st.lists(NAMES, max_size=8), st.lists(NAMES, max_size=8))
def test_all_near_names_are_found_among_many(wanted: list[str], known: list[str]) -> None:
    numbered = {str(place): name for place, name in enumerate(wanted)}
    found = set(near_pairs(numbered, [(f"k{place}", name) for place, name in enumerate(known)]))
    assert found == {
        (str(here), f"k{there}", why)
        for here, one in enumerate(wanted)
        for there, other in enumerate(known)
        if (why := likeness(one, other)) is not None
    }
