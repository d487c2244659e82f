"""One park filled with something of everything, each text marked: what of it shows where it should not is a leak.

Whoever adds a table that belongs to an organisation adds a filling here; `test_what_happens_elsewhere_stays_there.py` fails without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from huiqi.casework import queries as casework_queries
from huiqi.casework import services as casework
from huiqi.casework import tasks
from huiqi.casework.domain.campaigns import Question
from huiqi.casework.models import (
    Application,
    ApplicationFile,
    ApplicationStep,
    ApprovalBand,
    ArchiveRecord,
    BandSet,
    BankResult,
    Batch,
    Call,
    Competition,
    ContractTerm,
    Criterion,
    Declaration,
    Intake,
    ListedClause,
    NothingBefore,
    OutcomeFile,
    OutcomeOrder,
    OutcomeStep,
    PanelMember,
    Payment,
    Placing,
    Receipt,
    Recusal,
    ResultFlaw,
    RoundPayer,
    Run,
    Sample,
    ScoreSheet,
    StandIn,
)
from huiqi.casework.services import rematching
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.ledger import services as ledger
from huiqi.messages import services as messages
from huiqi.messages.models import HookCall
from huiqi.register import queries, services
from huiqi.register.models import EvidenceFile, Identifier, Organisation
from huiqi.register.services import (
    ContactSaid,
    FigureSaid,
    LabelSaid,
    Said,
    SchemeSaid,
    TitleSaid,
    UndertakingSaid,
    Upload,
)
from huiqi_clocks import Term
from tests.casework.claims.made import make_round, seen
from tests.casework.earlier.made import earlier_file, paid_earlier
from tests.cast import NOW, SYSTEM, Cast
from tests.imports.desk import FREE, HEADER, Desk
from tests.ledger.books import Books
from tests.register.companies import credit_code

LATER = NOW + timedelta(hours=1)
STEPS = (ledger.Step.RESERVE, ledger.Step.COMMIT, ledger.Step.OWE)
DAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Place:
    """A park, its company, the mark in all its texts, a number that nothing else holds, and people who work there."""

    cast: Cast
    park: Organisation
    company: Organisation
    mark: str
    number: int
    officer: Actor
    owner: Actor


def fill(cast: Cast, park: Organisation, company: Organisation, *, mark: str, number: int) -> Place:
    """Fill a park."""
    services.rename_organisation(id=company.pk, name=f"{mark}科技有限公司", actor=SYSTEM, now=NOW)
    company.refresh_from_db()
    officer = cast.person(f"{mark}专员", (Role.POLICY_OFFICER, park), (Role.SERVICE_OFFICER, park))
    owner = cast.person(f"{mark}老板", (Role.COMPANY_OWNER, company))
    place = Place(cast, park, company, mark, number, officer, owner)
    for filling in FILLINGS:
        filling(place)
    return place


def facts(place: Place) -> None:
    revenue = Decimal(place.number)
    said = [
        Said("operating_revenue", revenue, "2024"),
        Said("total_assets", revenue),
        Said("industry_code", "3912"),
    ]
    services.record_facts(subject=place.company.pk, said=said, source=f"{place.mark}年报", actor=SYSTEM, now=NOW)


def identifiers(place: Place) -> None:
    Identifier.objects.create(organisation=place.company, kind="organisation_code", value=f"{place.number // 7}")


def titles(place: Place) -> None:
    said = TitleSaid(
        "hnte", date(2024, 1, 1), date(2026, 4, 1), "national", f"{place.mark}证书", source=f"{place.mark}名单"
    )
    services.record_title(organisation=place.company.pk, said=said, actor=SYSTEM, now=NOW)


def candidates(place: Place) -> None:
    services.nominate(
        companies=[place.company.pk],
        kind="hnte",
        year=2026,
        stage="pool",
        source=f"{place.mark}名单",
        actor=SYSTEM,
        now=NOW,
    )


def contacts(place: Place) -> None:
    said = ContactSaid(f"{place.mark}联系人", "finance", phone=f"138{place.number // 9:08d}")
    services.add_contact(organisation=place.company.pk, said=said, actor=SYSTEM, now=NOW)


def corrections(place: Place) -> None:
    said = Said("operating_revenue", Decimal(place.number + 1), "2024")
    upload = Upload(f"{place.mark}审计报告.pdf", b"%PDF-1.7\n%%EOF")
    services.ask_correction(
        subject=place.company.pk, said=said, reason=f"{place.mark}更正", upload=upload, actor=place.owner, now=LATER
    )


def grid(place: Place) -> None:
    said = SchemeSaid(name=f"{place.mark}网格", source=f"{place.mark}方案")
    scheme = services.open_scheme(organisation=place.park.pk, said=said, actor=SYSTEM, now=NOW)
    cell = services.open_grid(scheme=scheme.pk, name=f"{place.mark}一格", department=None, actor=SYSTEM, now=NOW)
    services.appoint(grid=cell.pk, duty="officer", person=place.officer.person, actor=SYSTEM, now=NOW)
    companies = [place.company.pk]
    services.name_key_companies(scheme=scheme.pk, companies=companies, reason=place.mark, actor=SYSTEM, now=NOW)
    text = f"{place.company.credit_code}\t{place.mark}一格"
    plan = queries.placement_plan(SYSTEM, scheme=scheme, text=text, at=LATER)
    services.place_many(scheme=scheme.pk, text=text, digest=plan.digest, actor=SYSTEM, now=LATER)
    services.record_visit(
        company=place.company.pk, day=DAY, way="visit", note=f"{place.mark}走访", actor=place.officer, now=NOW
    )


def figures(place: Place) -> None:
    said = FigureSaid("people", f"{place.mark}人才", "talents", f"{place.mark}公报", Decimal(place.number + 7))
    services.record_figure(organisation=place.park.pk, said=said, actor=SYSTEM, now=NOW)


def undertakings(place: Place) -> None:
    for group, kind in (("carrier", "incubator"), ("enclave", ""), ("station", ""), ("platform", ""), ("project", "")):
        said = UndertakingSaid(
            group=group, name=f"{place.mark}{group}", source=f"{place.mark}名录", city=f"{place.mark}市", begun_on=DAY
        )
        added = services.add_undertaking(organisation=place.park.pk, said=said, actor=SYSTEM, now=NOW)
        if kind:
            label = LabelSaid(kind, f"{place.mark}名录", name=f"{place.mark}牌子", level="national", valid_from=DAY)
            services.put_label(undertaking=added.pk, said=label, actor=SYSTEM, now=NOW)
            services.admit_companies(
                undertaking=added.pk,
                companies=[place.company.pk],
                day=DAY,
                source=f"{place.mark}协议",
                actor=SYSTEM,
                now=NOW,
            )


def institutions(place: Place) -> None:
    name = f"{place.mark}研究院"
    added = services.add_organisation(kind="institution", name=name, parent=place.park.pk, actor=SYSTEM, now=NOW)
    contact = ContactSaid(f"{place.mark}院长", "finance", phone=f"139{place.number // 9:08d}")
    services.add_contact(organisation=added.pk, said=contact, actor=SYSTEM, now=NOW)
    said = [Said("operating_revenue", Decimal(place.number + 11), "2024")]
    services.record_facts(subject=added.pk, said=said, source=f"{place.mark}年报", actor=SYSTEM, now=NOW)


def people(place: Place) -> None:
    staff = services.invite_staff(
        company=place.company.pk, name=f"{place.mark}员工", login=f"{place.mark}-staff", actor=SYSTEM, now=NOW
    )
    services.make_token(
        name=f"{place.mark}令牌",
        scopes=["register:read"],
        until=NOW + timedelta(days=300),
        actor=queries.actor_of(person=staff.person, now=LATER),
        now=LATER,
    )


def runs(place: Place) -> None:
    run = casework.start_run(scope=place.park.pk, day=DAY, name=f"{place.mark}运行", actor=place.officer, now=LATER)
    tasks.carry_out_run(run=str(run.pk))


def what_ifs(place: Place) -> None:
    made = casework.make_what_if(
        scope=place.park.pk,
        name=f"{place.mark}设想",
        day=DAY,
        policies=["above-scale"],
        actor=place.officer,
        now=LATER,
    )
    texts = {one.path: f"{one.text}# {place.mark}\n" for one in casework_queries.open_policies(made)}
    casework.change_what_if(id=made.pk, figures={}, texts=texts, over=made.edition, actor=place.officer, now=LATER)
    casework.start_what_if(id=made.pk, actor=place.officer, now=LATER)
    tasks.carry_out_what_if(what_if=str(made.pk))


def matches(place: Place) -> None:
    rematching.rematch_facts(
        subjects=[place.company.pk], facts=["operating_revenue"], batch=UUID(int=place.number), now=LATER
    )


def webhooks(place: Place) -> None:
    """A webhook of the park's own, as an administrator sees it, and what it was told."""
    address = f"https://program.example.org/{place.number // 3}"
    events = ["register.facts.recorded"]
    hook, _ = messages.add_hook(
        name=f"{place.mark}推送", address=address, events=events, actor=place.officer, now=LATER
    )
    HookCall.objects.create(
        id=new_id(LATER), hook=hook, event=events[0], body=f'{{"name": "{place.mark}"}}', added_at=LATER, due_at=LATER
    )


