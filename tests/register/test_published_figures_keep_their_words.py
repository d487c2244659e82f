"""What was published is shown with its word, unit and day; what follows from it never claims more than is known."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.register import queries, services
from huiqi.register.domain.published import Published, Qualifier, rest, share, total
from huiqi.register.services import FigureSaid
from tests.cast import NOW, SYSTEM, Cast

SOURCE = "中国高新技术产业导报"


def record(cast: Cast, topic: str, name: str, value: str = "", word: str = "=", **more: object) -> UUID:
    said = FigureSaid(
        topic, name, name, SOURCE, value=Decimal(value) if value else None, qualifier=word, unit_zh="家", **more
    )
    return services.record_figure(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW).pk


def derived(figure: UUID) -> queries.Derived:
    return queries.derived(queries.published_figure(SYSTEM, id=figure))


@pytest.mark.inventory("XM-35")
def test_share_of_figures_that_are_not_exact_is_about(cast: Cast) -> None:
    people = record(cast, "people", "从业人员", "300000", ">")
    technical = record(cast, "people", "科技人员", "180000", ">", part_of=people)
    stations = record(cast, "carrier", "各类工作站", "100", "~<")
    found = derived(technical).share
    assert found == Published(Decimal(60), Qualifier.ABOUT)
    assert found.words(english=False) == "约60"
    assert queries.published_figure(SYSTEM, id=stations).published.words(english=False) == "近100"
    assert derived(people).rest is None


@pytest.mark.inventory("GZ-05")
def test_parts_that_are_over_come_to_at_least(cast: Cast) -> None:
    visited = record(cast, "survey", "走访企业")
    record(cast, "survey", "规上企业", "157", "=", part_of=visited)
    record(cast, "survey", "规下企业", "200", ">", part_of=visited)
    assert derived(visited).sum_of_parts == Published(Decimal(357), Qualifier.AT_LEAST)


@pytest.mark.inventory("MA-02")
def test_rest_of_exact_figures_is_exact(cast: Cast) -> None:
    applications = record(cast, "ladder", "高企申报", "49")
    record(cast, "ladder", "首次申报", "24", part_of=applications)
    assert derived(applications).rest == Published(Decimal(25))


@pytest.mark.inventory("XM-11")
def test_figures_that_may_overlap_are_never_added_up(cast: Cast) -> None:
    for name, value in (("专业孵化器", "6"), ("专业化众创空间", "21"), ("火炬专业化众创空间", "7")):
        figure = record(cast, "carrier", name, value)
        assert derived(figure) == queries.Derived(None, None, None)


@pytest.mark.parametrize(
    ("words", "expected"),
    (("==", "="), ("=>", ">="), (">>=", ">="), ("=<", "<="), ("=~", "~"), ("<>", "~")),
)
def test_sum_claims_no_more_than_its_parts(words: str, expected: str) -> None:
    parts = [Published(Decimal(10), Qualifier(word)) for word in words]
    assert total(parts).qualifier == expected


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert rest(Published(Decimal(10), Qualifier.ABOUT), [Published(Decimal(3))]) is None
    assert rest(Published(Decimal(2)), [Published(Decimal(3))]) is None
    assert share(Published(Decimal(2)), Published(Decimal(0))) is None
    assert share(Published(Decimal(1)), Published(Decimal(3))) == Published(Decimal("33.3"), Qualifier.ABOUT)
    assert share(Published(Decimal(1)), Published(Decimal(4))) == Published(Decimal(25))


def test_figure_without_source_is_refused(cast: Cast) -> None:
    with pytest.raises(services.CannotKeep, match="where it comes from"):
        services.record_figure(
            organisation=cast.zone.pk, said=FigureSaid("carrier", "x", "x", " "), actor=SYSTEM, now=NOW
        )
