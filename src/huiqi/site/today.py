"""What waits for whom today: one table of duties, counted by access-checked queries, shown on the home page.

Most duties give the rows that wait, and all of these are counted in one query; a few count by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huiqi.casework import queries as casework
from huiqi.casework.queries.earlier.files import files as earlier_files
from huiqi.casework.queries.earlier.unknown import nothing_to_confirm
from huiqi.imports import queries as imports
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.counting import counts_of
from huiqi.ledger import queries as ledger
from huiqi.messages import queries as messages
from huiqi.register import queries as register
from huiqi.register.domain.rights import COMPANY, KEEP_REGISTER, OFFICERS
from huiqi.rulebook import queries as rulebook
from huiqi.ui.words import chosen

Rows = QuerySet[Any]
Count = Callable[[Actor, datetime], int | Rows]
ANYBODY = tuple(Role)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done: its name, the page that lists it (with its query), for whom, and how many there are."""

    zh: str
    en: str
    page: str
    query: str
    roles: tuple[Role, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty as it stands for somebody."""

    name: str
    address: str
    count: int


def new_messages(actor: Actor, now: datetime) -> int:
    """Return how many messages are new."""
    return messages.unread(actor)


def open_corrections(actor: Actor, now: datetime) -> Rows:
    """Return the corrections within reach that wait for an officer."""
    return register.corrections(actor).filter(status="open")


def late_contacts(actor: Actor, now: datetime) -> Rows:
    """Return the actor's own companies with which somebody should have been in touch again."""
    return register.companies_in_care(actor, at=now).filter(due__lt=day_in_china(now))


def grid_gaps(actor: Actor, now: datetime) -> int:
    """Return how many key companies lack somebody whom their scheme asks for."""
    return sum(one.companies - one.complete for one in register.coverages(actor, at=now).values())


def titles_ending(actor: Actor, now: datetime) -> Rows:
    """Return the titles that run out within 90 days, and no later one follows."""
    return register.expiring_titles(actor, day=day_in_china(now))


def own_titles_ending(actor: Actor, now: datetime) -> Rows:
    """Return the titles of the actor's companies that run out within 90 days."""
    day = day_in_china(now)
    return register.titles(actor, valid_on=day).filter(valid_to__lte=day + timedelta(days=register.SOON_DAYS))


def surveys_owed(actor: Actor, now: datetime) -> Rows:
    """Return the surveys that the actor's companies still have to answer."""
    return casework.owed(casework.own_surveys(actor))


def surveys_to_look_at(actor: Actor, now: datetime) -> Rows:
    """Return the surveys in which answers wait for a look."""
    return casework.to_look_at(casework.campaigns(actor, day=day_in_china(now)))


def surveys_late(actor: Actor, now: datetime) -> Rows:
    """Return the surveys in which companies are late."""
    return casework.late(casework.campaigns(actor, day=day_in_china(now)))


def sheets_checked(actor: Actor, now: datetime) -> Rows:
    """Return the sheets that were checked and wait to be brought in."""
    return imports.imports(actor).filter(state="checked")


def rows_in_doubt(actor: Actor, now: datetime) -> Rows:
    """Return the rows of these sheets that may be about a company that is there, and wait for a person's word."""
    return imports.open_doubts(actor)


def duplicates(actor: Actor, now: datetime) -> Rows:
    """Return the pairs of companies that may be one."""
    return register.duplicates(actor).filter(state="open")


def earlier_entered(actor: Actor, now: datetime) -> Rows:
    """Return the lists of earlier payments that somebody handed over and another has to confirm."""
    return earlier_files(actor).filter(state="entered")


def nothing_before(actor: Actor, now: datetime) -> Rows:
    """Return the statements that nothing was paid before Huiqi which somebody made and another has to confirm."""
    return nothing_to_confirm(actor)


def drafts_begun(actor: Actor, now: datetime) -> Rows:
    """Return the policies that are being drafted."""
    return rulebook.drafts(actor).filter(state="drafting")


def drafts_at_the_gate(actor: Actor, now: datetime) -> Rows:
    """Return the drafts that wait for checks, or to be published."""
    return rulebook.drafts(actor).filter(state="in_review")


def policies_ending(actor: Actor, now: datetime) -> Rows:
    """Return the policies of the actor's zone that end within 90 days."""
    return rulebook.library(actor, day=day_in_china(now)).filter(standing="expiring")


def policies_unspoken(actor: Actor, now: datetime) -> Rows:
    """Return the policies in force that have no spokesperson."""
    return rulebook.unspoken(rulebook.library(actor, day=day_in_china(now)))


def awards_offered(actor: Actor, now: datetime) -> Rows:
    """Return the awards that wait for the actor's companies to take them."""
    return casework.own_claims(actor).filter(state="offered")


def awards_returned(actor: Actor, now: datetime) -> Rows:
    """Return the awards of the actor's companies that the bank sent back: the account is to be looked at."""
    return casework.own_claims(actor).filter(state="failed")


def objections_open(actor: Actor, now: datetime) -> Rows:
    """Return the objections that wait to be looked into."""
    return casework.objections(actor).filter(verdict="open")


def unpaid_claims(actor: Actor, now: datetime) -> Rows:
    """Return the claims that are decided and not paid."""
    return casework.unpaid(actor)


def batches_at(*stages: str) -> Count:
    """Return what gives the batches of payments that stand at one of some stages."""
    return lambda actor, _now: casework.batches(actor).filter(stage__in=stages)


def intakes_with(what: str) -> Count:
    """Return what gives the intakes in which applications wait for something."""
    return lambda actor, _now: casework.intakes(actor).filter(**{f"n_{what}__gt": 0})


def own_applications_in(*standings: str) -> Count:
    """Return what gives the actor's own applications that stand in one of some ways."""
    return lambda actor, _now: casework.own_applications(actor).filter(standing__in=standings)


def panels_to_score(actor: Actor, now: datetime) -> Rows:
    """Return the competitions in which the actor still has to score."""
    return casework.panels_to_score(actor)


def claims_in(*states: str) -> Count:
    """Return what gives the claims that stand in one of some states."""
    return lambda actor, _now: casework.claims(actor).filter(state__in=states)


def claims_to_approve(actor: Actor, now: datetime) -> Rows:
    """Return the claims that wait for the actor's own approval."""
    return casework.to_approve(actor, now=now)


def bands_to_agree(actor: Actor, now: datetime) -> Rows:
    """Return the changes of who approves how much that wait for the actor's agreement."""
    return casework.bands_to_agree(actor)


def claims_freed(actor: Actor, now: datetime) -> Rows:
    """Return the claims that a limit cut and for which it has room again."""
    return casework.freed(casework.claims(actor))


def clocks_in(state: str) -> Count:
    """Return what gives the deadlines in a state of theirs."""

    def rows(actor: Actor, now: datetime) -> Rows:
        known = casework.calendar_of(actor)
        return casework.in_state(casework.running(casework.clocks(actor)), state=state, calendar=known, now=now)

    return rows


def clocks_provisional(actor: Actor, now: datetime) -> Rows:
    """Return the deadlines that wait for the notice of a year."""
    return casework.running(casework.clocks(actor)).filter(provisional=True)


def proposals_to_check(actor: Actor, now: datetime) -> int:
    """Return how many changes of budgets wait for the actor's check."""
    return ledger.waiting(actor)


def entries_held(actor: Actor, now: datetime) -> Rows:
    """Return the entries that are held for want of room or money."""
    return ledger.holds(actor).filter(ended_at=None)


def debts_unplanned(actor: Actor, now: datetime) -> int:
    """Return how many lines owe something that no plan pays."""
    return sum(1 for one in ledger.arrears(actor) if one.unplanned)


def accounts_unopened(actor: Actor, now: datetime) -> Rows:
    """Return the people who were given an account and have not opened it yet."""
    return register.never_opened(register.people(actor, now=now))


def orders_at(*stages: str) -> Count:
    """Return what gives the orders paid on outcome that stand at one of some stages."""
    return lambda actor, _now: casework.outcome_orders(actor).filter(stage__in=stages)


def own_orders_promised(actor: Actor, now: datetime) -> Rows:
    """Return what the actor's institution is to bring about, to be paid on its outcome."""
    return casework.own_outcome_orders(actor).filter(stage="promised")


def own_uses_owed(actor: Actor, now: datetime) -> Rows:
    """Return the vouchers used with the actor's institution that are not settled."""
    return ledger.own_uses(actor).filter(owed__gt=Decimal(0))


def own_money_owed(actor: Actor, now: datetime) -> Rows:
    """Return what is owed to the actor's institution."""
    return ledger.still_owed(ledger.own_statement(actor))


def uses_owed(actor: Actor, now: datetime) -> Rows:
    """Return the uses of vouchers that wait to be settled."""
    return ledger.uses(actor).filter(owed__gt=Decimal(0))


def owed_by_hand(actor: Actor, now: datetime) -> Rows:
    """Return what is owed and paid by hand."""
    return ledger.owed_by_hand(actor)


def accounts_to_check(actor: Actor, now: datetime) -> Rows:
    """Return the claims to pay whose company changed its account after it had confirmed."""
    return casework.payable_claims(actor).filter(asks_account=True)


def samples_to_ask(actor: Actor, now: datetime) -> Rows:
    """Return the sample checks in which receivers are still to be asked."""
    return casework.samples_to(actor, "ask")


def samples_to_settle(actor: Actor, now: datetime) -> Rows:
    """Return the sample checks in which something is wrong and was not looked into."""
    return casework.samples_to(actor, "settle")


def rounds_to_file(actor: Actor, now: datetime) -> Rows:
    """Return the rounds in which finished claims are not in the archive yet."""
    return casework.to_be_filed(casework.rounds(actor))


def clauses_to_list(actor: Actor, now: datetime) -> Rows:
    """Return the clauses that an officer wants on the list of automatic payment, for an approver to agree to."""
    return casework.listed_clauses(actor).filter(taken_off_at=None, agreed_at=None)


def hooks_stopped(actor: Actor, now: datetime) -> Rows:
    """Return the webhooks that were stopped because they took nothing."""
    return messages.hooks(actor).filter(state="failed")


def deliveries_failed(actor: Actor, now: datetime) -> Rows:
    """Return the deliveries that did not get through on a channel."""
    return messages.delivery_log(actor).filter(state="failed")


POLICY = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
APPROVERS = (Role.POLICY_APPROVER, Role.FINANCE_APPROVER)
LEAD = (*KEEP_REGISTER, Role.LEADER)
DEADLINES = (*OFFICERS, Role.LEADER)
DUTIES: tuple[Duty, ...] = (
    Duty("未读消息", "New messages", "messages:inbox", "?state=new", ANYBODY, new_messages),
    Duty("要补正的申报", "Applications to put right", "casework:applying", "?standing=returned", COMPANY, own_applications_in("returned")),
    Duty("没填完的申报", "Applications begun", "casework:applying", "?standing=draft", COMPANY, own_applications_in("draft")),
    Duty("待确认领取的奖补", "Awards to take", "casework:own_claims", "?state=offered", COMPANY, awards_offered),
    Duty("银行退回、请核对账户的奖补", "Awards that the bank returned: check the account", "casework:own_claims", "?state=failed", COMPANY, awards_returned),
    Duty("待填报的调查", "Surveys to answer", "casework:surveys", "?state=owed", COMPANY, surveys_owed),
    Duty("本企业90天内到期的称号", "Our titles ending within 90 days", "companies:titles", "?standing=soon", COMPANY, own_titles_ending),
    Duty("待处理的更正申请", "Corrections to decide", "companies:corrections", "?status=open", KEEP_REGISTER, open_corrections),
    Duty("等待出结果的约定", "Orders that wait for their outcome", "casework:own_outcome_orders", "?stage=promised", (Role.PROVIDER,), own_orders_promised),
    Duty("待结算的券", "Vouchers to be settled", "ledger:own_uses", "?state=owed", (Role.PROVIDER,), own_uses_owed),
    Duty("应付本单位、尚未付的款项", "Money owed to us", "ledger:own", "?state=owed", (Role.PROVIDER,), own_money_owed),
    Duty("等待答复的更正申请", "Corrections that wait for an answer", "companies:corrections", "?status=open", (Role.PROVIDER,), open_corrections),
    Duty("逾期未联系的我的企业", "My companies overdue for a contact", "register:own_care", "?due=late", LEAD, late_contacts),
    Duty("缺责任人的重点企业", "Key companies without somebody", "register:schemes", "", LEAD, grid_gaps),
    Duty("90天内到期的称号", "Titles ending within 90 days", "register:ladder_expiring", "", LEAD, titles_ending),
    Duty("有答卷待审核的调查", "Surveys with answers to look at", "casework:campaigns", "?due=look", KEEP_REGISTER, surveys_to_look_at),
    Duty("有企业逾期的调查", "Surveys with late companies", "casework:campaigns", "?due=late", LEAD, surveys_late),
    Duty("待导入的表格", "Sheets to bring in", "imports:sheets", "?state=checked", KEEP_REGISTER, sheets_checked),
    Duty("导入中待判断的行", "Doubtful rows of sheets", "imports:sheets", "?state=checked", KEEP_REGISTER, rows_in_doubt),
    Duty("疑似重复的企业", "Companies that may be one", "imports:duplicates", "?state=open", KEEP_REGISTER, duplicates),
    Duty("起草中的政策", "Policies being drafted", "rulebook:drafts", "?state=drafting", (Role.POLICY_OFFICER,), drafts_begun),
    Duty("待审查、发布的草案", "Drafts at the gate", "rulebook:drafts", "?state=in_review", POLICY, drafts_at_the_gate),
    Duty("90天内到期的政策", "Policies ending within 90 days", "rulebook:library", "?standing=expiring", POLICY, policies_ending),
    Duty(
        "没有政策发言人的现行政策",
        "Policies in force without a spokesperson",
        "rulebook:library",
        "?speaker=gap",
        POLICY,
        policies_unspoken,
    ),
    Duty("有申报待受理的条款", "Clauses with applications to check", "casework:intakes", "?waits=to_check", (Role.POLICY_OFFICER,), intakes_with("to_check")),
    Duty("有申报待测算的条款", "Clauses with applications to compare", "casework:intakes", "?waits=accepted", (Role.POLICY_OFFICER,), intakes_with("accepted")),
    Duty("待评分的评审", "Panels to score for", "casework:panels", "?waits=score", (*OFFICERS, Role.EXPERT), panels_to_score),
    Duty("待审核的兑现", "Claims to review", "casework:claims", "?state=proposed", (Role.POLICY_OFFICER,), claims_in("proposed")),
    Duty("退回待核实的兑现", "Claims sent back", "casework:claims", "?state=returned", (Role.POLICY_OFFICER,), claims_in("returned")),
    Duty("限额有余量、待重新核定的兑现", "Claims with room under a limit again", "casework:claims", "?mark=freed", (Role.POLICY_OFFICER,), claims_freed),
    Duty("待审批的兑现", "Claims to approve", "casework:claims", "?waits=approve", APPROVERS, claims_to_approve),
    Duty("待同意的审批权限更改", "Changes of who approves", "casework:approving", "", APPROVERS, bands_to_agree),
    Duty("逾期的时限", "Deadlines that are over", "casework:clocks", "?state=overdue", DEADLINES, clocks_in("overdue")),
    Duty("临近的时限", "Deadlines that are near", "casework:clocks", "?state=soon", DEADLINES, clocks_in("soon")),
    Duty("等放假通知的暂定时限", "Deadlines that wait for a notice", "casework:clocks", "?provisional=yes", KEEP_REGISTER, clocks_provisional),
    Duty("待复核的资金申请", "Money proposals to check", "ledger:proposals", "?standing=open", (Role.FINANCE_APPROVER,), proposals_to_check),
    Duty("待公示或请确认的兑现", "Claims to post or offer", "casework:claims", "?state=approved", (Role.POLICY_OFFICER,), claims_in("approved")),
    Duty("待批准的按结果付费约定", "Orders paid on outcome to approve", "casework:outcome_orders", "?stage=entered", APPROVERS, orders_at("entered")),
    Duty("待提交结果的约定", "Orders that wait for their outcome", "casework:outcome_orders", "?stage=promised", (Role.POLICY_OFFICER,), orders_at("promised")),
    Duty("结果待确认的约定", "Outcomes to confirm", "casework:outcome_orders", "?stage=reported", APPROVERS, orders_at("reported")),
    Duty("待同意的免申即享条款", "Clauses to list for automatic payment", "casework:listed", "?state=waiting", (Role.POLICY_APPROVER,), clauses_to_list),
    Duty("待复核的异议", "Objections to look into", "casework:objections", "?verdict=open", POLICY, objections_open),
    Duty("因预算不足暂缓的兑现", "Claims held for budget", "casework:claims", "?state=held", (Role.FINANCE_OFFICER, Role.LEADER), claims_in("held")),
    Duty("待拨付的兑现", "Claims to pay", "casework:to_pay", "", (Role.FINANCE_OFFICER,), claims_in("owed", "failed")),
    Duty("待复核的拨付批次", "Batches to check", "casework:batches", "?stage=made", (Role.FINANCE_APPROVER,), batches_at("made")),
    Duty("待确认的此前支付清单", "Lists of earlier payments to confirm", "casework:earlier_files", "?state=entered", (Role.FINANCE_APPROVER,), earlier_entered),
    Duty("待确认的“此前没有支付”说明", "Statements of nothing before to confirm", "casework:earlier_clauses", "", (Role.FINANCE_APPROVER,), nothing_before),
    Duty("待送银行的批次", "Batches to send", "casework:batches", "?stage=checked", (Role.FINANCE_OFFICER,), batches_at("checked")),
    Duty("待银行回单的批次", "Batches that wait for the bank", "casework:batches", "?stage=sent", (Role.FINANCE_OFFICER,), batches_at("sent")),
    Duty("待核实的收款账户", "Accounts to be checked", "casework:to_pay", "?account=ask", (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER), accounts_to_check),
    Duty("待付款的按结果付费约定", "Outcomes to pay", "casework:outcome_orders", "?stage=owed", (Role.FINANCE_OFFICER,), orders_at("owed")),
    Duty("付款待复核的约定", "Payments of outcomes to check", "casework:outcome_orders", "?stage=paying", (Role.FINANCE_APPROVER,), orders_at("paying")),
    Duty("待另行支付的款项", "To be paid by hand", "ledger:owed", "", (Role.FINANCE_OFFICER,), owed_by_hand),
    Duty("待结算的用券", "Uses of vouchers to settle", "ledger:uses", "?state=owed", (Role.FINANCE_OFFICER,), uses_owed),
    Duty("有待回访的抽查", "Sample checks with receivers to ask", "casework:samples", "?waits=ask", (Role.POLICY_OFFICER, Role.FINANCE_OFFICER), samples_to_ask),
    Duty("有异常待核查的抽查", "Sample checks to look into", "casework:samples", "?waits=settle", (*APPROVERS, Role.AUDITOR), samples_to_settle),
    Duty("有待归档的发放批次", "Rounds to file", "casework:rounds", "?waits=file", (Role.POLICY_OFFICER,), rounds_to_file),
    Duty("批准未到账的兑现", "Claims decided and unpaid", "casework:unpaid", "", (Role.LEADER, Role.AUDITOR), unpaid_claims),
    Duty("暂存待补办的账目", "Entries held", "ledger:holds", "?standing=open", (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER), entries_held),
    Duty("有欠付未列入计划的预算", "Lines that owe what no plan pays", "ledger:arrears", "", (Role.FINANCE_OFFICER,), debts_unplanned),
    Duty("还没有设密码的账户", "Accounts never opened", "register:people", "?state=unopened", (Role.ADMINISTRATOR,), accounts_unopened),
    Duty("停用的接口推送", "Webhooks that were stopped", "messages:hooks", "?state=failed", (Role.ADMINISTRATOR,), hooks_stopped),
    Duty("没有送达的消息", "Messages that failed", "messages:log", "?state=failed", (Role.ADMINISTRATOR,), deliveries_failed),
)  # fmt: skip


def waiting(actor: Actor, *, now: datetime) -> Iterator[Waiting]:
    """Yield what waits for the actor, also where it is nothing: that is good to know."""
    duties = [duty for duty in DUTIES if actor.holds(*duty.roles)]
    found = [duty.count(actor, now) for duty in duties]
    counted = iter(counts_of([one for one in found if isinstance(one, QuerySet)]))
    for duty, one in zip(duties, found, strict=True):
        count = next(counted) if isinstance(one, QuerySet) else one
        yield Waiting(chosen(duty.zh, duty.en), f"{reverse(duty.page)}{duty.query}", count)
