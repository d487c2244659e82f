"""Credit codes of records that were brought together: either code finds the company kept, and parting gives each its own back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from huiqi.register import queries, services
from huiqi.register.models import Organisation
from huiqi.register.queries.known import holders_of_codes
from huiqi.register.queries.naming import CannotName, named
from tests.cast import NORTH_CODE, NOW, SOUTH_CODE, SYSTEM, Cast

LATER = NOW + timedelta(hours=1)


def merged(cast: Cast) -> UUID:
    """The south company goes into the north one."""
    kept, gone = cast.north_company.pk, cast.south_company.pk
    return services.merge_companies(kept=kept, gone=gone, from_gone=(), actor=SYSTEM, now=LATER).pk


def part(merge: UUID) -> None:
    services.part_companies(merge=merge, actor=SYSTEM, now=LATER + timedelta(hours=1))


def without_code(company: Organisation) -> None:
    Organisation.objects.filter(pk=company.pk).update(credit_code=None)


def found_by(code: str) -> Iterator[object]:
    """Every way to look a company up by its code: the search, a list of texts, a sheet that comes in."""
    yield [one.id for one in queries.search(SYSTEM, text=code)]
    yield [named(SYSTEM, text=code, kind="company").pk]
    claimed = holders_of_codes(SYSTEM, codes={code}).get(code)
    yield [claimed.company.id if claimed is not None and claimed.company is not None else None]


def test_the_one_kept_gets_the_code_that_it_had_none_of(cast: Cast) -> None:
    without_code(cast.north_company)
    rows = list(Organisation.objects.order_by("pk").values())
    done = merged(cast)
    assert queries.organisation(SYSTEM, id=cast.north_company.pk).credit_code == SOUTH_CODE
    assert queries.merge(SYSTEM, id=done).code_moved == SOUTH_CODE
    assert list(found_by(SOUTH_CODE)) == [[cast.north_company.pk]] * 3
    part(done)
    assert list(Organisation.objects.order_by("pk").values()) == rows
    assert list(found_by(SOUTH_CODE)) == [[cast.south_company.pk]] * 3


def test_either_code_finds_the_one_that_is_kept(cast: Cast) -> None:
    rows = list(Organisation.objects.order_by("pk").values())
    done = merged(cast)
    assert queries.organisation(SYSTEM, id=cast.north_company.pk).credit_code == NORTH_CODE
    assert queries.merge(SYSTEM, id=done).code_moved == ""
    assert list(found_by(NORTH_CODE)) == list(found_by(SOUTH_CODE)) == [[cast.north_company.pk]] * 3
    part(done)
    assert list(Organisation.objects.order_by("pk").values()) == rows
    assert list(found_by(SOUTH_CODE)) == [[cast.south_company.pk]] * 3


def test_a_code_of_nobody_is_still_unknown(cast: Cast) -> None:
    merged(cast)
    with pytest.raises(CannotName):
        named(SYSTEM, text="91350200MA2XYABC1F", kind="company")


def test_a_code_that_a_third_company_has_by_now_stops_the_parting(cast: Cast) -> None:
    without_code(cast.north_company)
    done = merged(cast)
    without_code(cast.north_company)
    third = services.add_organisation(
        kind="company", name="第三有限公司", parent=cast.zone.pk, credit_code=SOUTH_CODE, actor=SYSTEM, now=LATER
    )
    with pytest.raises(services.CannotMerge, match="第三有限公司"):
        part(done)
    assert queries.merge(SYSTEM, id=done).parted_at is None
    assert queries.organisation(SYSTEM, id=third.pk).credit_code == SOUTH_CODE
