"""From what is asked to the transfers that do it, or to the reason why not; the database checks the same once more.

`Sheet` holds the balances that an entry touches. Entries are tried on it one after the other: one that fits stays, one that
does not leaves no trace, so that what the first ones leave is what the later ones find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.money import FEN
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.steps import DRAWS, PROMISED, ROUTES, STATE_WORDS, STEP_WORDS, State, Step

_NOTHING = Decimal(0)
# numeric(18,2).
_MOST = Decimal(10) ** 16


class CannotMove(Cannot):
    """Money cannot be moved like that; nothing was."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_enough": (
            "“{title}”的{state}余额为{free:,.2f}元，不足{wanted:,.2f}元。",
            "“{title}” has CNY {free:,.2f} {state}; {wanted:,.2f} are wanted.",
        ),
        "over_ceiling": (
            "超过“{title}”的总额控制：还剩{free:,.2f}元，需要{wanted:,.2f}元。",
            "over the ceiling “{title}”: CNY {free:,.2f} are left, {wanted:,.2f} are wanted.",
        ),
        "cause_has_less": (
            "该事项在“{title}”中的{state}金额为{free:,.2f}元，不足{wanted:,.2f}元。",
            "this cause has CNY {free:,.2f} {state} on “{title}”; {wanted:,.2f} are wanted.",
        ),
        "party_differs": (
            "该事项的收款方已经确定，不能换成另一方：请撤销后以新的事项登记。",
            "the receiver of this cause is settled: cancel it, and enter another one under a cause of its own.",
        ),
        "unknown_line": ("没有这条预算：{line}。", "there is no such budget line: {line}."),
        "amount_invalid": (
            "金额须大于0、精确到分：{amount}。",
            "an amount is above 0 and has two decimals at most: {amount}.",
        ),
        "not_a_step": ("“{step}”不能这样登记。", "“{step}” is not entered like this."),
        "nothing": ("没有要登记的金额。", "there is nothing to enter."),
        "total_differs": (
            "各方分担合计{sum:,.2f}元，与总额{total:,.2f}元不符。",
            "the shares add up to CNY {sum:,.2f}, not to {total:,.2f}.",
        ),
        "key_used_otherwise": (
            "编号{key}已用于另一笔内容不同的登记。",
            "the key {key} was used for an entry with other content.",
        ),
        "maker_is_checker": ("经办人与复核人不能是同一人。", "maker and checker are two people."),
        "corrects_more": (
            "最多还能更正{free:,.2f}元，不能更正{wanted:,.2f}元。",
            "CNY {free:,.2f} at most are left to correct, not {wanted:,.2f}.",
        ),
        "unknown_transfer": ("没有这笔账：{transfer}。", "there is no such transfer: {transfer}."),
    }


