"""What the tests of competitions share: an award by ranking, companies that apply, and a panel of three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Application, Competition, Intake, Round, Run
from huiqi.casework.services import CompetitionSaid, CriterionSaid, IntakeSaid, Terms
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Organisation
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import DAY, FIRST, LATER, add_company, hnte, say
from tests.cast import NOW, SYSTEM, Cast

QUALITY = (CriterionSaid("质量管理", "Quality management", Decimal(1), Decimal(100)),)


@dataclass
class Jury:
    """An officer, an intake of the award, companies that applied, three people of a panel."""

    cast: Cast
    award: tuple[str, str] = FIRST
    officer: Actor = field(init=False)
    panel: list[Actor] = field(init=False)

    def __post_init__(self) -> None:
        self.officer = self.cast.person("政策专员", (Role.POLICY_OFFICER, self.cast.zone))
        self.panel = [self.cast.person(f"评审{one}", (Role.SERVICE_OFFICER, self.cast.zone)) for one in "甲乙丙"]

    def intake(self) -> Intake:
        """An intake of the award."""
        said = IntakeSaid(policy=self.award[0], clause=self.award[1], first_day=DAY, last_day=date(2026, 3, 31))
        return services.open_intake(scope=self.cast.zone.pk, said=said, actor=self.officer, now=LATER)

    def rules(self, made: Intake, **said: object) -> Competition:
        """How its applications are ranked: by one criterion, two places unless something else is said."""
        told = {"criteria": QUALITY, "panel": [one.person for one in self.panel]} | said
        if "score_fact" not in told:
            told = {"places": 2} | told
        return services.set_up_competition(intake=made.pk, said=CompetitionSaid(**told), actor=self.officer, now=LATER)

    def companies(self, *names: str) -> list[Organisation]:
        """Companies on no list."""
        found = [add_company(self.cast, f"{name}制造有限公司", number=700 + ord(name)) for name in names]
        for company in found:
            hnte(company, applied=True, recognised=True, first=True)
            say(company, on_adverse_list=False, serious_incident_or_misconduct=False)
        return found

    def applied(self, made: Intake, company: Organisation) -> Application:
        """An application of a company, submitted and accepted: nothing is asked of it."""
        owner = self.cast.person(f"{company.name[:1]}总", (Role.COMPANY_OWNER, company))
        draft = services.begin_application(intake=made.pk, company=company.pk, actor=owner, now=LATER)
        services.submit_application(id=draft.pk, version=0, declaration="属实", has_agreed=True, actor=owner, now=LATER)
        return services.check_application(id=draft.pk, version=1, verdicts={}, actor=self.officer, now=LATER)

    def scored(self, competition: Competition, scores: Mapping[Application, object], by: Sequence[Actor] = ()) -> None:
        """Every one of the panel gives each application its score, or each a score of their own."""
        (criterion,) = competition.criteria.all()
        for application, given in scores.items():
            for at, actor in enumerate(by or self.panel):
                value = Decimal(str(given[at] if isinstance(given, tuple) else given))
                services.score(
                    competition=competition.pk, application=application.pk, values={str(criterion.pk): value},
                    comment="", actor=actor, now=LATER,
                )  # fmt: skip

    def close(self, made: Intake) -> Competition:
        """The competition, closed."""
        return services.close_competition(intake=made.pk, actor=self.officer, now=LATER)

    def run(self, made: Intake) -> Run:
        """A run over those accepted."""
        run = services.compare_applications(intake=made.pk, actor=self.officer, now=LATER + timedelta(minutes=1))
        tasks.carry_out_run(run=str(run.pk))
        return queries.run_of(self.officer, id=run.pk)

    def round(self, run: Run) -> Round:
        """A round of them."""
        return services.open_round(
            run=run.pk,
            policy=self.award[0],
            clause=self.award[1],
            terms=Terms(confirm_days=10),
            actor=self.officer,
            now=LATER,
        )


def installed(
    cast: Cast, folder: Path, pack: str, file: str, old: str, new: str, *, also: tuple[str, str] = ("", "")
) -> None:
    """Publish a pack with one text of it changed, and one added to another file."""
    copytree(bundled_folder(), folder / "packs")
    changed = folder / "packs" / pack / file
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    if also[0]:
        other = folder / "packs" / pack / also[0]
        other.write_text(other.read_text(encoding="utf-8") + also[1], encoding="utf-8")
    books.BOOKS.clear()
    rulebook.install_pack(zone=cast.zone.pk, folder=folder / "packs" / pack, actor=SYSTEM, now=NOW)


@pytest.fixture
def jury(cast: Cast, tmp_path: Path) -> Jury:
    """Ganzhou's pack whose first reward goes by ranking, and who judges."""
    installed(
        cast, tmp_path, "ganzhou", "policies/hnte_reward.yaml", "delivery: on_application", "delivery: by_ranking"
    )
    return Jury(cast)
