"""The parts of the page: what came out in all, clause by clause, what to ask first, who is paid, what the register lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from huiqi_rules.api.batches import Uncomputed
from huiqi_rules.core.values import EXACT
from huiqi_rules.model.decision import Outcome
from huiqi_rules.model.facts import Text
from huiqi_rules.report.findings import ClauseFindings, CompanyMoney, Findings, ProblemGroup, Question
from huiqi_rules.report.markup import Child, Html, both, element, fragment, named
from huiqi_rules.report.wording import money, money_between, problem_name

COMPANIES_SHOWN: Final = 200
_REASONS_SHOWN: Final = 8
_QUESTIONS_SHOWN: Final = 15
_CELLS_SHOWN: Final = 60


def overview(findings: Findings) -> Html:
    """Return the figures of the whole run."""
    met, not_met, unknown = findings.counts
    low = _sum(each.low for each in findings.companies)
    high = _sum(each.high for each in findings.companies)
    open_count = sum(each.open_count for each in findings.companies)
    policies = len({(each.rulebook.id, each.policy.id) for each in findings.clauses})
    paid = sum(each.high > 0 for each in findings.companies)
    cards = element(
        "dl",
        _card("企业", "companies", element("strong", len(findings.register.subjects))),
        _card("政策 / 条款", "policies / clauses", element("strong", policies, " / ", len(findings.clauses))),
        _card("能得到资金的企业", "companies with money", element("strong", paid)),
        _card("已知金额合计", "money known, in all", element("strong", *_ends(low, high)), class_="wide"),
        _card("金额尚不能确定的奖补", "awards of unknown amount", element("strong", open_count)),
        class_="cards",
    )
    legend = element(
        "p",
        *(_legend(outcome) for outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN)),
        class_="legend",
    )
    note = element(
        "p",
        both(
            "“尚不能判断”从不当作“不符合”，未知的金额从不当作 0：它们等着下面列出的数据。",
            "Unknown is never taken for not met, and an unknown amount never for 0: they wait for the facts named below.",
        ),
        class_="note",
    )
    packs = element(
        "p",
        both(
            f"{len(findings.runs)} 个政策包分别计算，每个都把名单中的企业当作本区企业；合计是各包相加。",
            f"Each of the {len(findings.runs)} packs takes the companies for those of its own zone; the sums add the packs up.",
        ),
        class_="note",
    )
    several = packs if len(findings.runs) > 1 else None
    return section("overview", "概览", "Overview", cards, bar(met, not_met, unknown), legend, note, several)


def section(anchor: str, zh: str, en: str, *children: Child) -> Html:
    """Return a part of the page with its heading."""
    return element("section", element("h2", both(zh, en)), *children, id=anchor)


def bar(met: int, not_met: int, unknown: int) -> Html:
    """Return how many answers are of each kind, as a bar that is also said in words."""
    total = max(met + not_met + unknown, 1)
    said = f"符合 met {met:,}，不符合 not met {not_met:,}，尚不能判断 unknown {unknown:,}"
    parts = ((met, "met"), (unknown, "unknown"), (not_met, "not-met"))
    return element(
        "div",
        *(element("span", class_=name, style=f"width:{100 * count / total:.3f}%") for count, name in parts if count),
        class_="bar",
        role="img",
        aria_label=said,
        title=said,
    )


def table(head: Html, rows: Sequence[Html], name: str) -> Html:
    """Return a table that scrolls by itself where the screen is narrow; `name` is its class."""
    rows_of = element("table", element("thead", head), element("tbody", *rows), class_=name)
    return element("div", rows_of, class_="scroll", tabindex=0, role="region", aria_label=name)


def clauses(findings: Findings) -> Html:
    """Return every clause of every pack: counts, money, reasons, and what is missing."""
    parts = []
    for run in findings.runs:
        own = [each for each in findings.clauses if each.run is run]
        title = run.engine.checked.rulebook.title
        parts.append(element("h3", named(title)))
        parts.extend(_clause(each) for each in own)
        parts.extend(_uncomputed(one) for one in run.uncomputed)
        if run.not_in_force:
            names = "、".join(run.engine.policy(policy).title.zh for policy in run.not_in_force)
            parts.append(element("p", both(f"当日没有适用文本：{names}", "no text in force on the day"), class_="note"))
    return section("clauses", "逐条结果", "Clause by clause", *parts)


def _uncomputed(one: Uncomputed) -> Html:
    """Return a clause that was computed for nobody, with the reason."""
    lead = both("未能计算", "not computed")
    return element(
        "p", named(one.policy_title), " / ", named(one.clause_name), ": ", lead, ": ", named(one.reason), class_="note"
    )


def questions(findings: Findings) -> Html:
    """Return the facts to ask for first, by how many answers each of them settles alone."""
    lead = element(
        "p",
        both(
            "按“只差这一项”的结论数排序：补上第一行，得到的结论最多。",
            "Ranked by answers that wait for nothing else: filling in the first row settles most.",
        ),
        class_="note",
    )
    asked = [each for each in findings.questions if each.published][:_QUESTIONS_SHOWN]
    figures = [each for each in findings.questions if not each.published]
    unpublished = fragment(
        element("h3", both("政策尚未公布的数字", "Figures that no source publishes")),
        element(
            "p",
            both(
                "企业答不了，要由主管部门设定：设定之前结论保持未知。",
                "No company can answer these; until the office sets them the answers stay unknown.",
            ),
            class_="note",
        ),
        _question_table(figures),
    )
    return section(
        "questions", "先问什么", "What to ask first", lead, _question_table(asked), unpublished if figures else None
    )


def companies(findings: Findings) -> Html:
    """Return the companies that get money, the largest sums first; the whole list stands in the workbook."""
    shown = findings.companies[:COMPANIES_SHOWN]
    rows = [_company(findings, number, each) for number, each in enumerate(shown, 1)]
    head = _head(("", ""), ("企业", "Company"), ("金额（元）", "Amount, yuan"), ("来自", "From"))
    rest = element(
        "p",
        both(
            f"共 {len(findings.companies):,} 家符合有资金的条款，这里列出前 {len(shown):,} 家；全部名单在 results.xlsx。",
            f"{len(findings.companies):,} companies meet a clause with money; the first {len(shown):,} are here, all in results.xlsx.",
        ),
        class_="note",
    )
    return section("companies", "哪些企业得到资金", "Who gets money", rest, table(head, rows, "companies"))


def problems(findings: Findings) -> Html:
    """Return what was wrong with the register, by kind, with the cells."""
    register = findings.register
    count = sum(len(group.problems) for group in findings.problem_groups)
    lead = element(
        "p",
        both(
            f"读到 {register.row_count:,} 行，得到 {len(register.subjects):,} 家企业；空行 {register.empty_row_count:,}，"
            f"未能使用的行 {register.unread_row_count:,}。有疑问的单元格按未知处理，从不猜测：共 {count:,} 处。",
            f"{register.row_count:,} rows read, {len(register.subjects):,} companies; {register.empty_row_count:,} empty rows, "
            f"{register.unread_row_count:,} rows not used. A doubtful cell is unknown, never guessed: {count:,} found.",
        ),
    )
    return section(
        "problems", "名单中的问题", "Problems of the register", lead, *map(_problem_group, findings.problem_groups)
    )


def about(findings: Findings) -> Html:
    """Return what was assessed, so that it can be done again."""
    register = findings.register
    rows = [
        element("tr", element("th", named(run.engine.checked.rulebook.title), scope="row"),
                element("td", element("code", run.engine.checked.rulebook.hash)))
        for run in findings.runs
    ]  # fmt: skip
    facts = element(
        "dl",
        _card("评估日", "day", findings.day.isoformat()),
        _card(
            "名单文件",
            "register",
            register.path.rpartition("/")[2] + (f" · {register.sheet}" if register.sheet else ""),
        ),
        _card("名单中的数据项", "facts read", len({fact for fact, _ in register.values})),
        class_="cards small",
    )
    head = _head(("政策包", "Pack"), ("内容哈希", "Hash of its contents"))
    note = both(
        "同样的政策包、同样的名单、同一天，得到同样的结论。本页不连外网，不含脚本。",
        "The same packs, register and day give the same answers. This page loads nothing and runs no script.",
    )
    return section(
        "about", "依据", "What was assessed", facts, table(head, rows, "packs"), element("p", note, class_="note")
    )


def _clause(each: ClauseFindings) -> Html:
    summary = each.summary
    counts = element(
        "span",
        *(
            element("span", element("b", count), " ", both(zh, en), class_=f"count {name}")
            for count, zh, en, name in (
                (summary.met, "符合", "met", "met"),
                (summary.unknown, "未知", "unknown", "unknown"),
                (summary.not_met, "不符合", "not met", "not-met"),
            )
        ),
        class_="counts",
    )
    head = element(
        "summary",
        element("span", element("b", named(each.policy.title)), element("span", named(each.clause.name), class_="sub"),
                class_="what"),
        element("span", bar(summary.met, summary.not_met, summary.unknown), counts, class_="how-many"),
        element("span", _clause_money(each), class_="money"),
    )  # fmt: skip
    return element("details", head, element("div", *_clause_body(each), class_="body"), class_="clause", id=each.anchor)


def _clause_money(each: ClauseFindings) -> Html:
    summary = each.summary
    if summary.amount_low is None or summary.amount_high is None:
        label = each.clause.title
        return element("span", named(label) if label is not None else both("不涉及资金", "no money"), class_="title")
    known = summary.met - summary.open_amounts
    sums = money_between(summary.amount_low, summary.amount_high) if known else None
    open_ = both(f"{summary.open_amounts:,} 家金额未知", "amount unknown") if summary.open_amounts else None
    return fragment(
        element("b", sums) if sums else None, element("br") if sums and open_ else None, open_ or None
    ) or Html("—")


def _clause_body(each: ClauseFindings) -> Iterator[Html]:
    source = each.clause.source.cite() or each.version.source.cite()
    yield element("p", both("依据", "Source"), "：", source, class_="note")
    if each.refusals:
        top = each.summary.not_met or 1
        rows = [
            element(
                "tr",
                element("td", named(name)),
                element("td", count, class_="number"),
                element("td", _meter(count, top)),
            )
            for name, count in each.refusals[:_REASONS_SHOWN]
        ]
        yield element("h4", both("不符合的原因", "Why not met"))
        yield table(_head(("条件", "Condition"), ("企业", "Companies"), ("", "")), rows, "reasons")
    if each.questions:
        yield element("h4", both("未知时缺什么", "What the unknown wait for"))
        yield _question_table(each.questions[:_REASONS_SHOWN])


def _question_table(found: Sequence[Question]) -> Html:
    most = max((each.asked for each in found), default=1)
    rows = [
        element(
            "tr",
            element("td", named(each.name)),
            element("td", each.settled, class_="number"),
            element("td", each.asked, class_="number"),
            element("td", _meter(each.asked, most, each.settled)),
        )
        for each in found
    ]
    head = _head(("数据项", "Fact"), ("只差这一项", "Settles alone"), ("被问到", "Asked for"), ("", ""))
    return table(head, rows, "questions")


def _company(findings: Findings, number: int, each: CompanyMoney) -> Html:
    parts = [
        element(
            "li",
            element("a", named(clause.clause.name), href=f"#{clause.anchor}"),
            " ",
            element("span", named(money(answer.amount)), class_="number"),
        )
        for clause, answer in each.parts
    ]
    total = money_between(each.low, each.high).removesuffix(" 元")
    return element(
        "tr",
        element("td", number, class_="number"),
        element("th", findings.name_of(each.row), element("code", findings.register.subjects[each.row]), scope="row"),
        element(
            "td",
            total,
            element("span", both(f"另有 {each.open_count} 项未知", f"and {each.open_count} unknown"), class_="sub")
            if each.open_count
            else None,
            class_="number",
        ),
        element("td", element("ul", *parts)),
    )


def _problem_group(group: ProblemGroup) -> Html:
    items = [
        element("li", element("code", each.place.cell or f"第 {each.place.line} 行"), " ", each.problem)
        for each in group.problems[:_CELLS_SHOWN]
    ]
    more = len(group.problems) - len(items)
    head = element("summary", named(problem_name(group.code)), " ", element("b", len(group.problems)))
    rest = (
        element("p", both(f"另有 {more:,} 处，见 results.xlsx", f"{more:,} more in results.xlsx")) if more > 0 else None
    )
    remedy = group.problems[0].remedy
    hint = element("p", "→ ", remedy, class_="note") if remedy else None
    return element("details", head, element("div", hint, element("ul", *items), rest, class_="body"), class_="problem")


def _card(zh: str, en: str, value: Child, class_: str | None = None) -> Html:
    return element("div", element("dt", both(zh, en)), element("dd", value), class_=class_)


def _ends(low: Decimal, high: Decimal) -> Iterator[Child]:
    """Both ends of a sum; a line may break between them and never within."""
    first, *rest = money_between(low, high).split("–")
    yield element("span", first, "–" if rest else "", class_="whole")
    yield from (element("span", each, class_="whole") for each in rest)


def _legend(outcome: Outcome) -> Html:
    texts = {
        Outcome.MET: Text("符合", "met"),
        Outcome.NOT_MET: Text("不符合", "not met"),
        Outcome.UNKNOWN: Text("尚不能判断", "unknown"),
    }
    return element("span", named(texts[outcome]), class_=f"key {outcome.replace('_', '-')}")


def _meter(count: int, most: int, solid: int | None = None) -> Html:
    inner = element("i", style=f"width:{100 * (count if solid is None else solid) / most:.2f}%")
    pale = (
        element("i", class_="pale", style=f"width:{100 * (count - solid) / most:.2f}%") if solid is not None else None
    )
    return element("span", inner, pale, class_="meter", aria_hidden="true")


def _head(*names: tuple[str, str]) -> Html:
    return element("tr", *(element("th", both(zh, en), scope="col") for zh, en in names))


def _sum(amounts: Iterator[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total
