"""Who shares the awards of a clause: a run keeps it as JSON can hold it, with what each of them bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from huiqi.kernel.words import Pair


def as_payer(id: str, name: Pair, share: Decimal | None) -> dict[str, str | None]:
    """Return a payer as JSON can hold it; the share as an exact text."""
    return {"id": id, "zh": name[0], "en": name[1], "share": None if share is None else str(share)}


def borne_in_all(
    payers: Sequence[Mapping[str, str | None]], borne: Mapping[str, Sequence[str]]
) -> list[tuple[Pair, Decimal]]:
    """Return what each payer bears of all awards together, in yuan."""
    sums = [sum(map(Decimal, parts), Decimal(0)) for parts in zip(*borne.values(), strict=True)]
    names = [(payer["zh"] or "", payer["en"] or "") for payer in payers]
    return list(zip(names, sums or [Decimal(0)] * len(names), strict=True))


def share_of(payer: Mapping[str, str | None]) -> Decimal | None:
    """Return the share that a payer bears of every award; None where each award gives it an amount of its own."""
    share = payer["share"]
    return None if share is None else Decimal(share)
