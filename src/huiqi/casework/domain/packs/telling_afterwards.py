"""What came after payment in words: receipts, sample checks, money asked back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from huiqi.casework.domain.claims.sampling import Stratum
from huiqi.casework.domain.packs.document import Section
from huiqi.casework.domain.packs.words import WITHHELD, in_both, moment, money, yes_or_no
from huiqi.kernel.words import Pair

_RECEIPTS: Final[Sequence[Pair]] = (
    ("凭证号", "Number"), ("金额（元）", "Amount (yuan)"), ("到账日", "Paid on"), ("拨付参考号", "Payment"), ("作废", "Void"),
)  # fmt: skip
_CALLS: Final[Sequence[Pair]] = (
    ("时间", "When"), ("已收到", "Received"), ("金额无误", "Amount right"), ("被收费", "Fee asked"), ("与谁通话", "Spoken with"), ("记录", "Note"),
    ("回访人", "By"), ("查实", "Finding"),
)  # fmt: skip
_RECOVERIES: Final[Sequence[Pair]] = (
    ("提出", "Asked"), ("应退（元）", "Asked back (yuan)"), ("已退（元）", "Returned (yuan)"), ("期限", "By"), ("事由", "Ground"), ("限制享受政策", "Kept from support"),
)  # fmt: skip
_SAMPLES: Final[Sequence[Pair]] = (
    ("抽取", "Drawn"), ("到账日期", "Paid"), ("范围", "Out of"), ("抽取数", "Drawn"), ("分层", "Strata"), ("种子", "Seed"), ("总体校验值", "Hash of the population"),
)  # fmt: skip


def after_sections(claim: Mapping[str, Any], level: int) -> list[Section]:
    """Return what came after the payment of a claim."""
    return [
        Section(("拨付凭证", "Receipts"), heads=_RECEIPTS, rows=[_receipt(one) for one in claim.get("receipts", ())], level=level),
        Section(("抽查回访", "Sample checks"), heads=_CALLS, rows=[_call(one) for one in claim.get("calls", ())], level=level),
        Section(("追回", "Asked back"), heads=_RECOVERIES, rows=[_recovery(one) for one in claim.get("recoveries", ())], level=level),
    ]  # fmt: skip


def sample_section(samples: Iterable[Mapping[str, Any]]) -> Section:
    """Return the samples in which claims were drawn, so that anybody can draw them again."""
    rows = [
        (f"{one['drawn_by_name']} {moment(one['drawn_at'])}", f"{one['paid_from']} – {one['paid_to']}", str(one["population"]),
         str(one["size"]), in_both(Stratum(one["stratum"]).words), one["seed"], one["population_hash"])
        for one in samples
    ]  # fmt: skip
    return Section(("抽查", "Samples"), heads=_SAMPLES, rows=rows)


def _receipt(one: Mapping[str, Any]) -> tuple[str, ...]:
    void = f"{one['void_for']} {moment(one['void_at'])}" if one["void_at"] else ""
    return one["number"], money(one["amount"]), one["paid_on"], one["payment"], void


def _call(one: Mapping[str, Any]) -> tuple[str, ...]:
    if one["withheld"]:
        return (WITHHELD, *("",) * (len(_CALLS) - 1))
    finding = (
        f"{one['finding']} {one['settled_by_name']} {moment(one['settled_at'])}".strip() if one["is_wrong"] else ""
    )
    answers = (yes_or_no(one[name]) for name in ("received", "amount_right", "fee_asked"))
    when = moment(one["answered_at"]) or "未回访 not asked yet"
    return when, *answers, one["spoken_with"], one["note"], one["answered_by_name"], finding


def _recovery(one: Mapping[str, Any]) -> tuple[str, ...]:
    bans = "；".join(
        f"{ban['first_day']} – {ban['last_day']} {ban['ground']}"
        + (f"（解除 lifted {moment(ban['lifted_at'])} {ban['lifted_for']}）" if ban["lifted_at"] else "")
        for ban in one["bans"]
    )
    asked = f"{one['asked_by_name']} {moment(one['asked_at'])}"
    return asked, money(one["amount"]), money(one["returned"]), one["due_on"], one["ground"], bans