def surveys(place: Place) -> None:
    said = casework.CampaignSaid(
        f"{place.mark}摸底", date(2026, 3, 20), (Question("operating_revenue", "2025"),), f"{place.mark}目的"
    )
    drafted = casework.draft_campaign(organisation=place.park.pk, said=said, actor=place.officer, now=LATER)
    casework.choose_companies(id=drafted.pk, companies=[place.company.pk], actor=place.officer, now=LATER)
    casework.send_out(id=drafted.pk, actor=place.officer, now=LATER)
    asked = casework_queries.own_surveys(place.owner).get()
    answers = {"operating_revenue|2025": Decimal(place.number)}
    casework.send_answers(id=asked.pk, answers=answers, version=asked.version, actor=place.owner, now=LATER)


def clocks(place: Place) -> None:
    said = casework.ClockSaid(
        f"test/{place.number}", (f"{place.mark}时限", f"{place.mark} term"), DAY, Term(5), by_hand=True
    )
    casework.start_clocks(zone=place.cast.zone.pk, organisation=place.park.pk, said=[said], now=LATER)


def doubles(place: Place) -> None:
    """Three records of one company: two of them brought together, the third brought up as a doubtful one."""
    same, again, _ = (
        services.add_organisation(
            kind="company",
            name=f"{place.mark}双胞胎{form}",
            parent=place.park.pk,
            credit_code=credit_code(place.number % 1000 + number),
            actor=SYSTEM,
            now=NOW,
        ).pk
        for number, form in enumerate(("有限公司", "（集团）有限公司", "有限责任公司"))
    )
    services.merge_companies(
        kept=same, gone=again, from_gone=(), reason=f"{place.mark}重复", actor=place.officer, now=LATER
    )
    services.find_duplicates(actor=SYSTEM, now=LATER)


