"""The audit pack of a ranked award holds criteria, panel, every score sheet and every place; its verifier works the mean out again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Round
from huiqi.casework.queries.packs.applying import application_lines, competition_line, score_lines
from huiqi.casework.queries.packs.sight import Sight
from huiqi.kernel.actor import Actor, Role
from tests.casework.claims.packed import contents, forged
from tests.casework.conftest import LATER
from tests.casework.ranking.conftest import Jury


@pytest.fixture
def made(jury: Jury) -> Round:
    intake = jury.intake()
    competition = jury.rules(intake)
    first, second, third = (jury.applied(intake, one) for one in jury.companies(*"ABC"))
    jury.scored(competition, {first: (90, 91, 93), second: 80, third: 70})
    jury.close(intake)
    return jury.round(jury.run(intake))


def packed(made: Round, actor: Actor) -> Path:
    return services.make_round_pack(id=made.pk, job=uuid4(), actor=actor, now=LATER)


def test_it_holds_sheets_panel_and_places(made: Round, jury: Jury) -> None:
    path = packed(made, jury.officer)
    files = contents(path.read_bytes())
    about = json.loads(files["about.json"])
    competition = about["competition"]
    assert [one["name"] for one in competition["panel"]] == ["评审丙", "评审乙", "评审甲"]
    assert [(one["rank"], one["name"][0], one["outcome"]) for one in competition["placings"]] == [
        (1, "A", "wins"), (2, "B", "wins"), (3, "C", "no_place"),
    ]  # fmt: skip
    assert about["intake"]["first_day"] == "2026-03-02"
    claim = next(json.loads(line) for line in files["claims/00001.jsonl"].splitlines() if "A" in line.decode())
    assert claim["scores"]["rank"] == 1
    assert sorted(Decimal(next(iter(one["values"].values()))) for one in claim["scores"]["sheets"]) == [90, 91, 93]
    assert Decimal(claim["scores"]["top"]) / Decimal(claim["scores"]["bottom"]) == Decimal(274) / 3
    assert "91.3333（274/3）" in files["pages/00001.html"].decode()
    assert "全部名次" in files["index.html"].decode()
    found = verify(path)
    assert ([one.said(english=True) for one in found.problems], found.claims) == ([], 2)


def test_a_score_that_was_changed_and_sealed_over_is_found(made: Round, jury: Jury, tmp_path: Path) -> None:
    def better(claim: dict) -> None:
        sheet = claim["scores"]["sheets"][0]
        sheet["values"] = dict.fromkeys(sheet["values"], "100")

    content = packed(made, jury.officer).read_bytes()
    found = verify(forged(content, tmp_path / "better.zip", better))
    assert [one.code for one in found.problems] == ["other_mean"]


def test_a_company_is_not_told_who_gave_what(made: Round, jury: Jury) -> None:
    claim = made.claims.select_related("company").order_by("place").first()
    owner = jury.cast.person("负责人", (Role.COMPANY_OWNER, claim.company))
    sight = Sight(owner, made, made.claims.filter(pk=claim.pk), is_whole=False, is_own=True)
    assert score_lines(sight, [claim]) == {claim.pk: {"withheld": True}}
    assert competition_line(sight) == {"withheld": True}
    assert not application_lines(sight, [claim], {})[claim.pk]["withheld"], "what it gave itself it sees"
