"""The menu: one table of what stands in it, by section. An entry shows where the door of its page lets the actor in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from huiqi.kernel.actor import Actor
from huiqi.ui.doors import PUBLIC, Door
from huiqi.ui.words import chosen


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its name in both languages and the name of its address."""

    zh: str
    en: str
    page: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one name; an actor who may go to one of them alone sees that entry instead."""

    zh: str
    en: str
    entries: tuple[Entry, ...]


# In the order of the day's work. Add a line here for a new page that stands on its own.
MENU: tuple[Section, ...] = (
    Section(
        "本企业",
        "Our company",
        (
            Entry("可享政策", "What we can get", "casework:companies"),
            Entry("我要申报", "Applications", "casework:applying"),
            Entry("奖补领取", "Awards to take", "casework:own_claims"),
        ),
    ),
    Section("本机构", "Our institution", (Entry("收到的券", "Vouchers used with us", "ledger:own_uses"),)),
    Section(
        "企业",
        "Companies",
        (
            Entry("企业", "Companies", "companies:list"),
            Entry("企业称号", "Titles", "companies:titles"),
            Entry("机构", "Institutions", "institutions:list"),
            Entry("更正申请", "Corrections", "companies:corrections"),
            Entry("填报调查", "Surveys to answer", "casework:surveys"),
            Entry("企业调查", "Surveys", "casework:campaigns"),
            Entry("网格服务", "Grid", "register:schemes"),
            Entry("梯度培育", "Ladder", "register:ladder"),
            Entry("载体与项目", "Carriers", "register:undertakings"),
            Entry("导入", "Import", "imports:sheets"),
        ),
    ),
    Section(
        "政策",
        "Policies",
        (
            Entry("找政策", "Find policies", "rulebook:find"),
            Entry("政策计算器", "Calculator", "rulebook:calculator"),
            Entry("费用归集提示", "Hints about an expense", "rulebook:expense"),
            Entry("政策汇编", "Compendium", "rulebook:compendium"),
            Entry("兑现公示", "Public notices", "casework:notices"),
            Entry("政策库", "Policy library", "rulebook:library"),
            Entry("草案", "Drafts", "rulebook:drafts"),
        ),
    ),
    Section(
        "测算",
        "Runs",
        (
            Entry("政策匹配", "Matches", "casework:matches"),
            Entry("政策测算", "Runs", "casework:runs"),
            Entry("政策沙盒", "Sandbox", "casework:what_ifs"),
        ),
    ),
    Section(
        "兑现",
        "Payouts",
        (
            Entry("申报受理", "Intakes", "casework:intakes"),
            Entry("我的评审", "My panels", "casework:panels"),
            Entry("发放批次", "Rounds", "casework:rounds"),
            Entry("兑现事项", "Claims", "casework:claims"),
            Entry("待拨付", "To pay", "casework:to_pay"),
            Entry("拨付批次", "Payment batches", "casework:batches"),
            Entry("按结果付费", "Paid on outcome", "casework:outcome_orders"),
            Entry("拨付凭证", "Receipts", "casework:payment_receipts"),
            Entry("此前支付", "Paid before", "casework:earlier_payments"),
            Entry("抽查回访", "Sample checks", "casework:samples"),
            Entry("兑现档案", "Archive", "casework:archive"),
            Entry("欠付情况", "What is owed", "casework:owed"),
            Entry("公示异议", "Objections", "casework:objections"),
            Entry("合同约束", "Contract conditions", "casework:contract_terms"),
            Entry("免申即享清单", "Paid without application", "casework:listed"),
            Entry("审批权限与代理", "Approval and stand-ins", "casework:approving"),
        ),
    ),
    Section(
        "资金",
        "Money",
        (
            Entry("预算与账目", "Budgets and books", "ledger:lines"),
            Entry("资金申请", "Money proposals", "ledger:proposals"),
            Entry("暂存账目", "Held entries", "ledger:holds"),
            Entry("欠付与分年计划", "What is owed, by year", "ledger:arrears"),
            Entry("待付款项", "To be paid by hand", "ledger:owed"),
            Entry("券", "Vouchers", "ledger:vouchers"),
            Entry("项目资金", "Money for projects", "ledger:agreements"),
            Entry("追回款项", "Money asked back", "ledger:recoveries"),
            Entry("限制享受", "Kept from support", "ledger:bans"),
        ),
    ),
    Section(
        "时限",
        "Deadlines",
        (
            Entry("时限", "Deadlines", "casework:clocks"),
            Entry("工作日历", "Calendar", "casework:calendar"),
        ),
    ),
    Section(
        "管理",
        "Administration",
        (
            Entry("人员与角色", "People and roles", "register:people"),
            Entry("组织架构", "Organisation", "register:tree"),
            Entry("互斥角色", "Roles that exclude each other", "register:separation"),
            Entry("审计记录", "Audit trail", "register:trail"),
        ),
    ),
)
# So few entries need no sections.
FEW = 6
# Under the actor's own name.
OWN_MENU: tuple[Entry, ...] = (
    Entry("可享政策", "What we can get", "casework:companies"),
    Entry("本单位资金", "Our money", "ledger:own"),
    Entry("按结果付费的约定", "Orders paid on outcome", "casework:own_outcome_orders"),
    Entry("我的账户", "My account", "own_account"),
    Entry("登录安全", "Log-in and security", "mfa_index"),
    Entry("企业人员", "People of the company", "register:own_people"),
    Entry("消息接收设置", "Message settings", "messages:wishes"),
    Entry("接口令牌", "Tokens for programs", "register:tokens"),
    Entry("接口推送", "Webhooks", "messages:hooks"),
    Entry("发送记录", "Deliveries", "messages:log"),
)


def menus(request: HttpRequest) -> dict[str, object]:
    """Return the menus for a page; nothing is asked of the database until a template shows them."""
    return {
        "menu": SimpleLazyObject(partial(sections, request)),
        "own_menu": SimpleLazyObject(partial(entries, OWN_MENU, request)),
    }


def sections(request: HttpRequest) -> list[dict[str, object]]:
    """Return the sections that the actor may go to; one without a name holds entries that stand by themselves."""
    found = [(section, entries(section.entries, request)) for section in MENU]
    shown = [entry for _, inside in found for entry in inside]
    reached = [str(entry["address"]) for entry in shown if request.path.startswith(str(entry["address"]))]
    # Of "/companies/" and "/companies/titles" the longer one is where one is.
    here = max(reached, key=len, default="")
    for entry in shown:
        entry["is_here"] = entry["address"] == here
    if len(shown) <= FEW:
        return [{"name": "", "entries": shown}] if shown else []
    return [
        {
            "name": chosen(section.zh, section.en) if len(inside) > 1 else "",
            "entries": inside,
            "is_here": any(entry["is_here"] for entry in inside),
        }
        for section, inside in found
        if inside
    ]


def entries(table: tuple[Entry, ...], request: HttpRequest) -> list[dict[str, object]]:
    """Return the entries whose page lets the actor in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the site's middleware
    found: list[dict[str, object]] = []
    for entry in table:
        address, guard = way_in(entry.page)
        if guard.lets_in(actor):
            found.append({"name": chosen(entry.zh, entry.en), "address": address})
    return found


@cache
def way_in(page: str) -> tuple[str, Door]:
    """Return the address of a page and its door; looked up once, for every page shows the menu."""
    address = reverse(page)
    return address, getattr(resolve(address).func, "door", PUBLIC)
