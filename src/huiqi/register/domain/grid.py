"""The grid (网格化服务): every key company has one grid, every grid its people; what is missing is said, never hidden.

A scheme says which companies are looked after and what each needs: an officer always, in some schemes a leader, a deputy and a
department as well (1+1+1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Duty(StrEnum):
    """What somebody is in a grid."""

    LEADER = "leader"
    DEPUTY = "deputy"
    OFFICER = "officer"


DUTY_NAMES = {
    Duty.LEADER: ("主要领导", "Leader"),
    Duty.DEPUTY: ("分管领导", "Deputy leader"),
    Duty.OFFICER: ("责任专员", "Responsible officer"),
}


class Gap(StrEnum):
    """What a key company lacks."""

    GRID = "grid"
    DEPARTMENT = "department"
    OFFICER = "officer"
    OFFICER_AWAY = "officer_away"
    LEADER = "leader"
    DEPUTY = "deputy"


GAP_NAMES = {
    Gap.GRID: ("未划入网格", "In no grid"),
    Gap.DEPARTMENT: ("缺责任部门", "Department missing"),
    Gap.OFFICER: ("缺责任专员", "Officer missing"),
    Gap.OFFICER_AWAY: ("专员已无此权限", "Officer has no role for it any more"),
    Gap.LEADER: ("缺主要领导", "Leader missing"),
    Gap.DEPUTY: ("缺分管领导", "Deputy leader missing"),
}


class Way(StrEnum):
    """How somebody was in touch with a company."""

    VISIT = "visit"
    PHONE = "phone"
    ONLINE = "online"


WAY_NAMES = {
    Way.VISIT: ("上门走访", "Visit"),
    Way.PHONE: ("电话联系", "Telephone"),
    Way.ONLINE: ("线上联系", "Online"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Key companies of a scheme, those that lack nothing, and how many lack what."""

    companies: int
    complete: int
    gaps: Mapping[Gap, int]

    @property
    def percent(self) -> Decimal | None:
        """Return the share that lacks nothing, to a tenth, never rounded up to all; None where there is no company."""
        if not self.companies:
            return None
        tenths = self.complete * 1000 // self.companies
        return Decimal(tenths) / 10 if tenths % 10 else Decimal(tenths // 10)


def is_needed(gap: Gap, duties: Iterable[str], *, needs_department: bool) -> bool:
    """Return whether a scheme asks for what the gap is about."""
    match gap:
        case Gap.DEPARTMENT:
            return needs_department
        case Gap.LEADER | Gap.DEPUTY:
            return gap.value in set(duties)
        case _:
            return True
