"""Sums: what the clause gives holds the amount, the ledger holds it where the claim stands, the bank paid it once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, TypeAlias

from huiqi.casework.domain.claims.batches import Result, Stage
from huiqi.casework.domain.claims.states import ENDED, OWING, State
from huiqi.casework.domain.packs.layout import BATCHES
from huiqi.casework.domain.packs.problems import Problem, problem
from huiqi.ledger.domain.steps import ROUTES, STATE_WORDS, STEP_WORDS, Step
from huiqi.ledger.domain.steps import State as Account

_NOTHING: Final = Decimal(0)
# A line of the budget as a pack names it: its id, its name, who pays from it.
Place: TypeAlias = tuple[str, str, str]
_PROMISED: Final = (Account.RESERVED, Account.COMMITTED)
_OWED_OR_PAID: Final = (Account.PAYABLE, Account.PAID)


def money_problems(file: str, claim: Mapping[str, Any], batches: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield everything about a claim's money that does not add up."""
    yield from amount_problems(file, claim)
    yield from share_problems(file, claim)
    yield from transfer_problems(file, claim)
    yield from payment_problems(file, claim, batches)


def amount_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield an amount that the clause does not give, and adjustments that do not lead to it."""
    amount, low, high = (as_money(claim[name]) for name in ("amount", "low", "high"))
    if amount is None:
        if claim["approved"]:
            yield problem(file, "no_amount", claim["name"])
        return
    if amount <= 0 or (low is not None and amount < low) or (high is not None and amount > high):
        yield problem(file, "outside_range", claim["name"], amount=amount, low=low, high=high)
    chain = [(ends(one["before"]), ends(one["after"])) for one in claim["adjustments"]]
    follows = all(one[1] == other[0] for one, other in pairwise(chain))
    if chain and not (follows and chain[-1][1] == (low, high)):
        yield problem(file, "adjustments", claim["name"])


def share_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield shares of several payers that are not the amount, or that the ledger does not hold line by line once it is owed or paid."""
    shares = [as_money(one["amount"]) or _NOTHING for one in claim.get("borne", ())]
    if not shares:
        return
    amount = as_money(claim["amount"]) or _NOTHING
    if sum(shares, _NOTHING) != amount:
        yield problem(file, "shares_differ", claim["name"], found=sum(shares, _NOTHING), wanted=amount)
    if State(claim["state"]) != State.PAID and State(claim["state"]) not in OWING:
        return
    wanted: dict[Place, Decimal] = {}
    for one, share in zip(claim["borne"], shares, strict=True):
        place = place_of(one, one.get("line_payer"))
        wanted[place] = wanted.get(place, _NOTHING) + share
    found = owed_or_paid_by_line(claim)
    places = tuple(wanted | found)
    by_place = [[parts.get(place, _NOTHING) for place in places] for parts in (found, wanted)]
    if by_place[0] != by_place[1]:
        said = (" + ".join(map(str, parts)) for parts in by_place)
        yield problem(file, "share_not_booked", claim["name"], **dict(zip(("found", "wanted"), said, strict=True)))


def place_of(one: Mapping[str, Any], payer: object) -> Place:
    """Return which line of the budget is said, by its id, its name and who pays from it."""
    return str(one.get("line_id")), str(one.get("line")), str(payer)


def owed_or_paid_by_line(claim: Mapping[str, Any]) -> dict[Place, Decimal]:
    """Return what each line of the budget owes or has paid for a claim; what was asked back and came back was paid before."""
    held: dict[Place, Decimal] = {}
    for one in claim["transfers"]:
        line, money = place_of(one, one["payer"]), as_money(one["amount"]) or _NOTHING
        comes = Account(one["target"]) in _OWED_OR_PAID
        goes = Account(one["source"]) in _OWED_OR_PAID and Step(one["step"]) != Step.RETURN
        held[line] = held.get(line, _NOTHING) + money * (comes - goes)
    return held


