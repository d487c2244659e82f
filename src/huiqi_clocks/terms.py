"""A term: how much time in which unit, and what happens when its last day is a day off."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from huiqi_clocks.errors import CannotReckon

_SECONDS_PER_HOUR: Final = 3600


class Unit(StrEnum):
    """What a term is counted in; `hours` are working hours, `natural_hours` run day and night."""

    WORKING_DAYS = "working_days"
    HALF_DAYS = "half_days"
    HOURS = "hours"
    NATURAL_DAYS = "natural_days"
    NATURAL_HOURS = "natural_hours"


class Roll(StrEnum):
    """Where a day goes that falls on a day off.

    `NEXT` is the rule of the Civil Code, article 203, for terms in natural days; `SAME` leaves it, `BEFORE` moves it back.
    """

    NEXT = "next"
    SAME = "same"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a unit is counted: steps in one of it, the most that is taken, its names, and how a wrong amount is refused."""

    steps: int
    most: int
    words: tuple[str, str]
    refusal: str = "amount"


# A hundred years are the most: whoever asks for more has mistyped.
MEASURES: Final = {
    Unit.WORKING_DAYS: _Measure(2, 25_000, ("个工作日", "working days")),
    Unit.HALF_DAYS: _Measure(1, 50_000, ("个半天", "half days"), "half_days"),
    Unit.HOURS: _Measure(_SECONDS_PER_HOUR, 200_000, ("个工作小时", "working hours")),
    Unit.NATURAL_DAYS: _Measure(1, 36_500, ("个自然日", "natural days")),
    Unit.NATURAL_HOURS: _Measure(_SECONDS_PER_HOUR, 876_000, ("小时", "hours")),
}


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of time above 0; working days in halves, hours in whole seconds.

    `unit` may be given by its name. Raises `CannotReckon("amount" | "half_days" | "too_long")`, and `ValueError` for a unit that there is not.
    """

    amount: Decimal | int
    unit: Unit | str = Unit.WORKING_DAYS
    roll: Roll | str = Roll.NEXT
    # The term in the smallest steps of its unit: half days, seconds, days.
    steps: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "roll", Roll(self.roll))
        object.__setattr__(self, "steps", steps_of(self.amount, Unit(self.unit)))

    def __add__(self, other: Term) -> Term:
        """Return both terms one after the other; raises `CannotReckon("unit")` where they are of two units."""
        if self.unit != other.unit:
            raise CannotReckon("unit", first=MEASURES[Unit(self.unit)].words, last=MEASURES[Unit(other.unit)].words)
        return Term(self.amount + other.amount, self.unit, self.roll)

    def said(self, *, english: bool) -> str:
        """Return the term in words."""
        return f"{plain(self.amount)} {MEASURES[Unit(self.unit)].words[english]}"


def steps_of(amount: Decimal | int, unit: Unit) -> int:
    """Return an amount above 0 in the smallest steps of its unit; raises `CannotReckon("amount" | "half_days" | "too_long")`."""
    measure = MEASURES[unit]
    if isinstance(amount, int) and not isinstance(amount, bool):
        steps = amount * measure.steps
    else:
        steps = _whole(amount, measure)
    if steps <= 0:
        raise CannotReckon(measure.refusal, amount=plain(amount))
    if steps > measure.most * measure.steps:
        raise CannotReckon(
            "too_long", amount=plain(amount), most=tuple(f"{measure.most} {word}" for word in measure.words)
        )
    return steps


def plain(amount: Decimal | int) -> str:
    """Return a number as people write it, and a monstrous one shortened."""
    text = str(amount)
    if isinstance(amount, Decimal) and amount.is_finite() and abs(amount.adjusted()) < 12:
        text = f"{amount.normalize():f}"
    return text if len(text) <= 24 else f"{text[:20]}…"


def _whole(amount: Decimal | int, measure: _Measure) -> int:
    """Return the steps of a decimal; its size is looked at before it is worked out, for 1e999999 is a number too."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise CannotReckon(measure.refusal, amount=str(amount)[:24])
    if amount.adjusted() > 9:
        raise CannotReckon(
            "too_long", amount=plain(amount), most=tuple(f"{measure.most} {word}" for word in measure.words)
        )
    try:
        steps = amount * measure.steps
        whole = int(steps)
    except (InvalidOperation, OverflowError):
        raise CannotReckon(measure.refusal, amount=plain(amount)) from None
    if whole != steps:
        raise CannotReckon(measure.refusal, amount=plain(amount))
    return whole
