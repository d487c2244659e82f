"""An audit pack is written part by part: a part costs the same queries however many claims it has, and half a pack is none."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.domain.packs.spool import Spool
from huiqi.casework.models import Round
from huiqi.casework.queries import packs
from huiqi.casework.queries.packs import claims as packed_claims
from huiqi.casework.services.claims import packing, writing_packs
from tests.casework.claims.conftest import Desk, rewarded
from tests.casework.claims.made import PASSED, Crew
from tests.casework.claims.packed import paid_round
from tests.casework.conftest import add_company
from tests.cast import NOW


def cost(made: Round, desk: Desk) -> int:
    """How many queries the pack of a round takes."""
    with CaptureQueriesContext(connection) as found:
        writing_packs.write_pack(packs.sight_of_round(desk.officer, id=made.pk), BytesIO(), now=PASSED)
    return len(found)


def test_more_claims_cost_no_more_queries(desk: Desk) -> None:
    cost(desk.round(), desk)
    rewarded(add_company(desk.cast, "后来的有限公司", number=9))
    # As the third one does, the second finds those of the round before it under review.
    few = cost(desk.round(), desk)
    for number in range(5):
        rewarded(add_company(desk.cast, f"第{number}家有限公司", number=number + 1))
    assert cost(desk.round(), desk) == few


def test_each_part_costs_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        rewarded(add_company(desk.cast, f"第{number}家有限公司", number=number + 1))
    made = desk.round()
    cost(made, desk)
    costs = []
    for size in (6, 3, 2):
        monkeypatch.setattr(packed_claims, "CLAIMS_A_FILE", size)
        costs.append(cost(made, desk))
    # Of six claims the last of one, of two and of three full parts; after each one asks whether there is more.
    one, two, three = costs
    assert two - one == three - two


def test_a_pack_in_parts_verifies_as_one(
    desk: Desk, crew: Crew, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(packed_claims, "CLAIMS_A_FILE", 1)
    made = paid_round(desk, crew)
    path = services.make_round_pack(id=made.pk, job=uuid4(), actor=desk.officer, now=PASSED)
    found = verify(path)
    assert ([one.said(english=True) for one in found.problems], found.claims, found.repeated) == ([], 2, 2)


def test_half_a_pack_is_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made, job = desk.round(), uuid4()

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(writing_packs.pack_pages, "write", fail)
    with pytest.raises(OSError, match="full"):
        services.make_round_pack(id=made.pk, job=job, actor=desk.officer, now=PASSED)
    assert list(packing.path_of(job).parent.iterdir()) == []


def test_what_a_killed_worker_left_goes_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    for name, hours in (("old", 25), ("new", 23)):
        file = folder / f"{name}.part"
        file.write_bytes(b"x")
        then = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(file, (then, then))
    assert services.remove_old_packs(now=NOW) == 1
    assert [path.name for path in folder.iterdir()] == ["new.part"]


def test_rows_are_read_as_often_as_wanted() -> None:
    with Spool() as rows:
        rows.add([["1", ("甲公司", "pages/00001.html#c1")]])
        rows.add([["2", "乙公司\x1fjavascript:x"]])
        wanted = [["1", ("甲公司", "pages/00001.html#c1")], ["2", "乙公司\x1fjavascript:x"]]
        assert list(rows) == wanted and list(rows) == wanted and rows.count == 2
