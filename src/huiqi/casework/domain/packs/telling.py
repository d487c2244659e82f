"""A pack in words: the same data as in its files, for people. Pure text, nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from huiqi.casework.domain.claims.batches import Result, Stage
from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.limits import limit_name
from huiqi.casework.domain.claims.objections import Verdict
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.domain.packs.document import Cell, Section
from huiqi.casework.domain.packs.telling_afterwards import after_sections, sample_section
from huiqi.casework.domain.packs.telling_applying import (
    application_sections,
    evidence_cell,
    round_sections,
    scores_section,
)
from huiqi.casework.domain.packs.words import ABSENT, WITHHELD, hand_of, in_both, moment, money, yes_or_no
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.steps import STEP_NAMES, Step
from huiqi.register.domain.evidence import file_named
from huiqi.register.domain.trail_words import words_of


def about_sections(about: Mapping[str, Any], notices: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Return what the pack is of: clause and article, rules and snapshot, where the money stands, notices."""
    made = about["round"]
    clause: list[tuple[Pair, str]] = [
        (
            ("政策", "Policy"),
            f"{in_both((made['policy_zh'], made['policy_en']))}（{made['policy']} {made['version']}）",
        ),
        (("条款", "Clause"), f"{in_both((made['zh'], made['en']))}（{made['clause']}）"),
        (("依据", "Article"), made["article"]),
        (("园区", "Zone"), made["zone"]),
        (("判定日", "Day of the decision"), made["day"]),
        (("规则包", "Pack of rules"), f"{made['pack']} {made['pack_hash']}"),
        (("数据快照", "Snapshot of the facts"), f"{made['snapshot_digest']}（{moment(made['known_at'])}）"),
        (("建立", "Made"), f"{made['made_by_name']} {moment(made['made_at'])}"),
    ]
    totals = about["totals"]
    sums = [
        (in_both(state.words), str(totals[state]["count"]), money(totals[state]["amount"]))
        for state in State
        if state in totals
    ]
    whole = (sum(row["count"] for row in totals.values()), sum(Decimal(row["amount"]) for row in totals.values()))
    sums.append(("合计 in all", str(whole[0]), f"{whole[1]:,.2f}"))
    posted = [
        (one["first_day"], one["last_day"] or "", str(one["days"]), f"{one['posted_by']} {moment(one['posted_at'])}")
        for one in notices
    ]
    parts = [
        Section(("条款和依据", "Clause and article"), pairs=clause, note=_TIMES),
        Section(
            ("合计", "Sums"), heads=(("状态", "State"), ("件数", "Claims"), ("金额（元）", "Amount (yuan)")), rows=sums
        ),
        Section(
            ("公示", "Public notice"),
            heads=(("自", "From"), ("至", "To"), ("工作日", "Working days"), ("发布", "Posted")),
            rows=posted,
        ),
        *round_sections(about),
        sample_section(about["samples"]),
    ]
    there = [one for one in parts if one.rows or one.pairs or any(one.note)]
    return [*there, *_none([one.title for one in parts if one not in there], 2)]


_TIMES: Final[Pair] = ("时间均为北京时间，金额单位为元。", "All times are Beijing's, all amounts are in yuan.")


def claim_rows(claims: Iterable[Mapping[str, Any]], page: str = "") -> list[tuple[Cell, ...]]:
    """Return a row for each claim, under `CLAIM_HEADS`; its company leads to where the `page` tells of it."""
    return [
        (str(one["place"]), (one["name"], f"{page}#{anchor_of(one)}") if page else one["name"], one["code"], one["park"], one["amount"] or "",
         in_both(State(one["state"]).words), *(hand(one[act]) for act in ("reviewed", "approved", "confirmed")),
         account_of(one), *_paid(one), one["reason"])
        for one in claims
    ]  # fmt: skip


