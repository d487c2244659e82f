"""What was paid before Huiqi, as limits look at it: only what two people brought in, from the day of each payment on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from huiqi.casework.models import EarlierPayment
from huiqi.kernel.actor import system
from huiqi.register.queries.known import holders_of_codes
from huiqi.rulebook.domain.past import Awarded

_SYSTEM: Final = system("earlier payments")
# Whoever is paid and is not in the register: pools and quotas count it, no company does.
OUTSIDE: Final = "code:"
_FIELDS = ("pk", "policy", "clause", "company", "code", "year", "amount", "paid_on")


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """Where an earlier payment is known from: file and row, its SHA-256, document, who entered and confirmed it."""

    id: str
    file: UUID
    file_name: str
    sha256: str
    row: int
    document: str
    note: str
    entered_by: str
    confirmed_by: str


def paid_before(zone: UUID, *, until: date) -> list[Awarded]:
    """Return what was paid in a zone before Huiqi, up to a day, in yuan; `origin` names the payment.

    A company is found again by its code: it may have come into the register, or been merged, since.
    """
    rows = list(EarlierPayment.objects.filter(counts_in=zone, paid_on__lte=until).order_by("pk").values_list(*_FIELDS))
    holders = holders_of_codes(_SYSTEM, codes={row[4] for row in rows if row[4]})
    found = []
    for key, policy, clause, company, code, year, amount, day in rows:
        known = holders[code].company if code in holders else None
        payee = known.id if known is not None and not known.is_gone else company
        assert amount is not None and year is not None and day is not None, (
            "the table's constraint: what counts is whole"
        )
        found.append(
            Awarded(f"{policy}/{clause}", str(payee or f"{OUTSIDE}{code}"), year, amount, day, origin=str(key))
        )
    return found


def paid_before_by(origins: Collection[str]) -> dict[str, PaidBefore]:
    """Return where earlier payments are known from, by the `origin` of what a run was given; one query."""
    if not origins:
        return {}
    rows = EarlierPayment.objects.filter(pk__in=[UUID(one) for one in origins]).select_related("file")
    return {
        str(one.pk): PaidBefore(
            str(one.pk), one.file_id, one.file.name, one.file.digest, one.row, one.document, one.note,
            one.file.entered_by_name, one.file.confirmed_by_name,
        )
        for one in rows
    }  # fmt: skip
