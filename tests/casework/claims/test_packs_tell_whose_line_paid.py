"""An audit pack of an award that several paid tells which line of the budget is whose, and gives away a share or a transfer that was moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import verify
from tests.casework.claims.made import Crew, claims
from tests.casework.claims.packed import forged, pack_of
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.casework.claims.test_several_pay_an_award import CITY_AWARD, maanshan
from tests.casework.conftest import LATER, run_now

__all__ = ["maanshan"]


def paid_pack(crew: Crew, *titles: str) -> bytes:
    """A pack of an award of 300,000, 200,000 + 100,000, that was paid, out of lines of these names."""
    run, (policy, clause) = run_now(crew.officer, crew.cast), CITY_AWARD
    made = services.open_round(
        run=run.pk, policy=policy, clause=clause, terms=services.Terms(10, 5), actor=crew.officer, now=LATER
    )
    lines = [crew.books.line(10_000_000, title=(title, title)) for title in titles]
    services.set_lines(round=made.pk, lines=lines, actor=crew.maker, now=LATER)
    take(crew, result_of((references(sent(crew, crew.confirmed(made)))[0], 300_000, "成功", "")))
    assert claims(made)[0].state == "paid"
    return pack_of(made, crew.officer)


def codes(path: Path) -> list[str]:
    return [one.code for one in verify(path).problems]


def share_moved(said: dict[str, Any]) -> None:
    said["borne"][0]["amount"], said["borne"][1]["amount"] = "100000.00", "200000.00"


def line_swapped(said: dict[str, Any]) -> None:
    one, other = ({name: share[name] for name in ("line_id", "line", "line_payer")} for share in said["borne"])
    said["borne"][0] |= other
    said["borne"][1] |= one


def transfers_swapped(said: dict[str, Any]) -> None:
    one, other = ({name: share[name] for name in ("line_id", "line")} for share in said["borne"])
    for moved in said["transfers"]:
        moved.update(other if moved["line_id"] == one["line_id"] else one)


def all_from_one(said: dict[str, Any]) -> None:
    for moved in said["transfers"]:
        moved |= {name: said["borne"][0][name] for name in ("line_id", "line")}


def nobodys_line(said: dict[str, Any]) -> None:
    for share in said["borne"]:
        share |= {"line_id": None, "line": None}


@pytest.mark.usefixtures("maanshan")
def test_whatever_is_moved_to_another_line_is_found(crew: Crew, tmp_path: Path) -> None:
    pack = paid_pack(crew, "市级", "区级")
    (whole := tmp_path / "whole.zip").write_bytes(pack)
    assert codes(whole) == []
    changes: tuple[Callable[[dict[str, Any]], None], ...] = (
        share_moved, line_swapped, transfers_swapped, all_from_one, nobodys_line,
    )  # fmt: skip
    for change in changes:
        found = codes(forged(pack, tmp_path / f"{change.__name__}.zip", change))
        assert "share_not_booked" in found, change.__name__


@pytest.mark.usefixtures("maanshan")
def test_two_lines_of_one_name_are_two(crew: Crew, tmp_path: Path) -> None:
    pack = paid_pack(crew, "奖励资金", "奖励资金")
    (whole := tmp_path / "whole.zip").write_bytes(pack)
    assert codes(whole) == []
    assert "share_not_booked" in codes(forged(pack, tmp_path / "swapped.zip", transfers_swapped))
