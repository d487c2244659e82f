"""What several payers bear of the awards of a round: by shares of each, or an own amount each; to the fen, and the award in all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huiqi.casework.domain.payers import share_of
from huiqi.casework.models import Claim, Round, RoundPayer, RunClause
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.kernel.money import full
from huiqi.rulebook.services.sharing import borne_by_shares


def make_payers(made: Round, clause: RunClause) -> None:
    """Write down who shares the awards of a round; nobody does where the clause names no payers."""
    RoundPayer.objects.bulk_create(
        RoundPayer(round=made, place=place, code=one["id"], zh=one["zh"], en=one["en"], share=share_of(one))
        for place, one in enumerate(clause.payers)
    )


def borne_by(clause: RunClause, row: int) -> list[Decimal] | None:
    """Return what each payer bears of a company's award as the run gave it; None where one line pays all, or the amount is open."""
    parts = clause.borne.get(str(row))
    return None if parts is None else [Decimal(part) for part in parts]


def share_out(claim: Claim) -> None:
    """Set what each payer bears of a claim's amount as it is by now, to be kept with it; raises CannotClaim.

    Who bears an amount of its own bears no other one: such an award cannot become another one in a round.
    """
    shares = list(claim.round.payers.values_list("share", flat=True))
    if not shares:
        return
    if claim.amount is None:
        claim.borne = None
    elif any(share is None for share in shares):
        check_own(claim)
    else:
        claim.borne = list(borne_by_shares(claim.amount, [share for share in shares if share is not None]))


def check_own(claim: Claim) -> None:
    """Refuse another amount than what the payers bear together; raises CannotClaim."""
    together = sum(claim.borne or [], Decimal(0))
    if claim.amount is not None and together != claim.amount:
        raise CannotClaim("own_shares", name=claim.name, together=full(together), amount=full(claim.amount))


def parts_of(claim: Claim) -> Sequence[Decimal]:
    """Return what each line bears of a claim that is decided, in the order of the lines (`queries.lines_of`)."""
    assert claim.amount is not None, "a decided claim has its amount"
    return [claim.amount] if claim.borne is None else claim.borne


def parts_with(claim: Claim, amount: Decimal) -> Sequence[Decimal]:
    """Return what each line would bear of another amount of a claim; an amount of its own stays what it is."""
    if claim.borne is None:
        return [amount]
    shares = [share for share in claim.round.payers.values_list("share", flat=True) if share is not None]
    return borne_by_shares(amount, shares) if shares else claim.borne