def budgets(place: Place) -> None:
    """A line of the park with money under a ceiling, an award of its company, one that is held, and a proposal that waits."""
    maker = place.cast.person(f"{place.mark}经办", (Role.FINANCE_OFFICER, place.park))
    checker = place.cast.person(f"{place.mark}复核", (Role.FINANCE_APPROVER, place.park))
    within = (place.cast.zone.pk, place.park.pk)
    said = ledger.LineSaid(within, place.mark, (f"{place.mark}控制", ""), 2026, ledger.Kind.CEILING)
    ceiling = ledger.open_line(said=said, actor=maker, now=LATER)
    said = ledger.LineSaid(within, place.mark, (f"{place.mark}预算", ""), 2026, ceilings=[ceiling.pk])
    line = ledger.open_line(said=said, actor=maker, now=LATER)
    parts = [ledger.Part(one.pk, ledger.Step.SET, Decimal(place.number + 11)) for one in (ceiling, line)]
    for number in range(2):
        proposal = ledger.propose(parts=parts, reason=f"{place.mark}依据", actor=maker, now=LATER)
        if not number:
            ledger.confirm(id=proposal.pk, actor=checker, now=LATER)
    part = ledger.Part(line.pk, ledger.Step.SET, Decimal(500))
    more = ledger.propose(parts=[part], reason=f"{place.mark}追加", actor=maker, now=LATER)
    ledger.confirm(id=more.pk, actor=checker, now=LATER)
    ledger.move_each(
        zone=place.cast.zone.pk, maker=maker.person, checker=checker.person, actor=maker, now=LATER,
        entries=[
            ledger.Entry(cause, [ledger.Movement(line.pk, step, amount, cause, place.company.pk) for step in STEPS])
            for cause, amount in ((f"claim/{place.mark}", Decimal(100)), (f"claim/{place.mark}2", Decimal(place.number + 12)))
        ],
    )  # fmt: skip
    promises(place, line.pk, maker, checker)