CLAIM_HEADS: Final[Sequence[Pair]] = (
    ("序号", "No."), ("企业", "Company"), ("信用代码", "Credit code"), ("园区", "Park"), ("金额（元）", "Amount (yuan)"), ("状态", "State"),
    ("审核", "Reviewed"), ("审批", "Approved"), ("确认", "Confirmed"), ("收款账户", "Account"), ("拨付参考号", "Payment"),
    ("到账", "Arrived"), ("说明", "Note"),
)  # fmt: skip
# So many of them stand on the index; the sheet has all.
INDEX_COLUMNS: Final = 9
AMOUNT_COLUMN: Final = 4


def anchor_of(claim: Mapping[str, Any]) -> str:
    """Return by which name a page leads to a claim."""
    return f"c{claim['place']}"


def account_of(claim: Mapping[str, Any]) -> str:
    """Return the account that a company confirmed, as far as it may be shown."""
    account = claim["account"]
    return f"{account['holder']} {account['bank']} {account['number']}" if account else ""


def _paid(claim: Mapping[str, Any]) -> tuple[str, str]:
    paid = [one for one in claim["payments"] if one["result"] == Result.PAID]
    return "；".join(one["reference"] for one in paid), "；".join(moment(one["settled_at"]) for one in paid)


def hand(said: Mapping[str, Any] | None) -> str:
    """Return who did something and when."""
    if said is None:
        return ""
    instead = f"（代 for {said['instead_of']}）" if said["instead_of"] else ""
    return f"{said['name']}{instead} {moment(said['at'])}"


def claim_sections(claim: Mapping[str, Any], *, level: int = 2, up: str = "") -> list[Section]:
    """Return all of one claim; what it has not is named at its end. `up` leads from the page to the top of the pack."""
    pairs: list[tuple[Pair, str]] = [
        (("统一社会信用代码", "Credit code"), claim["code"]),
        (("金额（元）", "Amount (yuan)"), money(claim["amount"])),
        (("条款给出（元）", "The clause gives (yuan)"), _range(claim["low"], claim["high"])),
        (
            ("各方承担（元）", "Borne by (yuan)"),
            "；".join(f"{in_both(one['payer'])} {money(one['amount'])}" for one in claim.get("borne", ())),
        ),
        (
            ("状态", "State"),
            f"{in_both(State(claim['state']).words)} {moment(claim['since'])} {claim['reason']}".strip(),
        ),
        (("信用核查", "Credit"), f"{in_both(Credit(claim['credit']).words)} {claim['credit_note']}".strip()),
        (("例外", "Exceptions"), "；".join(in_both(Exceptional(one).words) for one in claim["exceptions"])),
        (("审核", "Reviewed"), hand(claim["reviewed"])),
        (("审批", "Approved"), hand(claim["approved"])),
        (("企业确认", "Confirmed by the company"), hand(claim["confirmed"])),
        (("收款账户", "Account"), account_of(claim)),
    ]
    told = [pair for pair in pairs if pair[1]]
    head = Section((claim["name"], claim["name"]), pairs=told, level=level, anchor=anchor_of(claim))
    parts = _parts(claim, level + 1, up=up)
    there = [one for one in parts if one.rows or one.lines or one.pairs or any(one.note)]
    return [head, *there, *_none([one.title for one in parts if one not in there], level + 1)]


def _range(low: str | None, high: str | None) -> str:
    """Return what a clause gives: an amount, or both of its ends."""
    return money(low) if low == high else f"{money(low)} – {money(high)}"


def _none(titles: Sequence[Pair], level: int) -> list[Section]:
    """Return what a claim has not, said as such."""
    if not titles:
        return []
    note = ("、".join(zh for zh, _ in titles), ", ".join(en for _, en in titles))
    return [Section(("没有的内容", "There are none of these"), note=note, level=level)]


