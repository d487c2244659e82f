"""A clause on the list that several pay: each line stays its payer's; where the rules name other payers, people are told and others go on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from huiqi.casework import services, tasks
from huiqi.casework.models import Claim, ListedClause, Round
from huiqi.casework.services import ListedSaid, Terms
from huiqi.kernel.ids import new_id
from huiqi.messages.models import Message
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import Crew
from tests.casework.claims.test_several_pay_an_award import CITY_AWARD
from tests.casework.conftest import LATER, say
from tests.cast import NOW, SYSTEM, visit

OWN = "{city: 企业奖励市级承担额, zone: 企业奖励区级配套额}"
ALONE = ("maanshan-city-innovation-award", "alone")


@pytest.fixture
def publish(crew: Crew, tmp_path: Path) -> Callable[[str], None]:
    """Publish Ma'anshan's award, paid without an application by these payers, beside a clause that one alone pays."""

    def publish(payers: str) -> None:
        folder = shutil.copytree(bundled_folder() / "maanshan-cihu", tmp_path / new_id(NOW).hex / "maanshan-cihu")
        shutil.rmtree(folder / "scenarios")
        file = folder / "policies" / "city_innovation_award.yaml"
        head, clauses = file.read_text("utf-8").split("    clauses:\n")
        clause = clauses.replace(
            "        needs: [recommended]\n", "        needs: [recommended]\n        delivery: auto_entitlement\n"
        )
        alone = re.sub("        limits: .*\n", "", clause).replace("- id: award", "- id: alone")
        clause = (
            re.sub("payers: {.*}}", f"payers: {payers}}}", clause)
            if payers
            else re.sub("        limits: .*\n", "", clause)
        )
        file.write_text(f"{head}    clauses:\n{clause.rstrip()}\n{alone}", "utf-8")
        rulebook.install_pack(zone=crew.cast.zone.pk, folder=folder, actor=SYSTEM, now=LATER)
        companies = [str(one.pk) for one in crew.companies]
        tasks.match_after_facts(batch=str(new_id(LATER)), subjects=companies, facts=["firm_award"])

    for company in crew.companies:
        say(company, award_recommended=True, firm_award=Decimal(300_000), firm_city_share=Decimal(200_000), firm_zone_match=Decimal(100_000),
            on_adverse_list=False, serious_incident_or_misconduct=False)  # fmt: skip
    return publish


def put_on(crew: Crew, clause: tuple[str, str], *lines: UUID) -> ListedClause:
    said = ListedSaid(crew.cast.zone.pk, *clause, Terms(10), lines, "年度清单")
    one = services.list_clause(said=said, actor=crew.officer, now=LATER)
    return services.agree_to_listing(id=one.pk, actor=crew.approver, now=LATER)


def test_named_in_another_order_each_payer_keeps_its_line(crew: Crew, publish: Callable[[str], None]) -> None:
    publish(OWN)
    city, zone = crew.books.line(400_000), crew.books.line(200_000)
    put_on(crew, CITY_AWARD, city, zone)
    publish("{zone: 企业奖励区级配套额, city: 企业奖励市级承担额}")
    assert services.serve_all_listed(now=LATER) == 1
    made = Round.objects.get()
    assert dict(made.payers.values_list("code", "line")) == {"city": city, "zone": zone}
    assert set(made.claims.values_list("state", flat=True)) == {"offered"}
    assert crew.books.has(city) == {"set": 400_000, "committed": 400_000}
    assert crew.books.has(zone) == {"set": 200_000, "committed": 200_000}


@pytest.mark.parametrize(
    "payers", ("", "{city: 0.5, park: 0.5}", "{city: 0.5, zone: 0.3, park: 0.2}"), ids=("one", "another", "one_more")
)
def test_other_payers_stop_the_clause_alone_and_somebody_is_told(
    crew: Crew, publish: Callable[[str], None], payers: str
) -> None:
    publish(OWN)
    shared = put_on(crew, CITY_AWARD, crew.books.line(400_000, title=("市级资金", "City")), crew.books.line(200_000))
    put_on(crew, ALONE, crew.books.line(600_000))
    publish(payers)
    assert services.serve_all_listed(now=LATER) == 1, "the other clause goes on"
    assert set(Claim.objects.values_list("clause", "state")) == {("alone", "offered")}
    told = Message.objects.get(person=crew.officer.person, kind="claim.payers")
    assert "资金来源不符" in told.body_zh
    page = visit(crew.officer).get(told.link).content.decode()
    assert "承担方已改变" in page
    assert "市级资金" in page
    assert services.serve_listed(id=shared.pk, now=LATER) is None
    assert Message.objects.filter(kind="claim.payers", person=crew.officer.person).count() == 1, "once"
    services.take_off(id=shared.pk, reason="承担方改变", actor=crew.officer, now=LATER)
    again = [crew.books.line(900_000) for _ in range(max(payers.count(":"), 1))]
    put_on(crew, CITY_AWARD, *again)
    assert services.serve_all_listed(now=LATER) == 1
    assert crew.books.has(again[0])["committed"] == (300_000 if payers else 600_000)
