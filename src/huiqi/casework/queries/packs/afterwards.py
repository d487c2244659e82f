"""What came after payment: receipts, sample checks with receivers, money asked back and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.models import Call, Claim, Receipt, Sample
from huiqi.casework.queries.packs.sight import Sight
from huiqi.kernel.actor import system
from huiqi.kernel.audit import plain
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register

_RECEIPT: Final = ("id", "number", "amount", "paid_on", "made_at", "void_at", "void_for")
_CALL: Final = (
    "sample_id", "place", "received", "amount_right", "fee_asked", "spoken_with", "note", "answered_at", "answered_by",
    "answered_by_name", "is_wrong", "finding", "settled_at", "settled_by", "settled_by_name",
)  # fmt: skip
_SAMPLE: Final = (
    "id", "paid_from", "paid_to", "policy", "stratum", "seed", "population", "size", "population_hash", "due_on", "drawn_at",
    "drawn_by_name",
)  # fmt: skip
_RECOVERY: Final = ("id", "amount", "returned", "ground", "due_on", "asked_at", "asked_by_name")
_BAN: Final = ("first_day", "last_day", "ground", "made_at", "made_by_name", "lifted_at", "lifted_for")


def sees_samples(sight: Sight) -> bool:
    """Return whether it may be shown what receivers said; the company is not told what was noted about it."""
    return not sight.is_own and register.reaches(sight.actor, sight.round.zone, *SEE_CLAIMS)


def sample_lines(sight: Sight) -> list[dict[str, Any]]:
    """Return the samples in which claims were drawn: how anybody can draw them again; none to who may not see them."""
    if not sees_samples(sight):
        return []
    found = Sample.objects.filter(calls__claim__in=sight.ids).distinct().order_by("drawn_at", "pk")
    return [_said(one, _SAMPLE) for one in found]


def receipt_lines(part: Sequence[Claim]) -> Mapping[UUID, list[dict[str, Any]]]:
    """Return the receipts of claims, void ones too, in one query."""
    rows = (
        Receipt.objects.filter(claim__in=[claim.pk for claim in part])
        .select_related("payment")
        .order_by("made_at", "pk")
    )
    return _by_claim((row.claim_id, {**_said(row, _RECEIPT), "payment": row.payment.reference}) for row in rows)


def call_lines(sight: Sight, part: Sequence[Claim]) -> Mapping[UUID, list[dict[str, Any]]]:
    """Return what receivers of claims said when they were asked, in one query."""
    rows = Call.objects.filter(claim__in=[claim.pk for claim in part]).order_by("sample__drawn_at", "pk")
    if not sees_samples(sight):
        return _by_claim((key, {"withheld": True}) for key in rows.values_list("claim", flat=True))
    return _by_claim((row.claim_id, {"withheld": False, **_said(row, _CALL)}) for row in rows)


def recovery_lines(part: Sequence[Claim]) -> Mapping[UUID, list[dict[str, Any]]]:
    """Return the money that was asked back of claims, with who was kept from support for it, in two queries."""
    causes = {f"claim/{claim.pk}": claim.pk for claim in part}
    # A claim that may be seen has all that became of its money, on whatever line it stands.
    actor = system("audit pack")
    rows = list(ledger.recoveries(actor).filter(cause__in=causes).order_by("asked_at", "id"))
    bans: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for ban in ledger.bans(actor).filter(recovery__in=[row.pk for row in rows]).order_by("first_day", "id"):
        if ban.recovery_id is not None:
            bans[ban.recovery_id].append(_said(ban, _BAN))
    return _by_claim((causes[row.cause], {**_said(row, _RECOVERY), "bans": bans[row.pk]}) for row in rows)


def _said(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name.removesuffix("_id"): plain(getattr(row, name)) for name in names}


def _by_claim(pairs: Any) -> Mapping[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for claim, said in pairs:
        found[claim].append(said)
    return found