def _parts(claim: Mapping[str, Any], level: int, *, up: str) -> list[Section]:
    return [
        *application_sections(claim.get("application"), level, up=up),
        scores_section(claim.get("scores"), level),
        Section(("当时的数据和来源", "Facts as they stood, and their sources"), heads=_FACT_HEADS, rows=_facts(claim), level=level),
        Section(
            ("测算时此前已获和在审", "Awarded or under review before the run"), heads=(("条款", "Clause"), ("年度", "Year"), ("金额（元）", "Amount (yuan)"), ("批准日", "Approved"), ("来源", "Known from")),
            rows=[(one["clause"], str(one["year"]), money(one["amount"]), _decided_on(one), _known_from(one)) for one in claim["past"]], level=level,
        ),
        _reasons(claim, level),
        Section(
            ("限额调整", "Adjusted by limits"), heads=(("限额", "Limit"), ("之前（元）", "Before (yuan)"), ("之后（元）", "After (yuan)")),
            rows=[(in_both(limit_name(one["limit"])), *(_range(*one[key]) for key in ("before", "after"))) for one in claim["adjustments"]],
            level=level,
        ),
        Section(
            ("经过", "Steps"), heads=(("时间", "When"), ("事项", "What"), ("经手人", "Who"), ("说明", "Note")),
            rows=[(moment(one["at"]), in_both(Act(one["act"]).words), hand_of(one["by"], one["by_name"]), one["reason"]) for one in claim["steps"]],
            level=level,
        ),
        Section(
            ("异议", "Objections"), heads=(("提出", "Filed"), ("提出人", "By"), ("内容", "What"), ("证据", "Evidence"), ("结果", "Verdict"), ("答复", "Answer")),
            rows=[_objection(one, up) for one in claim["objections"]], level=level,
        ),
        Section(
            ("账目", "Ledger"),
            heads=(("时间", "When"), ("记账", "Step"), ("金额（元）", "Amount (yuan)"), ("资金来源", "Line"), ("凭证", "Key"), ("经办", "Maker"), ("复核", "Checker")),
            rows=[
                (moment(one["at"]), in_both(STEP_NAMES[Step(one["step"])]), money(one["amount"]), in_both(one["line"]), one["key"], one["maker_name"] or one["maker"], one["checker_name"] or one["checker"])
                for one in claim["transfers"]
            ],
            level=level,
        ),
        Section(
            ("拨付", "Payments"),
            heads=(("参考号", "Reference"), ("金额（元）", "Amount (yuan)"), ("收款户名", "Holder"), ("账号", "Number"), ("结果", "Result"), ("说明", "Note"), ("时间", "When")),
            rows=[
                (one["reference"], money(one["amount"]), one["holder"], one["number"], in_both(Result(one["result"]).words), one["reason"], moment(one["settled_at"]))
                for one in claim["payments"]
            ],
            level=level,
        ),
        *after_sections(claim, level),
    ]  # fmt: skip


def _decided_on(one: Mapping[str, Any]) -> str:
    return f"审核中 Under review {one['day']}" if one.get("round") else str(one["day"])


def _known_from(one: Mapping[str, Any]) -> str:
    source = one["paid_before"]
    if source is None:
        return "本系统 Huiqi"
    people = f"{source['entered_by']}、{source['confirmed_by']}"
    return f"{source['file']} 第{source['row']}行 row {source['row']} {source['document']}（{people}）"


_FACT_HEADS: Final[Sequence[Pair]] = (
    ("指标", "Fact"),
    ("期间", "Period"),
    ("值", "Value"),
    ("来源", "Source"),
    ("记录", "Recorded"),
)


def _facts(claim: Mapping[str, Any]) -> list[tuple[str, ...]]:
    names = {one["id"]: one["name"] for one in (claim.get("application") or {}).get("files", ())}
    return [
        (
            in_both((one["zh"], one["en"])), one["key"].partition("|")[2], _cell(one),
            "；".join(f"{source['source']} {_evidence(source['evidence'], names)}".strip() for source in one["sources"]),
            "；".join(f"{source['recorded_by']} {moment(source['recorded_at'])}" for source in one["sources"]),
        )
        for one in claim["facts"]
    ]  # fmt: skip


