"""Claims of every sister on their way, all at one pace: what each of them has waiting for each role, from the review to the bank's result.

Days are working days before now, so that notices, terms and holidays fall as they would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from huiqi.casework import queries, services
from huiqi.casework.services import ObjectionSaid, Terms, TermSaid
from huiqi.ledger import queries as ledger
from huiqi.ledger import services as books
from huiqi.ledger.services import Part, Step
from huiqi.site.demo.acting import account_of, acting_for, put_on_file, seen
from huiqi.site.demo.claims import bank_result, cut_budget
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene
from huiqi.site.demo.sisters import End, Sister

# The day of the run, and what is done so many working days ago.
RUN: Final = 30
_REVIEW, _FIRST, _OFFER, _CONFIRM, _DECLINE, _LAPSE, _BATCH = 29, 28, 22, 21, 20, 10, 9
# What a contract may wait for; nobody has it yet.
_MOVED: Final = "new_plant_accepted"
_SECOND, _OBJECT, _JUDGE, _RESULT, _OFFER_AGAIN, _THIRD = 8, 7, 5, 7, 2, 1
_NOTICE_DAYS, _CONFIRM_DAYS = 5, 10
_CONFIRMED: Final = (End.OWED, End.MADE, End.CHECKED, End.SENT, End.FAILED, End.PAID)
_WAVES: Final = ((*_CONFIRMED, End.DECLINED, End.LAPSED), (End.OFFERED, End.REVOKED), (End.NOTICED, End.OBJECTED))
_NOT_REVIEWED: Final = (End.PROPOSED, End.RETURNED, End.REFUSED)
# In yuan: what a cut leaves of a budget, less than any award; and what is asked for afterwards.
_LEFT, _MORE = Decimal(1), Decimal(5_000_000)


@dataclass(frozen=True, slots=True)
class Course:
    """A round of a sister, the line that pays it, and its claims by how far each is taken."""

    sister: Sister
    round: UUID
    line: UUID
    claims: Mapping[End, UUID]


def ends_of(scene: Scene, sister: Sister) -> dict[UUID, End]:
    """Return the companies of a sister, each with how far its claim is taken."""
    places = sister.places(len(scene.made))
    return {scene.made[place].id: end for place, end in zip(places, End, strict=False)}


def begin(scene: Scene, sister: Sister, *, run: UUID | None = None) -> Course:
    """Make the round of a sister out of its run, which is made here where it is none of applications, and name its line."""
    officer, then = scene.people["policy"], scene.working_ago(RUN)
    if run is None:
        made_run = services.start_run(
            scope=scene.zone,
            day=scene.working_day(RUN),
            policies=[sister.policy],
            name="免申即享兑现",
            actor=officer,
            now=then,
        )
        services.carry_out(id=made_run.pk, actor=officer, now=then, progress=lambda *_: None)
        run = made_run.pk
    terms = Terms(confirm_days=_CONFIRM_DAYS, notice_days=_NOTICE_DAYS)
    made = services.open_round(
        run=run, policy=sister.policy, clause=sister.clause, terms=terms, actor=officer, now=then
    )
    line: UUID = ledger.lines(scene.people["finance"]).get(code=sister.policy).pk
    services.set_lines(round=made.pk, lines=[line], actor=scene.people["finance"], now=then)
    ends = ends_of(scene, sister)
    rows = queries.claims(officer).filter(round=made.pk).values_list("company_id", "pk")
    return Course(sister, made.pk, line, {ends[company]: key for company, key in rows if company in ends})


def go_on(scene: Scene, courses: Sequence[Course]) -> None:
    """Take the claims of all courses as far as each is to come."""
    review(scene, courses)
    for claims, days_ago, passed in zip(_WAVES, (_FIRST, _SECOND, _THIRD), (_OFFER, _OFFER_AGAIN, 0), strict=True):
        approve_and_post(scene, courses, claims, days_ago=days_ago)
        if claims is _WAVES[1]:
            revoke(scene, courses)
        if passed:
            services.offer_passed(now=scene.working_ago(passed))
        if claims is _WAVES[0]:
            answer(scene, courses)
            pay(scene, courses)
            hinder(scene, courses)
    object_to(scene, courses)
    approve(scene, of(courses, End.APPROVED))
    run_short(scene, courses)


def run_short(scene: Scene, courses: Sequence[Course]) -> None:
    """Approve claims for which the money does not suffice; that more is given waits for a check."""
    for course in courses:
        cut_budget(scene, course.line, leave=_LEFT)
    approve(scene, of(courses, End.HELD))
    parts = [Part(course.line, Step.SET, _MORE) for course in courses]
    books.propose(parts=parts, reason="额度用完，申请追加(虚构)", actor=scene.people["finance"], now=scene.now)


def approve(scene: Scene, claims: Sequence[UUID]) -> None:
    """Approve claims today."""
    if claims:
        services.approve(seen=seen(scene, claims), reason="同意", actor=scene.people["approver"], now=scene.now)


def of(courses: Sequence[Course], *ends: End) -> list[UUID]:
    """Return the claims of all courses that are taken so far; a small zone may have none."""
    return [course.claims[end] for course in courses for end in ends if end in course.claims]


def review(scene: Scene, courses: Sequence[Course]) -> None:
    """Look through all claims but those that are still to be reviewed; send some back, and refuse some."""
    officer, now = scene.people["policy"], scene.working_ago(_REVIEW)
    agreed = of(courses, *(end for end in End if end not in _NOT_REVIEWED))
    services.review(seen=seen(scene, agreed), reason="名单和信用核对无误", actor=officer, now=now)
    if back := of(courses, End.RETURNED):
        services.send_back(seen=seen(scene, back), reason="名单上的名称与登记不一致，请核实", actor=officer, now=now)
    if refused := of(courses, End.REFUSED):
        services.refuse(seen=seen(scene, refused), reason="同一事项已由市级奖励(虚构)", actor=officer, now=now)


def approve_and_post(scene: Scene, courses: Sequence[Course], ends: Sequence[End], *, days_ago: int) -> None:
    """Approve claims and put them on public notice, the same day."""
    now = scene.working_ago(days_ago)
    wanted = of(courses, *ends)
    if not wanted:
        return  # the smallest zone has no company for these
    services.approve(seen=seen(scene, wanted), reason="同意", actor=scene.people["approver"], now=now)
    for course in courses:
        if of([course], *ends):
            services.post(round=course.round, actor=scene.people["policy"], now=now + timedelta(hours=1))


def answer(scene: Scene, courses: Sequence[Course]) -> None:
    """Let companies take their awards, decline them, or let them lapse."""
    for claim in of(courses, *_CONFIRMED):
        company = queries.claim_of(DEMO, id=claim).company_id
        account = account_of(scene, company)
        services.confirm(id=claim, account=account, actor=acting_for(scene, company), now=scene.working_ago(_CONFIRM))
    for claim in of(courses, End.DECLINED):
        owner = acting_for(scene, queries.claim_of(DEMO, id=claim).company_id)
        services.decline(id=claim, reason="已享受同类奖励(虚构)", actor=owner, now=scene.working_ago(_DECLINE))
    services.lapse_late(now=scene.working_ago(_LAPSE))
    # Who has a log-in has nothing to type: the account is on file.
    for claim in of(courses, End.OFFERED):
        account_of(scene, queries.claim_of(DEMO, id=claim).company_id)


def pay(scene: Scene, courses: Sequence[Course]) -> None:
    """Pay a batch of which some payments come back; leave others at each desk, and one account to be asked about."""
    maker, checker = scene.people["finance"], scene.people["payer"]
    then, failed = scene.working_ago(_BATCH), of(courses, End.FAILED)
    for ends, stages in (((End.PAID, End.FAILED), 3), ((End.SENT,), 2), ((End.CHECKED,), 1), ((End.MADE,), 0)):
        claims = of(courses, *ends)
        if not claims:
            continue
        made = services.make_batch(zone=scene.zone, claims=claims, actor=maker, now=then)
        if stages > 0:
            services.check_batch(id=made.pk, actor=checker, now=then + timedelta(hours=1))
        if stages > 1:
            services.send_batch(id=made.pk, fixed=False, actor=maker, now=then + timedelta(hours=2))
        if stages > 2:
            content = bank_result(queries.payments_of(checker, made), failed=failed)
            services.take_result(zone=scene.zone, content=content, actor=maker, now=scene.working_ago(_RESULT))


def hinder(scene: Scene, courses: Sequence[Course]) -> None:
    """Let what is owed wait for somebody: an account was changed meanwhile, or a contract's condition is not met."""
    # A small zone has one company in several of them.
    owed = {found.company_id: found for claim in of(courses, End.OWED) for found in [queries.claim_of(DEMO, id=claim)]}
    for number, found in enumerate(owed.values()):
        if number % 2 == 0:
            put_on_file(scene, found.company_id, now=scene.working_ago(_THIRD), bank="示范银行城东支行")
            continue
        said = TermSaid(
            found.credit_code,
            "项目合作协议（虚构）第6条",
            "搬入新厂房并完成验收后兑付",
            _MOVED,
            scene.day(-200),
            found.policy,
        )
        services.bind(said=said, actor=scene.people["policy"], now=scene.working_ago(_OBJECT))


def revoke(scene: Scene, courses: Sequence[Course]) -> None:
    """Let somebody object with success while the second notice stands."""
    for claim in of(courses, End.REVOKED):
        made = objected(scene, claim, "该企业未列入名单，请核实。", days_ago=_OBJECT)
        services.judge(
            id=made, upheld=True, answer="经核实，名单有误，异议成立(虚构)。", actor=scene.people["approver"],
            now=scene.working_ago(_JUDGE),
        )  # fmt: skip


def object_to(scene: Scene, courses: Sequence[Course]) -> None:
    """Let somebody object whose objection waits to be looked into."""
    for claim in of(courses, End.OBJECTED):
        objected(scene, claim, "该企业今年已经停产，请核实。", days_ago=0)


def objected(scene: Scene, claim: UUID, text: str, *, days_ago: int) -> UUID:
    """File an objection to a claim on notice; return it."""
    notice = queries.claim_of(DEMO, id=claim).notice_id
    assert notice is not None, "it is on notice"
    said = ObjectionSaid(claim, "某企业员工", "身份证后六位 012345", "13800000000", text)
    found: UUID = services.object_to(notice=notice, said=said, now=scene.working_ago(days_ago)).pk
    return found
