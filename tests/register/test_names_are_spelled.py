"""Keys of names: the quick way over known parts gives what the pinyin library gives for the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from huiqi.register.domain.names import initials, sort_key

CHINESE = st.text(st.sampled_from("重庆长安厦门火炬银行音乐单县科技有限公司朝阳行业乐山曾大夏薄会计"), max_size=14)
MIXED = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF), max_size=14)


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    (
        ("重庆长安", "chong2 qing4 chang2 an1", "cqca"),
        ("重量 Nord-3（中国）", "zhong4 liang4  nord-3（ zhong1 guo2 ）", "zlnord3zg"),
        ("ABC", "abc", "abc"),
    ),
)
def test_name_is_spelled_as_it_is_read(name: str, key: str, letters: str) -> None:
    assert (sort_key(name), initials(name)) == (key, letters)


@given(st.one_of(CHINESE, MIXED))
def test_parts_give_what_the_whole_gives(name: str) -> None:
    small = name.casefold()
    assert sort_key(name) == " ".join(lazy_pinyin(small, style=Style.TONE3, neutral_tone_with_five=True))
    whole = "".join(lazy_pinyin(small, style=Style.FIRST_LETTER))
    assert initials(name) == "".join(letter for letter in whole if letter.isalnum())
