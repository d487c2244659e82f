"""A published list of titles is recorded in one act, with the same facts as if each had been recorded alone."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.models import Fact, Standing, Title
from huiqi.register.services import CannotKeepTitle, TitleSaid
from tests.cast import NOW, SYSTEM, Cast

HNTE = TitleSaid("hnte", date(2024, 1, 1), date(2027, 1, 1), "national", "GR1", source="公告")


def test_rows_facts_and_standings_are_as_if_recorded_one_by_one(cast: Cast) -> None:
    alone, together = cast.north_company.pk, cast.south_company.pk
    services.record_title(organisation=alone, said=HNTE, actor=SYSTEM, now=NOW)
    assert services.record_titles(said=[(together, HNTE)], actor=SYSTEM, now=NOW) == 1
    names = ("name", "period", "state", "truth", "source", "valid_from", "valid_to", "recorded_at", "recorded_by_name")
    one, other = (
        list(Fact.objects.filter(subject=key).order_by("name").values_list(*names)) for key in (alone, together)
    )
    assert one == other
    assert one
    first, second = (Standing.objects.get(subject=key).facts for key in (alone, together))
    assert first == second
    rows = [[getattr(held, name) for name in ("kind", "level", "number", "valid_from", "valid_to", "source")]
            for key in (alone, together) for held in queries.held_titles(SYSTEM, organisation=key)]  # fmt: skip
    assert rows[0] == rows[1]
    assert AuditEntry.objects.filter(code="register.titles.recorded").count() == 1


def test_all_or_none(cast: Cast) -> None:
    services.record_titles(said=[(cast.north_company.pk, HNTE)], actor=SYSTEM, now=NOW)
    again = [(cast.south_company.pk, HNTE), (cast.north_company.pk, HNTE)]
    with pytest.raises(CannotKeepTitle) as refused:
        services.record_titles(said=again, actor=SYSTEM, now=NOW)
    assert refused.value.code == "held_already"
    with pytest.raises(CannotKeepTitle):
        services.record_titles(
            said=[(cast.south_company.pk, TitleSaid("x", date(2024, 1, 1), source="a"))], actor=SYSTEM, now=NOW
        )
    with pytest.raises(queries.CannotSee):
        services.record_titles(said=[(cast.south_company.pk, HNTE)], actor=cast.person("无权"), now=NOW)
    assert Title.objects.count() == 1