def promises(place: Place, line: UUID, maker: Actor, checker: Actor) -> None:
    """A voucher, money for a project, and money that is asked back."""
    assert maker.person is not None and checker.person is not None, "they are people"
    two = ledger.Two(maker.person, checker.person, maker, LATER)
    zone, company, cause = place.cast.zone.pk, place.company.pk, f"grant/{place.mark}"
    ledger.issue_voucher(
        line=line, zone=zone, key=f"voucher/{place.mark}", holder=company, code=f"{place.mark}券", amount=Decimal(5),
        last_day=date(2099, 12, 31), two=two,
    )  # fmt: skip
    # The last proposal of the place: tests try the last ones.
    said = {"reason": f"{place.mark}合同", "actor": maker, "now": LATER + timedelta(minutes=1)}
    made = ledger.propose_agreement(line=line, party=company, amount=Decimal(6), **said)
    ledger.confirm(id=made.pk, actor=checker, now=LATER)
    ledger.move(
        zone=zone, key=cause, movements=[ledger.Movement(line, step, Decimal(7), cause, company) for step in (*STEPS, ledger.Step.PAY)],
        maker=maker.person, checker=checker.person, actor=maker, now=LATER,
    )  # fmt: skip
    late = f"arrear/{place.mark}"
    ledger.move(
        zone=zone, key=late, movements=[ledger.Movement(line, step, Decimal(3), late, company) for step in STEPS],
        maker=maker.person, checker=checker.person, actor=maker, now=LATER,
    )  # fmt: skip
    ledger.ask_back(
        line=line,
        cause=cause,
        amount=Decimal(7),
        ground=f"{place.mark}不实",
        due_on=date(2026, 6, 1),
        actor=maker,
        now=LATER,
    )


def sheets(place: Place) -> None:
    desk = Desk(place.cast, place.officer)
    code, name = place.company.credit_code, place.company.name
    new = (FREE[place.number % len(FREE)], f"{place.mark}新设有限公司", 8, 5)
    source = f"{place.mark}统计"
    desk.brought_in((HEADER, (code, name, 120, place.number + 3), new), source=source, place=place.park.pk)
    desk.checked((HEADER, (code, name, "很多", 1)), source=source, place=place.park.pk)


