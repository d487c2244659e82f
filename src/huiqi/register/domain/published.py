"""Figures as somebody published them: a number never goes without the word that came with it (超, 近, 约 …), its unit and its day.

What follows from them keeps that caution: "over 200" and 157 together are at least 357; two figures of which neither is exact have a
ratio that is about so much; and nothing is said to be the rest of something that is itself not exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """The word before a number."""

    EXACTLY = "="
    OVER = ">"
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"
    NEARLY = "~<"
    UNDER = "<"


QUALIFIER_WORDS = {
    Qualifier.EXACTLY: ("", ""),
    Qualifier.OVER: ("超", "over "),
    Qualifier.AT_LEAST: ("不少于", "at least "),
    Qualifier.AT_MOST: ("不超过", "at most "),
    Qualifier.ABOUT: ("约", "about "),
    Qualifier.NEARLY: ("近", "nearly "),
    Qualifier.UNDER: ("不足", "under "),
}
# Numbers that bound a sum from below, from above; 近 and 约 bound nothing.
_FROM_BELOW = (Qualifier.EXACTLY, Qualifier.OVER, Qualifier.AT_LEAST)
_FROM_ABOVE = (Qualifier.EXACTLY, Qualifier.AT_MOST, Qualifier.UNDER)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Published:
    """A number with its word."""

    value: Decimal
    qualifier: Qualifier = Qualifier.EXACTLY

    @property
    def is_exact(self) -> bool:
        """Return whether it is that number and no other."""
        return self.qualifier is Qualifier.EXACTLY

    def words(self, *, english: bool) -> str:
        """Return it as it is read: 近30,000, over 200."""
        return f"{QUALIFIER_WORDS[self.qualifier][english]}{self.value:,f}"


def total(parts: Sequence[Published]) -> Published:
    """Return what parts that do not overlap come to."""
    words = {part.qualifier for part in parts}
    if words <= {Qualifier.EXACTLY}:
        word = Qualifier.EXACTLY
    elif words <= set(_FROM_BELOW):
        word = Qualifier.AT_LEAST
    elif words <= set(_FROM_ABOVE):
        word = Qualifier.AT_MOST
    else:
        word = Qualifier.ABOUT
    return Published(sum((part.value for part in parts), Decimal(0)), word)


def rest(whole: Published, parts: Sequence[Published]) -> Published | None:
    """Return what the whole has beside its parts, where all are exact and the parts are not more; None where it is not known."""
    left = whole.value - sum((part.value for part in parts), Decimal(0))
    if left < 0 or not (whole.is_exact and all(part.is_exact for part in parts)):
        return None
    return Published(left)


def share(part: Published, whole: Published) -> Published | None:
    """Return the part in per cent of the whole, to one place; about so much unless both are exact; None of nothing."""
    if whole.value == 0:
        return None
    percent = (part.value * 100 / whole.value).quantize(_TENTH)
    percent = percent.to_integral_value() if percent == percent.to_integral_value() else percent
    exact = part.is_exact and whole.is_exact and percent * whole.value == part.value * 100
    return Published(percent, Qualifier.EXACTLY if exact else Qualifier.ABOUT)


# What a figure is about, and on which page it stands.
TOPICS = {
    "carrier": ("载体与平台", "Carriers and platforms"),
    "ladder": ("梯度培育", "Ladder"),
    "grid": ("网格服务", "Grid"),
    "survey": ("走访调查", "Visits and surveys"),
    "people": ("人才", "People"),
    "other": ("其他", "Other"),
}