@dataclass(frozen=True, slots=True)
class Movement:
    """An amount of a line that takes a step, for a cause, in favour of a party; all three are opaque here."""

    line: UUID
    step: Step
    amount: Decimal
    cause: str
    party: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Movements that happen together or not at all, under a key that makes a repetition harmless.

    Where `total` is given, the movements of each step add up to it: shares of several payers.
    """

    key: str
    movements: Sequence[Movement]
    total: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A transfer that is to be written: out of one account of a line into another."""

    line: UUID
    step: Step
    source: State
    target: State
    amount: Decimal
    cause: str
    party: UUID | None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What has to be known of a line: its title, the pool that it draws from, the ceilings over it, whether it is one."""

    title: Pair
    pool: UUID | None = None
    ceilings: tuple[UUID, ...] = ()
    is_ceiling: bool = False


@dataclass(slots=True)
class Sheet:
    """Balances by line and state, what is promised by line, cause and state, and for whom."""

    lines: Mapping[UUID, Known]
    balances: dict[tuple[UUID, State], Decimal]
    promised: dict[tuple[UUID, str, State], Decimal] = field(default_factory=dict)
    parties: dict[tuple[UUID, str], UUID] = field(default_factory=dict)

    def take(self, entry: Entry) -> list[Posting]:
        """Return the transfers of an entry and count them in; raises CannotMove and counts nothing."""
        trial = Sheet(self.lines, dict[tuple[UUID, State], Decimal](), {}, {})
        postings: list[Posting] = []
        for movement in checked(entry, self.lines):
            for posting in self._with_pool(movement, trial):
                self._try(posting, trial)
                postings.append(posting)
        self._keep(trial)
        return postings

    def take_back(self, postings: Iterable[Posting]) -> None:
        """Count corrections in; raises CannotMove and counts nothing."""
        trial = Sheet(self.lines, {}, {}, {})
        for posting in postings:
            self._try(posting, trial)
        self._keep(trial)

    def _keep(self, trial: Sheet) -> None:
        self.balances.update(trial.balances)
        self.promised.update(trial.promised)
        self.parties.update(trial.parties)

    def _balance(self, line: UUID, state: State, trial: Sheet) -> Decimal:
        key = (line, state)
        return trial.balances.get(key, self.balances.get(key, _NOTHING))

    def _with_pool(self, movement: Movement, trial: Sheet) -> Iterator[Posting]:
        """Yield a movement as a transfer, with what is drawn from the line's pool before it, or goes back there after it."""
        source, target = ROUTES[movement.step]
        pool = self.lines[movement.line].pool
        if pool and source is State.FREE:
            lacking = movement.amount - self._balance(movement.line, State.FREE, trial)
            if lacking > 0:
                yield from _draw(pool, movement.line, lacking, movement.cause)
        yield Posting(
            movement.line, movement.step, source, target, movement.amount, movement.cause, movement.party
        )  # fmt: skip
        if pool and target is State.FREE:
            yield from _draw(movement.line, pool, movement.amount, movement.cause)

    def _try(self, posting: Posting, trial: Sheet) -> None:
        known = self.lines[posting.line]
        is_promised = not {posting.source, posting.target} <= {State.SET, State.FREE}
        if is_promised:
            # First, since it says more: whose money is not there.
            self._promise(posting, known, trial)
        self._count(posting.line, posting, trial)
        for ceiling in known.ceilings if is_promised else ():
            self._count(ceiling, posting, trial)

    def _count(self, line: UUID, posting: Posting, trial: Sheet) -> None:
        for state, sign in ((posting.source, -1), (posting.target, 1)):
            before = self._balance(line, state, trial)
            # The account SET counts what went out of it.
            after = before + posting.amount * (-sign if state is State.SET else sign)
            if after < 0:
                known = self.lines[line]
                raise CannotMove(
                    "over_ceiling" if known.is_ceiling else "not_enough",
                    line=line, title=known.title, state=STATE_WORDS[state], free=before, wanted=posting.amount,
                )  # fmt: skip
            trial.balances[line, state] = after

    def _promise(self, posting: Posting, known: Known, trial: Sheet) -> None:
        for state, sign in ((posting.source, -1), (posting.target, 1)):
            if state not in PROMISED:
                continue
            key = (posting.line, posting.cause, state)
            before = trial.promised.get(key, self.promised.get(key, _NOTHING))
            after = before + posting.amount * sign
            if after < 0:
                raise CannotMove(
                    "cause_has_less", line=posting.line, title=known.title, state=STATE_WORDS[state],
                    free=before, wanted=posting.amount,
                )  # fmt: skip
            trial.promised[key] = after
        whose = (posting.line, posting.cause)
        party = trial.parties.get(whose, self.parties.get(whose))
        if posting.party and party and posting.party != party:
            raise CannotMove("party_differs", line=posting.line)
        if posting.party:
            trial.parties[whose] = posting.party


def checked(entry: Entry, lines: Mapping[UUID, Known]) -> Sequence[Movement]:
    """Return the movements of an entry if each of them can be meant; raises CannotMove."""
    if not entry.movements:
        raise CannotMove("nothing")
    sums: dict[Step, Decimal] = {}
    for movement in entry.movements:
        if movement.line not in lines:
            raise CannotMove("unknown_line", line=movement.line)
        if not can_be_asked(movement.step, is_ceiling=lines[movement.line].is_ceiling):
            raise CannotMove("not_a_step", step=STEP_WORDS[movement.step])
        if not sound(movement.amount):
            raise CannotMove("amount_invalid", amount=movement.amount)
        sums[movement.step] = sums.get(movement.step, _NOTHING) + movement.amount
    if entry.total is not None:
        for found in sums.values():
            if found != entry.total:
                raise CannotMove("total_differs", sum=found, total=entry.total)
    return entry.movements


def can_be_asked(step: Step, *, is_ceiling: bool) -> bool:
    """Return whether a step can be asked for: draws are the ledger's own, and nothing is promised of a ceiling itself."""
    return step in {Step.SET, Step.CUT} if is_ceiling else step in ROUTES and step not in DRAWS


def sound(amount: Decimal) -> bool:
    """Return whether an amount in yuan is a number above 0 that the ledger can hold, exact to the fen."""
    return amount.is_finite() and 0 < amount < _MOST and amount == amount.quantize(FEN)


def turned_round(posting: Posting, *, transfer: int, amount: Decimal) -> Posting:
    """Return what takes back a part of a transfer, or all of it."""
    return Posting(
        posting.line, Step.CORRECT, posting.target, posting.source, amount, posting.cause, posting.party, transfer
    )  # fmt: skip


def _draw(giver: UUID, taker: UUID, amount: Decimal, cause: str) -> Iterator[Posting]:
    for line, step in ((giver, Step.DRAW_OUT), (taker, Step.DRAW_IN)):
        yield Posting(line, step, *ROUTES[step], amount, cause, None)
