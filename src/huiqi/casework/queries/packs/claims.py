"""Claims as plain data: what was decided by whom, told, objected to, confirmed, moved in the ledger and paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.packs.layout import CLAIMS_A_FILE
from huiqi.casework.domain.past import ROUND
from huiqi.casework.models import Claim, ClaimStep, Objection, Payment, RoundPayer
from huiqi.casework.queries.claims.sharing import borne_of
from huiqi.casework.queries.earlier.counting import paid_before_by
from huiqi.casework.queries.packs.afterwards import call_lines, receipt_lines, recovery_lines
from huiqi.casework.queries.packs.applying import application_lines, score_lines
from huiqi.casework.queries.packs.facts import Ground, decided, ground_of
from huiqi.casework.queries.packs.files import Enclosing, ids_of
from huiqi.casework.queries.packs.sight import Sight
from huiqi.kernel.actor import system
from huiqi.kernel.audit import plain
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register
from huiqi.register.domain.bank_accounts import masked
from huiqi.rulebook import queries as rulebook

_HANDS: Final = ("maker_name", "checker_name")
_PLAIN: Final = (
    "name", "park", "place", "state", "since", "amount", "low", "high", "adjustments", "credit", "credit_note", "exceptions", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Claims as JSON can hold them, and the files that were handed in with them, to be written."""

    lines: list[dict[str, Any]]
    files: list[Any]


def claim_lines(sight: Sight) -> Iterator[Part]:
    """Yield the claims of a sight, in their order, a file's worth at a time; the looks are noted.

    Each part costs the same queries, however many claims are in it. Raises CannotReadSnapshot, CannotFindBook.
    """
    ground, enclosing = ground_of(sight), Enclosing(sight.actor)
    past = _past_lines(ground)
    for part in sight.parts(CLAIMS_A_FILE):
        found = _part(sight, ground, part, past, enclosing)
        # Before anything is given away.
        shown = [claim.company for claim in part if sight.sees_account(claim)]
        register.note_look(sight.actor, organisations=shown, names=(), marked={"bank_account"})
        yield found


