"""What makes a claim one to look at first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from huiqi.casework.domain.claims.credit import Credit


class Exceptional(StrEnum):
    """Why an officer looks at a claim by itself; in the order in which they are shown."""

    BARRED = "barred"
    LISTED = "listed"
    AGAIN = "again"
    CREDIT_UNKNOWN = "credit_unknown"
    OPEN_AMOUNT = "open_amount"
    EXCLUSIVE = "exclusive"
    FREED = "freed"
    DISPUTED = "disputed"
    ADJUSTED = "adjusted"
    NEAR = "near"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final[Mapping[Exceptional, tuple[str, str]]] = {
    Exceptional.BARRED: ("限制享受期内", "Kept from support"),
    Exceptional.LISTED: ("列入失信或违法名单", "On a credit or breach list"),
    Exceptional.AGAIN: ("本年度曾不予兑现、取消、放弃或逾期", "Refused, revoked, declined or lapsed this year"),
    Exceptional.CREDIT_UNKNOWN: ("信用未知", "Credit unknown"),
    Exceptional.OPEN_AMOUNT: ("金额待核定", "Amount to be set"),
    Exceptional.EXCLUSIVE: ("与另一项有先后", "Bound to another by a limit"),
    Exceptional.FREED: ("限额有余量，待重新核定", "Room under a limit again"),
    Exceptional.DISPUTED: ("数据有争议", "Disputed facts"),
    Exceptional.ADJUSTED: ("金额被调整", "Adjusted by a limit"),
    Exceptional.NEAR: ("临近门槛", "Near the threshold"),
}


def exceptions(
    credit: Credit, *, is_open: bool, is_disputed: bool, is_adjusted: bool, is_near: bool, is_barred: bool = False
) -> list[Exceptional]:
    """Return why a claim is looked at first, the gravest first; nothing where it is an ordinary one."""
    holds = {
        Exceptional.BARRED: is_barred,
        Exceptional.LISTED: credit is Credit.LISTED,
        Exceptional.CREDIT_UNKNOWN: credit is Credit.UNKNOWN,
        Exceptional.OPEN_AMOUNT: is_open,
        Exceptional.DISPUTED: is_disputed,
        Exceptional.ADJUSTED: is_adjusted,
        Exceptional.NEAR: is_near,
    }
    return [one for one in Exceptional if holds.get(one)]


def marked(marks: Collection[str]) -> list[str]:
    """Return marks once each, the gravest first."""
    return [one.value for one in Exceptional if one.value in marks]
