"""A claim near a threshold is an exception: with a figure five in a hundred worse the company would not meet the clause."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework import services
from huiqi.casework.services import Terms
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.domain.populations import Values, scaled
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import Crew, claims
from tests.casework.conftest import FIRST, LATER, hnte, run_now, say
from tests.cast import NOW, SYSTEM


@pytest.fixture(autouse=True)
def _staff_counts(crew: Crew, tmp_path: Path) -> None:
    """Ganzhou's first reward, for companies of a hundred people and more."""
    folder = tmp_path / "ganzhou"
    shutil.copytree(bundled_folder() / "ganzhou", folder)
    shutil.rmtree(folder / "scenarios")
    with (folder / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("\nheads: {zh: 人数, en: Heads, type: int, unit: person, min: 0}\n")
    file = folder / "policies" / "hnte_reward.yaml"
    text = file.read_text("utf-8").replace("needs: [recognised, first]", "needs: [recognised, first, large]", 1)
    large = "    conditions:\n      large: {zh: 百人以上, en: A hundred heads, when: heads >= 100}\n"
    file.write_text(text.replace("    conditions:\n", large, 1), "utf-8")
    rulebook.install_pack(zone=crew.cast.zone.pk, folder=folder, actor=SYSTEM, now=NOW)


def test_near_is_marked_and_far_is_not(crew: Crew) -> None:
    near, far = crew.companies
    for company, heads in ((near, 104), (far, 140)):
        hnte(company, applied=True, recognised=True, first=True)
        say(company, heads=Decimal(heads), on_adverse_list=False, serious_incident_or_misconduct=False)
    run = run_now(crew.officer, crew.cast)
    made = services.open_round(
        run=run.pk, policy=FIRST[0], clause=FIRST[1], terms=Terms(10, 5), actor=crew.officer, now=LATER
    )
    assert {claim.company: claim.exceptions for claim in claims(made)} == {near: ["near"], far: []}


@pytest.mark.parametrize(
    ("cell", "after"),
    ((Decimal(3), Decimal(3)), (Decimal("100.00"), Decimal("95.00")), ({2024: Decimal(1000), 2025: None}, {2024: Decimal(950), 2025: None}), (True, True)),
)  # fmt: skip
def test_figures_keep_their_places(cell: object, after: object) -> None:
    changed = scaled(Values({"x": [cell, Decimal(1)]}, {}), "x", Decimal("0.95"))
    assert changed.facts["x"][0] == after
    assert scaled(Values({"x": [True, None]}, {}), "x", Decimal("0.95")) is None
