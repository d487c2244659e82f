"""Claims as plain data: what was decided by whom, told, objected to, confirmed, moved in the ledger and paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.packs.layout import CLAIMS_A_FILE
from huiqi.casework.models import Claim, ClaimStep, Objection, Payment
from huiqi.casework.queries.packs.facts import Decided, Ground, decided, ground_of
from huiqi.casework.queries.packs.sight import Sight
from huiqi.kernel.actor import system
from huiqi.kernel.audit import plain
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register
from huiqi.register.domain.bank_accounts import masked

_PLAIN: Final = (
    "name", "park", "place", "state", "since", "amount", "low", "high", "adjustments", "credit", "credit_note", "exceptions", "reason",
)  # fmt: skip


def claim_lines(sight: Sight) -> Iterator[list[dict[str, Any]]]:
    """Yield the claims of a sight, in their order, each as JSON can hold it, a file's worth at a time; the looks are noted.

    Each part costs the same queries, however many claims are in it. Raises CannotReadSnapshot, CannotFindBook.
    """
    ground = ground_of(sight)
    past = _past_lines(ground)
    for part in sight.parts(CLAIMS_A_FILE):
        lines = list(_lines(sight, list(zip(part, decided(sight, ground, part), strict=True)), past))
        # Before anything is given away.
        shown = [claim.company for claim in part if sight.sees_account(claim)]
        register.note_look(sight.actor, organisations=shown, names=(), marked={"bank_account"})
        yield lines


def _past_lines(ground: Ground) -> Mapping[str, list[dict[str, object]]]:
    """Return by company what it had been awarded when the run was carried out."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for one in ground.past:
        said = {"clause": one.clause, "year": one.year, "amount": one.amount, "day": one.day, "stage": one.stage}
        found[one.company].append({name: plain(value) for name, value in said.items()})
    return found


def _lines(
    sight: Sight, part: Sequence[tuple[Claim, Decided]], past: Mapping[str, list[dict[str, object]]]
) -> Iterator[dict[str, Any]]:
    ids = [claim.pk for claim, _ in part]
    steps = _by_claim(ClaimStep.objects.filter(claim__in=ids).order_by("pk"))
    payments = _by_claim(Payment.objects.filter(claim__in=ids).order_by("reference"))
    objections = _by_claim(
        Objection.objects.filter(claim__in=ids).select_related("evidence").order_by("filed_at", "pk")
    )
    transfers = _transfers(ids)
    for claim, one in part:
        masks = not sight.sees_account(claim)
        yield {
            "id": str(claim.pk), "company": str(claim.company_id), "code": claim.credit_code,
            **{name: plain(getattr(claim, name)) for name in _PLAIN},
            "facts": one.facts, "past": past.get(str(claim.company_id), []), "trace": one.trace,
            "reviewed": _hand(claim.reviewed_by, claim.reviewed_by_name, claim.reviewed_at),
            "approved": _hand(claim.approved_by, claim.approved_by_name, claim.approved_at, instead=claim.approved_for_name),
            "confirmed": _hand(claim.confirmed_by, claim.confirmed_by_name, claim.confirmed_at),
            "account": _account(claim.account, masks=masks),
            "notice": plain(claim.notice_id),
            "steps": [_step(step) for step in steps[claim.pk]],
            "objections": [_objection(sight, objection) for objection in objections[claim.pk]],
            "transfers": transfers[claim.pk],
            "payments": [_payment(payment, masks=masks) for payment in payments[claim.pk]],
        }  # fmt: skip


def _by_claim(rows: Any) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.claim_id].append(row)
    return found


def _transfers(ids: Sequence[UUID]) -> Mapping[UUID, list[dict[str, object]]]:
    causes = {f"claim/{one}": one for one in ids}
    found: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    # A claim that may be seen has all its transfers, on whatever line they stand.
    for row in ledger.statement(system("audit pack")).filter(cause__in=causes).order_by("id"):
        entry, payer = row.entry, row.line.payer
        said = {
            "entry": entry.pk, "key": entry.key, "step": row.step, "source": row.source, "target": row.target,
            "amount": row.amount, "cause": row.cause, "corrects": row.corrects_id, "number": row.pk, "at": entry.made_at,
            "maker": entry.maker, "checker": entry.checker, "line": row.line.title, "payer": (payer.name_zh, payer.name_en) if payer else None,
        }  # fmt: skip
        found[causes[row.cause]].append({name: plain(value) for name, value in said.items()})
    return found


def _hand(by: UUID | None, name: str, at: datetime | None, *, instead: str = "") -> dict[str, object] | None:
    return None if by is None else {"by": str(by), "name": name, "at": plain(at), "instead_of": instead}


def _account(account: Any, *, masks: bool) -> dict[str, str] | None:
    if account is None:
        return None
    number = account.masked if masks else account.number
    return {"holder": account.holder, "bank": account.bank, "number": number}


def _step(step: ClaimStep) -> dict[str, object]:
    said = {
        "act": step.act,
        "state": step.state,
        "at": step.at,
        "by": step.by,
        "by_name": step.by_name,
        "reason": step.reason,
    }
    return {name: plain(value) for name, value in said.items()}


def _objection(sight: Sight, one: Objection) -> dict[str, object]:
    said: dict[str, object] = {
        "id": one.pk, "filed_at": one.filed_at, "verdict": one.verdict, "answer": one.answer, "judged_at": one.judged_at,
        "judged_by": one.judged_by_name, "withheld": not sight.sees_objectors, "name": None, "identity": None,
        "contact": None, "text": None, "evidence": None,
    }  # fmt: skip
    if sight.sees_objectors:
        said |= {"name": one.name, "identity": one.identity, "contact": one.contact, "text": one.text}
        said["evidence"] = one.evidence_id
    return {name: plain(value) for name, value in said.items()}


def _payment(one: Payment, *, masks: bool) -> dict[str, object]:
    said = {
        "reference": one.reference, "batch": one.batch_id, "amount": one.amount, "holder": one.holder, "bank": one.bank,
        "branch": one.branch, "number": masked(one.number) if masks else one.number, "result": one.result,
        "reason": one.reason, "settled_at": one.settled_at,
    }  # fmt: skip
    return {name: plain(value) for name, value in said.items()}
