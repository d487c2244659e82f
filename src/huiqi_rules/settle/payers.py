"""Who bears an award: shares of it, or own amounts that must add up to it to the fen.

By shares each payer is rounded half-up to the fen and takes no more than is left; the last gets the rest. Nobody bears less than 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_UP, Decimal

from huiqi_rules.core.values import FEN, Bounds, round_fen
from huiqi_rules.model.claims import ClauseRules, Money, Settled
from huiqi_rules.settle.ranges import INFINITE, ZERO, amount_of, floor_fen, range_of
from huiqi_rules.settle.state import Context, doubted, refused

UNBALANCED = "unbalanced"


def split_between_payers(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Name what each payer bears; refuse claims whose payers' amounts are not the award."""
    for rules in context.rules.values():
        _check(rules)
    after = list(states)
    for index, state in enumerate(states):
        payers = context.rules[state.claim.clause].payers
        if payers and state.outcome is not False:
            by_amount = payers[0][1] is None
            after[index] = _by_amounts(state, payers) if by_amount else _by_shares(state, payers)
    return after


def _check(rules: ClauseRules) -> None:
    shares = [share for _, share in rules.payers if share is not None]
    if not shares:
        return
    if len(shares) != len(rules.payers) or sum(shares) != 1 or min(shares) < 0:
        raise ValueError(
            f"payers of {rules.clause!r}: shares must add up to exactly 1, got {', '.join(map(str, shares))}"
        )


def _by_shares(state: Settled, payers: Sequence[tuple[str, Decimal | None]]) -> Settled:
    shares = [share for _, share in payers if share is not None]
    parts: Sequence[Money]
    if isinstance(state.amount, Decimal):
        parts = parts_of(state.amount, shares)
    else:
        parts = _open_parts(state.amount, shares)
    return replace(state, payers=tuple((payer, part) for (payer, _), part in zip(payers, parts, strict=True)))


def parts_of(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Return what payers bear of an amount by shares that add up to 1, to the fen: half-up, no more than is left, the last the rest."""
    parts, left = [], amount
    for share in shares[:-1]:
        parts.append(min(round_fen(amount * share), left))
        left -= parts[-1]
    return [*parts, left]


def _open_parts(amount: Bounds | None, shares: Sequence[Decimal]) -> list[Money]:
    if amount is None:
        return [None] * len(shares)
    low, high = range_of(amount)
    if high == INFINITE:
        return [None] * len(shares)
    if len(shares) <= 2:
        return [
            amount_of((least, most)) for least, most in zip(parts_of(low, shares), parts_of(high, shares), strict=True)
        ]
    # With three or more, the odd fen may fall to one or another: half a fen for each payer on both sides.
    slack = FEN / 2 * len(shares)
    return [
        amount_of((floor_fen(max(ZERO, low * share - slack)), (high * share + slack).quantize(FEN, ROUND_UP)))
        for share in shares
    ]


def _by_amounts(state: Settled, payers: Sequence[tuple[str, Decimal | None]]) -> Settled:
    given = state.claim.payer_amounts
    assert len(given) == len(payers), f"{state.claim.clause}: one amount for each payer"
    least = round_fen(sum((amount for amount in given if amount is not None), ZERO))
    most = INFINITE if None in given else least
    low, high = range_of(state.amount)
    low, high = round_fen(low), high if high == INFINITE else round_fen(high)
    detail = {"award": state.amount, "payers": None if None in given else least}
    # Who bears less than nothing would be paid by the others.
    if below := [amount for amount in given if amount is not None and amount < 0]:
        return refused(state, UNBALANCED, detail | {"payers": least, "below": min(below)})
    if least > high or most < low:
        return refused(state, UNBALANCED, detail | {"payers": least})
    state = replace(state, payers=tuple((payer, part) for (payer, _), part in zip(payers, given, strict=True)))
    return state if low == high == least == most else doubted(state, UNBALANCED, detail, wait="payers")
