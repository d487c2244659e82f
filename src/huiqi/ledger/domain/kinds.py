"""What a line can be."""

from __future__ import annotations

from enum import StrEnum

from huiqi.kernel.words import Pair


class Kind(StrEnum):
    """A budget of a year, a pool that several of them draw from, a ceiling over several, or a fund with capital and no year."""

    LINE = "line"
    POOL = "pool"
    CEILING = "ceiling"
    FUND = "fund"


KIND_WORDS: dict[Kind, Pair] = {
    Kind.LINE: ("预算", "Budget line"),
    Kind.POOL: ("资金池", "Pool"),
    Kind.CEILING: ("总额控制", "Ceiling"),
    Kind.FUND: ("基金", "Fund"),
}