def _evidence(text: str, names: Mapping[str, str]) -> str:
    """Return where a fact was read from; a file that was handed in with the application by its name."""
    file = file_named(text)
    if file is None:
        return text
    name = names.get(str(file))
    return f"附件 attachment“{name}”" if name else f"园区登记的文件 file of the register {file}"


def _cell(fact: Mapping[str, Any]) -> str:
    if fact["withheld"]:
        return WITHHELD
    if fact["absent"]:
        return ABSENT
    return yes_or_no(fact["cell"]) if isinstance(fact["cell"], bool) else str(fact["cell"])


def _reasons(claim: Mapping[str, Any], level: int) -> Section:
    title = ("判定理由", "Why")
    if claim["trace"] is None:
        return Section(
            title, note=("理由涉及不予显示的数据。", "The reasons speak of facts that are withheld."), level=level
        )
    told = claim["trace"]
    lines = [(0, "", told["zh"]["headline"]), *map(tuple, told["zh"]["lines"])]
    lines += [(0, "", told["en"]["headline"]), *map(tuple, told["en"]["lines"])]
    return Section(title, lines=lines, level=level)


def _objection(one: Mapping[str, Any], up: str) -> tuple[Cell, ...]:
    who = WITHHELD if one["withheld"] else f"{one['name']} {one['identity']} {one['contact']}"
    text = WITHHELD if one["withheld"] else one["text"]
    evidence = evidence_cell(one, "证据 evidence", up=up) if one["evidence"] else ""
    judged = f"{in_both(Verdict(one['verdict']).words)} {one['judged_by']} {moment(one['judged_at'])}".strip()
    return moment(one["filed_at"]), who, text, evidence, judged, one["answer"]


def batch_section(batches: Iterable[Mapping[str, Any]]) -> Section:
    """Return the batches with who made and who checked them."""
    rows = [
        (one["number"], in_both(Stage(one["stage"]).words), f"{one['made_by_name']} {moment(one['made_at'])}",
         f"{one['checked_by_name']} {moment(one['checked_at'])}".strip(), moment(one["sent_at"]), moment(one["closed_at"]))
        for one in batches
    ]  # fmt: skip
    heads = (
        ("批次", "Batch"),
        ("状态", "Stage"),
        ("经办", "Made by"),
        ("复核", "Checked by"),
        ("送银行", "Sent"),
        ("办结", "Closed"),
    )
    return Section(("拨付批次", "Batches of payments"), heads=heads, rows=rows)


def trail_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a row of the audit trail under `TRAIL_HEADS`."""
    who = WITHHELD if row["withheld"] else hand_of(row["actor"], row["actor_name"])
    return row["number"], moment(row["recorded_at"]), in_both(words_of(row["code"])), who, row["own_hash"]


TRAIL_HEADS: Final[Sequence[Pair]] = (
    ("行", "Row"),
    ("时间", "When"),
    ("事项", "Act"),
    ("经手人", "Who"),
    ("校验值", "Hash"),
)


PROVES: Final = Section(
    ("怎样核验，能证明什么", "How to verify, and what that proves"),
    lines=(
        (
            0,
            "",
            "离线运行 huiqi audit verify 文件名：核对每个文件的校验值、步骤、金额和双人原则，并按包内规则和数据重新判定。",
        ),
        (
            0,
            "",
            "Run `huiqi audit verify FILE` offline: it checks every hash, the steps, the sums and the pairs of people, and decides again by the rules and facts inside.",
        ),
        (
            0,
            "",
            "能证明：包内各处一致，出包后没有被单独改动；清单的校验值与园区审计记录中的一致时，就是园区当时给出的那一份。",
        ),
        (
            0,
            "",
            "It proves that the pack agrees with itself; where the manifest's hash is the one in the zone's audit trail, it is the very pack that the zone gave out.",
        ),
        (0, "", "不能证明：原始数据真实；也不能证明有人没有连同清单一起重造整个包，除非清单的校验值另有留存。"),
        (
            0,
            "",
            "It does not prove that the facts were true, nor, unless the manifest's hash was kept elsewhere, that nobody made the whole pack anew.",
        ),
    ),
)
