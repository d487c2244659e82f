"""Earlier payments that two people brought in already: made in the tables, for what only needs them to be there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256

from huiqi.casework.models import EarlierFile, EarlierPayment, EarlierSource
from huiqi.kernel.ids import new_id
from huiqi.register.models import Organisation
from tests.cast import NOW


def earlier_file(place: Organisation, *, mark: str = "", state: str = "confirmed") -> EarlierFile:
    """A file of a zone or park, entered by one and confirmed by another."""
    source = EarlierSource.objects.create(id=new_id(NOW), place=place, name=f"{mark}财政局拨付台账{new_id(NOW)}"[:80])
    return EarlierFile.objects.create(
        id=new_id(NOW), zone_id=place.within[0], place=place, source=source, name=f"{mark}2025年拨付.xlsx", ending=".xlsx",
        digest=sha256(mark.encode()).hexdigest(), size_bytes=1, stored_as=f"earlier/{new_id(NOW)}", sheets=[], head=[],
        state=state, counts={"rows": 1}, received_at=NOW, received_by_name=f"{mark}经办", entered_at=NOW,
        entered_by=new_id(NOW), entered_by_name=f"{mark}经办", confirmed_at=NOW, confirmed_by=new_id(NOW),
        confirmed_by_name=f"{mark}复核",
    )  # fmt: skip


def paid_earlier(
    file: EarlierFile, company: Organisation | None, clause: tuple[str, str], *, year: int = 2026,
    amount: Decimal = Decimal(300_000), paid_on: date = date(2026, 1, 15), code: str = "", row: int = 2, mark: str = "",
    counts: bool = True,
) -> EarlierPayment:  # fmt: skip
    """A payment of a file, to a company of the register or, by its code, to one that is not there."""
    document = f"{mark}拨付〔2026〕{row}号"
    return EarlierPayment.objects.create(
        id=new_id(NOW), file=file, row=row, outcome="ready" if company else "outside",
        code=code or (company.credit_code or "" if company else ""), name=company.name if company else "外地企业有限公司",
        company=company.pk if company else None, clause_said=f"{mark}高企首次认定", policy=clause[0], clause=clause[1], year=year,
        amount=amount, paid_on=paid_on, document=document, note=f"{mark}备注", key=sha256(f"{document}{row}".encode()).hexdigest(),
        counts_in_id=file.zone_id if counts else None,
    )  # fmt: skip
