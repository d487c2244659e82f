"""What a fact can hold. Three things that look alike are kept apart: 0 is a value, not applicable is known, missing is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import Enum, StrEnum

# numeric(38, 18) of the database.
WHOLE_DIGITS_MOST = 20
# A share that a spreadsheet computed has 15 digits after some zeros.
PLACES_MOST = 18
_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?")


class State(StrEnum):
    """What is known of a fact."""

    KNOWN = "known"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


class Nothing(Enum):
    """The two kinds of no value: known not to apply, and not known (also: withdrawn)."""

    NOT_APPLICABLE = State.NOT_APPLICABLE
    MISSING = State.MISSING


NOT_APPLICABLE = Nothing.NOT_APPLICABLE
MISSING = Nothing.MISSING

Value = Decimal | str | date | bool | Nothing


@dataclass(frozen=True, slots=True)
class Columns:
    """A value as the table holds it: a state, and at most one of four columns filled."""

    state: State
    number: Decimal | None = None
    text: str | None = None
    day: date | None = None
    truth: bool | None = None


def columns(value: Value) -> Columns:
    """Return how a value is stored; raises ValueError for one that would lose a digit, TypeError for a float."""
    match value:
        case Nothing():
            return Columns(State(value.value))
        case bool():
            return Columns(State.KNOWN, truth=value)
        case Decimal():
            return Columns(State.KNOWN, number=storable(value))
        case str():
            return Columns(State.KNOWN, text=value)
        case date():
            return Columns(State.KNOWN, day=value)
        case _:
            raise TypeError(f"a fact cannot hold {type(value).__name__}")


def value_of(stored: Columns) -> Value:
    """Return the value of what is stored."""
    if stored.state is not State.KNOWN:
        return Nothing(stored.state)
    if stored.number is not None:
        # The column pads with zeros; 12.50 and 12.5 are one number, and whole ones have no exponent.
        number = exactly(stored.number)
        whole = stored.number.to_integral_value()
        return whole if whole == number else number
    found = next(part for part in (stored.text, stored.day, stored.truth) if part is not None)
    assert isinstance(found, str | date | bool)
    return found


def storable(number: Decimal) -> Decimal:
    """Return the number if the column holds it exactly; raises ValueError."""
    if not number.is_finite():
        raise ValueError(f"{number} is no number")
    parts = exactly(number).as_tuple()
    assert isinstance(parts.exponent, int)
    if -parts.exponent > PLACES_MOST or len(parts.digits) + parts.exponent > WHOLE_DIGITS_MOST:
        raise ValueError(f"{number} has more digits than a fact can hold")
    return number


def written_number(number: Decimal) -> str:
    """Return the digits of a number, none too many: `12.5`, `0`; raises ValueError as `storable` does."""
    text = str(number)
    if "E" in text and 0 <= number.adjusted() < WHOLE_DIGITS_MOST:
        # Whole ten thousands, as 1.5E+7: no digit is behind the point.
        text = f"{number:f}"
    elif len(text) > PLACES_MOST or "E" in text or not text[-1].isdigit():
        text = f"{exactly(storable(number)):f}"
    elif "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def exactly(number: Decimal) -> Decimal:
    """Return the number without zeros at its end; Python's own context would round it to 28 digits."""
    return number.normalize(Context(prec=len(number.as_tuple().digits)))


def is_period(text: str) -> bool:
    """Return whether a text names a year, half, quarter or month (`2025`, `2025-H1`, `2025-Q1`, `2025-03`), or is empty."""
    return not text or bool(_PERIOD.fullmatch(text))