def _past_lines(ground: Ground) -> Mapping[str, list[dict[str, object]]]:
    """Return by company what it had been awarded when the run was carried out; what was paid before Huiqi says where it is known from."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    sources = paid_before_by({one.origin for one in ground.past if one.origin and not one.is_pending})
    for one in ground.past:
        said = {"clause": one.clause, "year": one.year, "amount": one.amount, "day": one.day, "stage": one.stage}
        said |= {"round": one.origin.removeprefix(ROUND) if one.is_pending else None}
        source = sources.get(one.origin)
        known = None if source is None else {
            "file": source.file_name, "sha256": source.sha256, "row": source.row, "document": source.document,
            "entered_by": source.entered_by, "confirmed_by": source.confirmed_by,
        }  # fmt: skip
        found[one.company].append({**{name: plain(value) for name, value in said.items()}, "paid_before": known})
    return found


def _part(
    sight: Sight,
    ground: Ground,
    part: Sequence[Claim],
    past: Mapping[str, list[dict[str, object]]],
    enclosing: Enclosing,
) -> Part:
    ids = [claim.pk for claim in part]
    steps = _by_claim(ClaimStep.objects.filter(claim__in=ids).order_by("pk"))
    payments = _by_claim(Payment.objects.filter(claim__in=ids).order_by("reference"))
    objections = _by_claim(Objection.objects.filter(claim__in=ids).order_by("filed_at", "pk"))
    transfers = _transfers(ids)
    applications = application_lines(sight, part, rulebook.facts_of(ground.book))
    scores = score_lines(sight, part)
    receipts, calls, recoveries = receipt_lines(part), call_lines(sight, part), recovery_lines(part)
    seen = chain.from_iterable(objections.values()) if sight.sees_objectors else ()
    places, files = enclosing.enclosed(ids_of(applications, seen))
    for file in chain.from_iterable(one.get("files", ()) for one in applications.values()):
        file.update(places[file["id"]])
    payers = list(sight.round.payers.all())
    named_lines = {row.pk: row for row in _lines().filter(pk__in=[one.line for one in payers])}
    lines = []
    for claim, one in zip(part, decided(sight, ground, part), strict=True):
        masks = not sight.sees_account(claim)
        lines.append({
            **_plain_line(claim), "facts": one.facts, "past": past.get(str(claim.company_id), []), "trace": one.trace,
            "borne": _borne(claim, payers, named_lines), "account": _account(claim.account, masks=masks),
            "steps": [_step(step) for step in steps[claim.pk]],
            "application": applications.get(claim.pk), "scores": scores.get(claim.pk),
            "objections": [_objection(sight, objection, places) for objection in objections[claim.pk]],
            "transfers": transfers[claim.pk],
            "payments": [_payment(payment, masks=masks) for payment in payments[claim.pk]],
            "receipts": receipts[claim.pk], "calls": calls[claim.pk], "recoveries": recoveries[claim.pk],
        })  # fmt: skip
    return Part(lines, files)


def _plain_line(claim: Claim) -> dict[str, Any]:
    return {
        "id": str(claim.pk), "company": str(claim.company_id), "code": claim.credit_code,
        **{name: plain(getattr(claim, name)) for name in _PLAIN},
        "reviewed": _hand(claim.reviewed_by, claim.reviewed_by_name, claim.reviewed_at),
        "approved": _hand(claim.approved_by, claim.approved_by_name, claim.approved_at, instead=claim.approved_for_name),
        "confirmed": _hand(claim.confirmed_by, claim.confirmed_by_name, claim.confirmed_at),
        "notice": plain(claim.notice_id),
    }  # fmt: skip


def _borne(claim: Claim, payers: Sequence[RoundPayer], named: Mapping[UUID, Any]) -> list[dict[str, object]]:
    return [
        {"payer": list(one.name), "amount": plain(one.amount), **_line(named.get(one.line) if one.line else None)}
        for one in borne_of(claim, payers)
    ]


def _lines() -> Any:
    # A claim that may be seen has all its money, on whatever line it stands.
    return ledger.lines(system("audit pack"))


def _line(row: Any) -> dict[str, object]:
    """Return a line of the budget and who pays from it, as it stands with shares and with transfers."""
    payer = row.payer if row else None
    said = {
        "line_id": row.pk if row else None,
        "line": row.title if row else None,
        "line_payer": (payer.name_zh, payer.name_en) if payer else None,
    }
    return {name: plain(value) for name, value in said.items()}


def _by_claim(rows: Any) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.claim_id].append(row)
    return found


def _transfers(ids: Sequence[UUID]) -> Mapping[UUID, list[dict[str, object]]]:
    causes = {f"claim/{one}": one for one in ids}
    found: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    # A claim that may be seen has all its transfers, on whatever line they stand.
    rows = ledger.statement(system("audit pack")).filter(cause__in=causes).order_by("id")
    named = {name: register.name_of_person(field=f"entry__{name.removesuffix('_name')}") for name in _HANDS}
    for row in rows.annotate(**named):
        entry, line = row.entry, _line(row.line)
        said = {
            "entry": entry.pk, "key": entry.key, "step": row.step, "source": row.source, "target": row.target,
            "amount": row.amount, "cause": row.cause, "corrects": row.corrects_id, "number": row.pk, "at": entry.made_at,
            "maker": entry.maker, "checker": entry.checker, **{name: getattr(row, name) for name in _HANDS}, "line_id": line["line_id"], "line": line["line"], "payer": line["line_payer"],
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


def _objection(sight: Sight, one: Objection, places: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    said: dict[str, object] = {
        "id": one.pk, "filed_at": one.filed_at, "verdict": one.verdict, "answer": one.answer, "judged_at": one.judged_at,
        "judged_by": one.judged_by_name, "withheld": not sight.sees_objectors, "name": None, "identity": None,
        "contact": None, "text": None, "evidence": None, "file": None, "absent": "",
    }  # fmt: skip
    if sight.sees_objectors:
        said |= {"name": one.name, "identity": one.identity, "contact": one.contact, "text": one.text}
        said["evidence"] = one.evidence_id
        said |= places.get(str(one.evidence_id), {})
    return {name: plain(value) for name, value in said.items()}


def _payment(one: Payment, *, masks: bool) -> dict[str, object]:
    said = {
        "reference": one.reference, "batch": one.batch_id, "amount": one.amount, "holder": one.holder, "bank": one.bank,
        "branch": one.branch, "number": masked(one.number) if masks else one.number, "result": one.result,
        "reason": one.reason, "settled_at": one.settled_at,
    }  # fmt: skip
    return {name: plain(value) for name, value in said.items()}
