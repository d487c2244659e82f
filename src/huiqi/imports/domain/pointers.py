"""What the tables that may point at a company are called, for people who compare two records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.kernel.words import Pair

_NAMES: Final[Mapping[str, Pair]] = {
    "register.candidate": ("培育库条目", "entries in the pool"),
    "register.contact": ("联系人", "contacts"),
    "register.correction": ("更正申请", "requests for correction"),
    "register.evidencefile": ("证明材料", "files of evidence"),
    "register.gridplace": ("网格归属", "places in grids"),
    "register.keycompany": ("重点企业", "key company"),
    "register.organisation": ("下级机构或已并入的记录", "records below it or merged into it"),
    "register.residency": ("入驻载体", "stays at carriers"),
    "register.rolegrant": ("人员角色", "roles of people"),
    "register.subject": ("人员和项目", "people and projects"),
    "register.title": ("称号", "titles"),
    "register.undertaking": ("载体与项目", "carriers and projects"),
    "register.visit": ("走访", "visits"),
    "casework.askedcompany": ("调查", "surveys"),
}
_OTHER: Final[Pair] = ("其他记录", "other rows")


def name_of(table: str) -> Pair:
    """Return what the rows of a table are called."""
    return _NAMES.get(table, _OTHER)