def rounds(place: Place) -> None:
    """A round of the park, shared by two, with a claim on notice to which somebody objects, the company's account, and a stand-in."""
    run = Run.objects.get(scope=place.park, is_trial=False)
    parts = [Decimal(place.number + 1), Decimal(10)]
    made = make_round(place.park, [place.company], amount=sum(parts, Decimal(0)), mark=place.mark, run=run, borne=parts)
    books = Books(place.cast, place.park.pk)
    RoundPayer.objects.bulk_create(
        RoundPayer(round=made, place=at, code=word, zh=f"{place.mark}{word}", en=place.mark, line=books.line(10**12))
        for at, word in enumerate(("市", "区"))
    )
    casework.review(seen=seen(made), reason=f"{place.mark}齐全", actor=place.officer, now=LATER)
    approver = place.cast.person(f"{place.mark}审批", (Role.POLICY_APPROVER, place.park))
    casework.approve(seen=seen(made), reason=f"{place.mark}同意", actor=approver, now=LATER)
    notice = casework.post(round=made.pk, actor=place.officer, now=LATER)
    (claim,) = seen(made)
    said = casework.ObjectionSaid(claim, f"{place.mark}异议人", "示范", "示范", f"{place.mark}异议")
    casework.object_to(notice=notice.pk, said=said, now=LATER)
    account = services.AccountSaid(f"{place.mark}户名", f"{place.mark}银行", f"6222{place.number // 13:012d}")
    services.set_bank_account(organisation=place.company.pk, said=account, seen=None, actor=place.owner, now=LATER)
    batch = Batch.objects.create(
        id=new_id(LATER), zone=place.park, number=f"{place.number // 7:012d}", count=1, total=1, made_at=LATER,
        made_by=place.officer.person, made_by_name=place.mark,
    )  # fmt: skip
    Payment.objects.create(
        id=new_id(LATER), batch=batch, claim_id=claim, reference=f"{place.number // 11:016d}", amount=1,
        holder=place.mark, bank=place.mark, number="12345678",
    )  # fmt: skip
    StandIn.objects.create(
        id=new_id(LATER), zone=place.park, role="policy_approver", away=place.officer.person, away_name=place.mark,
        person=place.owner.person, person_name=place.mark, first_day=DAY, last_day=DAY, reason=place.mark,
        made_at=LATER, made_by_name=place.mark,
    )  # fmt: skip
    bands = BandSet.objects.create(
        id=new_id(LATER), zone=place.park, reason=f"{place.mark}分档", made_at=LATER, made_by_name=f"{place.mark}提出"
    )
    ApprovalBand.objects.create(bands=bands, role="policy_approver")
    payment = Payment.objects.get(batch=batch)
    Receipt.objects.create(
        id=new_id(LATER), zone=place.park, payment=payment, claim_id=claim, year=2026, serial=place.number % 1_000_000,
        number=f"2026-{place.number % 1_000_000:06d}", amount=1, paid_on=DAY, made_at=LATER,
    )  # fmt: skip
    result = BankResult.objects.create(
        id=new_id(LATER), zone=place.park, name=f"{place.mark}回单.csv", sha256=f"{place.number // 17:064x}", content=place.mark.encode(),
        size_bytes=1, paid=1, problems=1, taken_at=LATER, taken_by_name=place.mark, booked_at=LATER, batches=[batch.number],
    )  # fmt: skip
    ResultFlaw.objects.create(result=result, line=2, reference=f"{place.mark}参考号", flaw="unknown")
    sample = Sample.objects.create(
        id=new_id(LATER), zone=place.park, paid_from=DAY, paid_to=DAY, seed=f"{place.mark}种子", population=1, size=1,
        population_hash="0" * 64, drawn_at=LATER, drawn_by_name=place.mark,
    )  # fmt: skip
    Call.objects.create(id=new_id(LATER), sample=sample, claim_id=claim, place=1)
    ArchiveRecord.objects.create(
        id=new_id(LATER), zone=place.park, claim_id=claim, version=99, year=2026, serial=place.number % 1_000_000,
        number=f"{place.mark}档", name=place.mark, zh=place.mark, en=place.mark, state="paid", sha256="0" * 64,
        manifest="0" * 64, size_bytes=1, index=[], filed_at=LATER, filed_by_name=place.mark,
    )  # fmt: skip
    ContractTerm.objects.create(
        id=new_id(LATER), zone=place.cast.zone, company=place.company, contract=f"{place.mark}合同", text=place.mark,
        fact="listed", due_on=DAY, made_at=LATER, made_by_name=place.mark,
    )  # fmt: skip
    ListedClause.objects.create(
        id=new_id(LATER), zone=place.cast.zone, scope=place.park, policy="hnte-reward", clause="later", zh=f"{place.mark}清单",
        en=place.mark, article=place.mark, confirm_days=5, lines=[books.line()], reason=place.mark, listed_at=LATER,
        listed_by=place.officer.person, listed_by_name=place.mark,
    )  # fmt: skip


def earlier_payments(place: Place) -> None:
    """A list of payments before Huiqi that counts in the park, one that is being brought in, and a statement that there were none."""
    clause = ("hnte-reward", f"{place.mark}条款")
    paid_earlier(earlier_file(place.park, mark=place.mark), place.company, clause, mark=place.mark)
    waiting = earlier_file(place.park, mark=place.mark, state="checked")
    paid_earlier(waiting, place.company, clause, mark=place.mark, counts=False)
    NothingBefore.objects.create(
        id=new_id(LATER), zone=place.park, policy="hnte-reward", clause=f"{place.mark}另一条款", reason=place.mark,
        said_at=LATER, said_by_name=place.mark,
    )  # fmt: skip


