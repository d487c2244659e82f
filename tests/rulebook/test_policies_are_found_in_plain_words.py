"""The finder takes what people type: filling words are left out, short names stand for the full ones, the best comes first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiqi.rulebook import queries
from tests.cast import NOW, Cast
from tests.rulebook.conftest import install


@pytest.fixture
def book(cast: Cast) -> queries.Book:
    install(cast, "ordos")
    return queries.current_book(zone=cast.zone.pk, now=NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "first"),
    (
        ("高企", "高新技术企业认定"),
        ("我们公司想认定高新技术企业，有什么要求？", "高新技术企业认定"),
        ("怎么评科小", "科技型中小企业评价"),
        ("小巨人", "专精特新“小巨人”企业认定"),
        ("没有裁员，稳岗补贴能拿到多少", "失业保险稳岗返还"),
        ("Little giant recognition", "专精特新“小巨人”企业认定"),
    ),
)
def test_plain_words_find_the_policy_first(book: queries.Book, typed: str, first: str) -> None:
    found = queries.find(book, day=date(2026, 5, 1), words=typed)
    assert [one.policy.title.zh for one in found][:1] == [first]


def test_filling_words_alone_are_looked_for_as_they_are(book: queries.Book) -> None:
    assert queries.find(book, day=date(2026, 5, 1), words="量子") == ()
    everything = queries.find(book, day=date(2026, 5, 1), words=" ")
    assert len(queries.find(book, day=date(2026, 5, 1), words="政策")) < len(everything)
