"""Reading what was typed: days, moments, ranges and numbers, each in the one form that the help shows."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from huiqi_clocks.hours import CHINA
from huiqi_clocks.stops import Excluded

_LONGEST: Final = 40
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,6})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class CannotRead(ValueError):
    """An argument is not written as it has to be; says which, what was typed and what is wanted."""

    def __init__(self, option: str, typed: str, wanted: tuple[str, str]) -> None:
        super().__init__(option)
        self.option = option
        self.typed = typed
        self.wanted = wanted

    def said(self, *, english: bool) -> str:
        """Return the message in one language."""
        typed = "".join(character if character.isprintable() else "\ufffd" for character in self.typed[:_LONGEST])
        cut = "…" if len(self.typed) > _LONGEST else ""
        if english:
            return f"{self.option}: “{typed}{cut}” cannot be read; {self.wanted[1]}."
        return f"{self.option}：“{typed}{cut}”无法识别，{self.wanted[0]}。"


def read_day(option: str, text: str) -> date:
    """Return the day that was typed as 2026-02-13."""
    try:
        return _day(text)
    except ValueError:
        raise CannotRead(option, text, ("应写作 2026-02-13", "write a day as 2026-02-13")) from None


def read_moment(option: str, text: str) -> date | datetime:
    """Return the day, or the moment in the offices' time, that was typed as 2026-02-13 or 2026-02-13T14:00."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=CHINA)
        return _day(text)
    except ValueError:
        wanted = ("应写作 2026-02-13 或 2026-02-13T14:00", "write a day as 2026-02-13 or a moment as 2026-02-13T14:00")
        raise CannotRead(option, text, wanted) from None


def read_number(option: str, text: str) -> Decimal:
    """Return the number that was typed, exactly."""
    if not _NUMBER.fullmatch(text):
        raise CannotRead(option, text, ("应为数字，如 5 或 2.5", "write a number such as 5 or 2.5"))
    return Decimal(text)


def read_range(option: str, text: str) -> Excluded:
    """Return the days that were typed as 2026-03-02..2026-03-06, or as one day; raises `CannotReckon("reversed")`."""
    first, dots, last = text.partition("..")
    try:
        return Excluded(_day(first), _day(last if dots else first))
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        wanted = ("应写作 2026-03-02..2026-03-06", "write a range as 2026-03-02..2026-03-06")
        raise CannotRead(option, text, wanted) from None


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