def applications(place: Place) -> None:
    """An intake of the park with an application of its company that waits to be checked."""
    made = Intake.objects.create(
        id=new_id(LATER), zone=place.cast.zone, scope=place.park, policy="hnte-reward", version="2023",
        clause="application_aid", policy_zh=f"{place.mark}政策", policy_en=place.mark, zh=f"{place.mark}申报",
        en=place.mark, article=place.mark, way="on_application", first_day=DAY, last_day=DAY + timedelta(days=999),
        notes=place.mark, check_days=5, fix_days=5, made_at=LATER, made_by_name=place.mark,
    )  # fmt: skip
    given = Application.objects.create(
        id=new_id(LATER), intake=made, company=place.company, standing="submitted",
        answers={"applied_this_year": ["text", place.mark]}, begun_at=LATER, begun_by_name=place.mark, saved_at=LATER,
        saved_by_name=place.mark, declaration=place.mark, submitted_at=LATER, submitted_by=place.owner.person,
        submitted_by_name=place.mark,
    )  # fmt: skip
    proof = EvidenceFile.objects.filter(organisation=place.company)[0]
    ApplicationFile.objects.create(application=given, question="applied_this_year", evidence=proof)
    ApplicationStep.objects.create(
        application=given, doing="submit", standing="submitted", at=LATER, by_name=place.mark, reason=place.mark
    )


def competitions(place: Place) -> None:
    """A competition of the park whose panel is its officer: one application is scored, with a place, and one stepped aside for."""
    first = Intake.objects.get(scope=place.park)
    made = Intake.objects.get(pk=first.pk)
    made.pk, made.clause, made.way, made.zh = (
        new_id(LATER),
        "first_recognition_reward",
        "by_ranking",
        f"{place.mark}评审",
    )
    made.save(force_insert=True)
    given = Application.objects.get(intake=first)
    given.pk, given.intake, given.standing = new_id(LATER), made, "accepted"
    given.accepted_at, given.checked_by, given.checked_by_name = LATER, place.officer.person, place.mark
    given.save(force_insert=True)
    found = Competition.objects.create(
        id=new_id(LATER), intake=made, places=place.number % 1000 + 11, panel_least=1, made_at=LATER,
        made_by_name=place.mark,
    )  # fmt: skip
    criterion = Criterion.objects.create(competition=found, place=1, zh=place.mark, en=place.mark, weight=1, most=100)
    member = PanelMember.objects.create(competition=found, person=place.officer.person, name=place.mark)
    ScoreSheet.objects.create(
        member=member, application=given, values={str(criterion.pk): "90"}, comment=place.mark, saved_at=LATER
    )
    other = PanelMember.objects.create(competition=found, person=place.owner.person, name=place.mark)
    Declaration.objects.create(member=member, application=given, text=place.mark, at=LATER)
    Recusal.objects.create(member=other, application=given, reason=place.mark, at=LATER)
    Placing.objects.create(
        application=given, competition=found, top=place.number % 1000 + 1, bottom=7, rank=1, outcome="tied", marks=1
    )


def outcomes(place: Place) -> None:
    run = Run.objects.get(scope=place.park, is_trial=False)
    line = Books(place.cast, place.park.pk).line(1_000)
    order = OutcomeOrder.objects.create(
        id=new_id(NOW), zone=place.cast.zone, payee=place.company, title=f"{place.mark}订单班", policy="hnte-reward", version="v",
        clause="c", policy_zh=f"{place.mark}政策", policy_en=f"{place.mark} policy", zh=f"{place.mark}条款", en=f"{place.mark} clause",
        article=f"{place.mark}条", pack_hash=run.pack_hash, line=line, promised={"operating_revenue|2024": ["number", str(place.number)]},
        expected_on=DAY, most=Decimal(900), amount=Decimal(800), stage="owed", since=NOW, entered_by=new_id(NOW),
        entered_by_name=f"{place.mark}经办", entered_at=NOW, approved_by=new_id(NOW), reported_by=new_id(NOW),
        confirmed_by=new_id(NOW),
    )  # fmt: skip
    evidence = EvidenceFile.objects.filter(organisation=place.company).first()
    assert evidence is not None, "a correction was asked for with one"
    OutcomeFile.objects.create(order=order, evidence=evidence, report=2)
    OutcomeStep.objects.create(order=order, doing="confirm", stage="owed", at=NOW, by_name=f"{place.mark}审批")


FILLINGS: tuple[Callable[[Place], None], ...] = (
    facts, identifiers, titles, candidates, contacts, corrections, grid, figures, undertakings, institutions, people, runs, what_ifs, matches,
    webhooks, surveys, clocks, doubles, sheets, rounds, budgets, applications, competitions, earlier_payments, outcomes,
)  # fmt: skip