def transfer_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield transfers that lead where none may, and what the ledger holds elsewhere than the claim says."""
    held, returned = dict.fromkeys(Account, _NOTHING), _NOTHING
    for one in claim["transfers"]:
        step, source, target = Step(one["step"]), Account(one["source"]), Account(one["target"])
        if step != Step.CORRECT and ROUTES[step] != (source, target):
            ends_said = {"source": STATE_WORDS[source], "target": STATE_WORDS[target]}
            yield problem(file, "transfer_route", claim["name"], step=STEP_WORDS[step], **ends_said)
        if one["cause"] != f"claim/{claim['id']}":
            yield problem(file, "transfer_not_mine", claim["name"], cause=one["cause"])
        money = as_money(one["amount"]) or _NOTHING
        held[source] -= money
        held[target] += money
        returned += money if step == Step.RETURN else _NOTHING
    wanted = wanted_in(claim)
    # What was asked back and came back was paid before.
    found = {Account.PAID: held[Account.PAID] + returned, Account.PAYABLE: held[Account.PAYABLE]}
    found[Account.COMMITTED] = sum((held[one] for one in _PROMISED), _NOTHING)
    for account, money in found.items():
        allowed = wanted.get(account, (_NOTHING,))
        if money not in allowed:
            where = STATE_WORDS[account]
            yield problem(file, "ledger_differs", claim["name"], where=where, wanted=allowed[0], found=money)
    said = sum((as_money(one["returned"]) or _NOTHING for one in claim.get("recoveries", ())), _NOTHING)
    if "recoveries" in claim and said != returned:
        yield problem(file, "recovery_differs", claim["name"], wanted=said, found=returned)


def wanted_in(claim: Mapping[str, Any]) -> dict[Account, tuple[Decimal, ...]]:
    """Return what the ledger may hold for a claim where it stands; reserved and committed count as one."""
    state, amount = State(claim["state"]), as_money(claim["amount"]) or _NOTHING
    if state == State.PAID:
        return {Account.PAID: (amount,)}
    if state in OWING:
        return {Account.PAYABLE: (amount,)}
    if state in ENDED or state in {State.PROPOSED, State.RETURNED, State.REVIEWED}:
        return {}
    # First to confirm, first served, and what is held: nothing is put aside.
    return {Account.COMMITTED: (amount, _NOTHING)}


def payment_problems(file: str, claim: Mapping[str, Any], batches: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield payments of other amounts, in batches that are not there, and money that was paid twice or not at all."""
    paid = [as_money(one["amount"]) or _NOTHING for one in claim["payments"] if one["result"] == Result.PAID]
    wanted = (as_money(claim["amount"]) or _NOTHING) if claim["state"] == State.PAID else _NOTHING
    if len(paid) > 1:
        yield problem(file, "paid_twice", claim["name"], count=len(paid))
    if sum(paid, _NOTHING) != wanted:
        yield problem(file, "paid_differs", claim["name"], found=sum(paid, _NOTHING), wanted=wanted)
    for one in claim["payments"]:
        if one["batch"] not in batches:
            yield problem(file, "no_batch", claim["name"], batch=one["batch"])


def batch_problems(batches: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield batches that one person made and checked, or that were sent unchecked."""
    for one in batches:
        sent = Stage(one["stage"]) in {Stage.CHECKED, Stage.SENT, Stage.CLOSED}
        if one["made_by"] == one["checked_by"]:
            yield problem(BATCHES, "maker_is_checker", what=one["number"])
        if sent and not one["checked_by"]:
            yield problem(BATCHES, "not_two_people", what=one["number"])


def as_money(text: str | None) -> Decimal | None:
    """Return an amount in yuan as it is written; raises ValueError, ArithmeticError where it is none."""
    if text is None:
        return None
    money = Decimal(text)
    if not money.is_finite() or money != round(money, 2):
        raise ValueError(f"no amount in yuan: {text[:40]}")
    return money


def ends(pair: Any) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of an amount."""
    low, high = pair
    return as_money(low), as_money(high)
