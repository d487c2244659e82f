"""An award that several pay: split to the fen, each part out of the budget of its payer, together or not at all (MA-01: 1,450 = 750 + 700)."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from huiqi.casework import queries, services
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.domain.packs.checking_money import share_problems
from huiqi.casework.models import Claim, ListedClause, Round, RoundPayer
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Role
from huiqi.ledger import services as ledger
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims, make_round
from tests.casework.claims.packed import contents, pack_of
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.casework.conftest import LATER, run_now, say
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.ledger.books import free

CITY_AWARD = ("maanshan-city-innovation-award", "award")


def shared(crew: Crew, *, city: object = 7_500_000, zone: object = 7_000_000, **said: object) -> Round:
    """A round of one award of 14,500,000, of which the city bears 7,500,000, with a line of each payer that holds so much."""
    made = make_round(
        crew.cast.zone,
        crew.companies[:1],
        amount=Decimal(14_500_000),
        borne=[Decimal(7_500_000), Decimal(7_000_000)],
        **said,
    )
    payers = (("city", "市", "City", city), ("zone", "区", "District", zone))
    for place, (code, zh, en, amount) in enumerate(payers):
        line = None if amount is None else crew.books.line(amount, payer=payer(crew, f"{zh}财政局"))
        RoundPayer.objects.create(round=made, place=place, code=code, zh=zh, en=en, line=line)
    return made


def payer(crew: Crew, name: str) -> UUID:
    return ledger.add_payer(within=(crew.cast.zone.pk,), name=(name, name), actor=SYSTEM, now=NOW).pk


def lines(made: Round) -> list[UUID]:
    return list(made.payers.values_list("line", flat=True))


@pytest.mark.inventory("MA-01")
def test_each_payer_bears_its_part_from_the_decision_to_the_bank(crew: Crew) -> None:
    made = crew.confirmed(shared(crew))
    city, zone = lines(made)
    assert crew.books.has(city) == {"set": 7_500_000, "payable": 7_500_000}
    assert crew.books.has(zone) == {"set": 7_000_000, "payable": 7_000_000}
    batch = sent(crew, made)
    assert (batch.count, batch.total) == (1, Decimal(14_500_000)), "the company gets one payment"
    take(crew, result_of((references(batch)[0], 14_500_000, "成功", "")))
    assert crew.books.has(city) == {"set": 7_500_000, "paid": 7_500_000}
    assert crew.books.has(zone) == {"set": 7_000_000, "paid": 7_000_000}
    owner = crew.cast.person("再一位负责人", (Role.COMPANY_OWNER, crew.companies[0]))
    page = visit(owner).get(f"/casework/awards/{claims(made)[0].pk}").content.decode()

    assert "市承担 7,500,000.00 元，区承担 7,000,000.00 元" in page
    (receipt,) = visit(crew.maker).get("/casework/payments/receipts").context["list"].page.object_list
    assert (
        "市承担¥7,500,000.00；区承担¥7,000,000.00"
        in visit(crew.maker).get(f"/casework/payments/receipts/{receipt.pk}").content.decode()
    )


@pytest.mark.inventory("MA-01")
def test_750_and_699_are_not_1450(crew: Crew) -> None:
    made = shared(crew)
    with pytest.raises(IntegrityError, match="claim_shares_add_up"), transaction.atomic():
        Claim.objects.filter(round=made).update(borne=[Decimal(7_500_000), Decimal(6_990_000)])
    for parts in ([Decimal(-1), Decimal(14_500_001)], [None, Decimal(14_500_000)], []):
        with pytest.raises(IntegrityError, match="claim_shares_add_up"), transaction.atomic():
            Claim.objects.filter(round=made).update(borne=parts)


def test_what_was_decided_is_not_dealt_out_otherwise(crew: Crew) -> None:
    made = crew.reviewed(shared(crew))
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Claim.objects.filter(round=made).update(borne=[Decimal(14_500_000), Decimal(0)])


def test_where_one_payer_lacks_money_nobody_pays(crew: Crew) -> None:
    made = crew.approved(shared(crew, zone=6_990_000))
    (claim,) = claims(made)
    city, zone = lines(made)
    assert claim.state == "held"
    assert "不足7,000,000.00元" in claim.reason
    assert "7,000,000.00 are wanted" in claim.reason_en
    assert (free(city), free(zone)) == (7_500_000, 6_990_000)
    crew.books.move(ledger.Movement(zone, ledger.Step.SET, Decimal(10_000), "budget/more"))
    assert services.serve_all_waiting(now=PASSED) == 1
    assert (free(city), free(zone)) == (0, 0)


def test_money_goes_back_to_whom_it_came_from(crew: Crew) -> None:
    made = crew.offered(shared(crew))
    city, zone = lines(made)
    assert (free(city), free(zone)) == (0, 0)
    (claim,) = claims(made)
    services.decline(id=claim.pk, reason="", actor=crew.owner(claim.company), now=PASSED)
    assert (free(city), free(zone)) == (7_500_000, 7_000_000)


def test_a_line_is_named_for_each_payer(crew: Crew) -> None:
    made = crew.reviewed(shared(crew, city=None, zone=None))
    with pytest.raises(CannotClaim) as refused:
        services.approve(
            seen={claim.pk: claim.version for claim in claims(made)}, reason="同意", actor=crew.approver, now=NOW
        )
    assert refused.value.code == "no_line"
    one, other = crew.books.line(10_000_000), crew.books.line(10_000_000)
    for named, code in (([one], "lines_wanted"), ([one, one], "line_twice"), ([one, made.pk], "no_such_line")):
        with pytest.raises(CannotClaim) as refused:
            services.set_lines(round=made.pk, lines=named, actor=crew.maker, now=NOW)
        assert refused.value.code == code
    page = visit(crew.maker)
    shown = page.get(f"/casework/rounds/{made.pk}").content.decode()
    assert "资金来源（市承担）" in shown
    assert "资金来源（区承担）" in shown
    services.set_lines(round=made.pk, lines=[one, other], actor=crew.maker, now=NOW)
    assert lines(made) == [one, other]
    shown = page.get(f"/casework/rounds/{made.pk}").content.decode()
    assert re.search(r"7,500,000.*51\.7%.*7,000,000.*48\.3%.*合计.*14,500,000", shown, re.DOTALL)
    services.set_lines(round=made.pk, lines=[other, one], actor=crew.maker, now=NOW)
    assert lines(made) == [other, one]


def test_what_is_owed_is_owed_by_each(crew: Crew) -> None:
    shared(crew, city=None, zone=None, mark="未定")
    crew.confirmed(shared(crew, clause="later_recognition_reward"))
    crew.confirmed(crew.round(crew.companies[1:], amount=Decimal(300_000)))
    leader = crew.cast.person("主任", (Role.LEADER, crew.cast.zone))
    parts = {part.name[0]: part for part in queries.owed_by(leader, way="payer", now=PASSED)}
    owed = {name: part.money.owed for name, part in parts.items()}
    assert (owed["市财政局"], owed["区财政局"]) == (7_500_000, 7_000_000)
    assert parts["未指定资金来源"].money.promised == 14_500_000
    assert sum(owed.values()) == queries.owed_in_all(leader, now=PASSED).owed == 14_800_000
    for name, worth in (("市财政局", 7_500_000), ("区财政局", 7_000_000)):
        shown = visit(leader).get("/casework/unpaid", {"payer": parts[name].key})
        assert shown.context["list"].total == worth
        assert "其中由其承担" in shown.content.decode()


@pytest.fixture
def maanshan(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "maanshan-cihu", actor=SYSTEM, now=NOW)
    for company, match in ((cast.north_company, 100_000), (cast.south_company, 90_000)):
        say(company, award_recommended=True, firm_award=Decimal(300_000), firm_city_share=Decimal(200_000), firm_zone_match=Decimal(match),
            on_adverse_list=False, serious_incident_or_misconduct=False)  # fmt: skip


@pytest.mark.inventory("MA-01")
@pytest.mark.usefixtures("maanshan")
def test_who_says_its_own_part_bears_it(crew: Crew) -> None:
    run = run_now(crew.officer, crew.cast)
    policy, clause = CITY_AWARD
    terms = services.Terms(confirm_days=10)
    made = services.open_round(run=run.pk, policy=policy, clause=clause, terms=terms, actor=crew.officer, now=LATER)
    (claim,) = claims(made)
    assert claim.company == crew.cast.north_company, "20 + 9 are not 30"
    assert claim.borne == [200_000, 100_000]
    assert [(one.code, one.name[0], one.share) for one in made.payers.all()] == [
        ("city", "市", None),
        ("zone", "区", None),
    ]
    page = (
        visit(crew.officer)
        .get(f"/casework/runs/{run.pk}/{policy}/{clause}/{crew.cast.south_company.pk}")
        .content.decode()
    )
    assert "各承担方金额合计" in page


@pytest.mark.usefixtures("maanshan")
def test_a_run_says_what_each_bears(crew: Crew) -> None:
    run = run_now(crew.officer, crew.cast)
    page = visit(crew.officer).get(f"/casework/runs/{run.pk}/{'/'.join(CITY_AWARD)}").content.decode()
    assert "由2方分担：市 200,000.00 元 + 区 100,000.00 元" in page


@pytest.mark.usefixtures("maanshan")
def test_a_shared_clause_on_the_list_asks_for_a_line_of_each(crew: Crew, tmp_path: Path) -> None:
    folder = shutil.copytree(bundled_folder() / "maanshan-cihu", tmp_path / "maanshan-cihu")
    policy = folder / "policies" / "city_innovation_award.yaml"
    policy.write_text(
        policy.read_text().replace(
            "        needs: [recommended]\n", "        needs: [recommended]\n        delivery: auto_entitlement\n"
        )
    )
    rulebook.install_pack(zone=crew.cast.zone.pk, folder=folder, actor=SYSTEM, now=NOW)
    page = visit(crew.officer)
    one, other = crew.books.line(10_000_000), crew.books.line(10_000_000)
    said = {
        "clause": "/".join(CITY_AWARD),
        "scope": crew.cast.zone.pk,
        "confirm_days": 10,
        "order": "listed",
        "reason": "年度清单",
        "line": one,
    }
    asked = page.post("/casework/listed/add", said).content.decode()
    assert "资金来源（市承担）" in asked
    assert "资金来源（区承担）" in asked
    twice = page.post("/casework/listed/add", said | {"line_0": one, "line_1": one}).content.decode()
    assert "同一项预算不能指定两次" in twice
    page.post("/casework/listed/add", said | {"line_0": one, "line_1": other})
    assert ListedClause.objects.get().lines == [one, other]


@pytest.mark.usefixtures("maanshan")
def test_the_audit_pack_holds_who_bore_what(crew: Crew, tmp_path: Path) -> None:
    policy, clause = CITY_AWARD
    made = services.open_round(
        run=run_now(crew.officer, crew.cast).pk, policy=policy, clause=clause, terms=services.Terms(10, 5),
        actor=crew.officer, now=LATER,
    )  # fmt: skip
    named = [crew.books.line(10_000_000, title=(title, title)) for title in ("市级", "区级")]
    services.set_lines(round=made.pk, lines=named, actor=crew.maker, now=LATER)
    batch = sent(crew, crew.confirmed(made))
    take(crew, result_of((references(batch)[0], 300_000, "成功", "")))
    pack = pack_of(made, crew.officer)
    file = tmp_path / "pack.zip"
    file.write_bytes(pack)
    assert [one.said(english=False) for one in verify(file).problems] == []
    (said,) = [json.loads(line) for line in contents(pack)["claims/00001.jsonl"].splitlines()]
    assert [(one["payer"][0], one["amount"]) for one in said["borne"]] == [("市", "200000.00"), ("区", "100000.00")]
    assert list(share_problems("x", said)) == []
    said["borne"][1]["amount"] = "99999.99"
    assert [one.code for one in share_problems("x", said)] == ["shares_differ", "share_not_booked"]


@pytest.mark.inventory("MA-01")
def test_shares_of_every_award_are_split_to_the_fen(desk: Desk, tmp_path: Path) -> None:
    folder = shutil.copytree(bundled_folder() / "ganzhou", tmp_path / "ganzhou")
    (policy,) = (file for file in folder.rglob("*.yaml") if "id: hnte-reward\n" in file.read_text())
    policy.write_text(
        re.sub("limits: .*first_time.*", "limits: {payers: {city: 0.3333333, zone: 0.6666667}}", policy.read_text())
    )
    rulebook.install_pack(zone=desk.cast.zone.pk, folder=folder, actor=SYSTEM, now=LATER)
    made = desk.round()
    assert [claim.borne for claim in claims(made)] == [[Decimal("99999.99"), Decimal("200000.01")]] * 2
    assert [str(one.share.normalize()) for one in made.payers.all()] == ["0.3333333", "0.6666667"]


def test_a_statement_of_its_clause_tells_what_is_not_shared(crew: Crew) -> None:
    """Of a round made before the clause had payers, and of one after."""
    made = crew.confirmed(shared(crew))
    earlier = crew.confirmed(crew.round(crew.companies[1:], amount=Decimal(300_000)))
    for one, amount in ((made, 14_500_000), (earlier, 300_000)):
        take(crew, result_of((references(sent(crew, one))[0], amount, "成功", "")))
    said = {"clause": f"{made.policy}/{made.clause}"}
    file = PdfReader(BytesIO(visit(crew.maker).get("/casework/payments/receipts/statement", said).content))
    told = "".join(file.pages[0].extract_text().split())
    for part in ("合计14,800,000.00元", "市承担7,500,000.00元", "区承担7,000,000.00元", "其余300,000.00元不分担"):
        assert part in told


def test_lines_that_were_taken_for_each_other_are_put_right_on_the_page(crew: Crew) -> None:
    made = crew.reviewed(shared(crew, city=None, zone=None))
    wrong = [crew.books.line(10_000_000, title=(title, title)) for title in ("区级预算", "市级预算")]
    page, address = visit(crew.maker), f"/casework/rounds/{made.pk}"
    page.post(f"{address}/lines", {"line": wrong})
    assert lines(made) == wrong
    shown = page.get(address).content.decode()
    assert "更改资金来源" in shown
    assert [UUID(one) for one in re.findall(r'name="seen" value="([^"]+)"', shown)] == wrong
    page.post(f"{address}/lines", {"line": wrong[::-1], "seen": wrong})
    assert lines(made) == wrong[::-1]
    stale = page.post(f"{address}/lines", {"line": wrong, "seen": wrong}, follow=True).content.decode()
    assert "刚刚由他人指定" in stale
    assert lines(made) == wrong[::-1]
    services.approve(seen={claim.pk: claim.version for claim in claims(made)}, reason="", actor=crew.approver, now=NOW)
    assert "更改资金来源" not in page.get(address).content.decode()


def test_who_may_not_see_the_lines_reads_that_they_are_named(crew: Crew) -> None:
    made = shared(crew)
    Round.objects.filter(pk=made.pk).update(scope=crew.cast.north)
    park = crew.cast.person("北园专员", (Role.POLICY_OFFICER, crew.cast.north))
    shown = visit(park).get(f"/casework/rounds/{made.pk}").content.decode()
    assert "已指定，不在您可查看的范围" in shown
    assert "还没有指定" not in shown
