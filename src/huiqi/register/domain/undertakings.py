"""Undertakings: what organisations run that is neither an organisation nor a person: carriers, enclaves, stations, platforms, projects.

All have a name, an operator, a validity and companies in them, and carry labels (孵化器, 众创空间 …) of a level. One may carry more
than one label, so labels are counted each for itself, and added up only where no undertaking carries two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What an undertaking is; also the kind of its subject, by which policies ask for its facts."""

    CARRIER = "carrier"
    ENCLAVE = "enclave"
    STATION = "station"
    PLATFORM = "platform"
    PROJECT = "project"


class Outcome(StrEnum):
    """How a company left: graduated (毕业) or otherwise."""

    GRADUATED = "graduated"
    LEFT = "left"


OUTCOME_NAMES: dict[str, tuple[str, str]] = {
    Outcome.GRADUATED: ("已毕业", "Graduated"),
    Outcome.LEFT: ("已离开", "Left"),
}
GROUP_NAMES = {
    Group.CARRIER: ("孵化载体", "Carrier"),
    Group.ENCLAVE: ("科创飞地", "Enclave"),
    Group.STATION: ("工作站", "Station"),
    Group.PLATFORM: ("创新平台", "Innovation platform"),
    Group.PROJECT: ("项目", "Project"),
}
# What the companies in one are called.
RESIDENT_NAMES = {
    Group.CARRIER: ("在孵企业", "Incubatees"),
    Group.ENCLAVE: ("在孵企业", "Incubatees"),
    Group.STATION: ("共建企业", "Companies of the station"),
    Group.PLATFORM: ("服务企业", "Companies served"),
    Group.PROJECT: ("参与企业", "Companies taking part"),
}
# An enclave and a station are somewhere else: without their city they say nothing.
AWAY = (Group.ENCLAVE, Group.STATION)


@dataclass(frozen=True, slots=True)
class LabelKind:
    """A kind of label: its names, the group that carries it, and the family under which it is counted with others."""

    key: str
    zh: str
    en: str
    group: Group
    family: str = ""


_ALL = (
    LabelKind("incubator", "孵化器", "Incubator", Group.CARRIER, "incubator"),
    LabelKind("professional_incubator", "专业孵化器", "Professional incubator", Group.CARRIER, "incubator"),
    LabelKind("makerspace", "众创空间", "Makerspace", Group.CARRIER, "makerspace"),
    LabelKind("professional_makerspace", "专业化众创空间", "Professional makerspace", Group.CARRIER, "makerspace"),
    LabelKind("accelerator", "加速器", "Accelerator", Group.CARRIER, "accelerator"),
    LabelKind("science_enclave", "科创飞地", "Science enclave", Group.ENCLAVE),
    LabelKind("offshore_incubator", "离岸孵化器", "Offshore incubator", Group.ENCLAVE),
    LabelKind("talent_station", "异地人才工作站", "Out-of-town talent station", Group.STATION),
    LabelKind("academician_station", "院士工作站", "Academician station", Group.STATION),
    LabelKind("postdoc_station", "博士后工作站", "Post-doctoral station", Group.STATION),
    LabelKind("training_station", "实训基地", "Training station", Group.STATION),
    LabelKind("technology_platform", "公共技术服务平台", "Public technology platform", Group.PLATFORM),
    LabelKind("key_laboratory", "重点实验室", "Key laboratory", Group.PLATFORM),
    LabelKind("engineering_centre", "工程技术研究中心", "Engineering research centre", Group.PLATFORM),
    LabelKind("rd_institute", "新型研发机构", "New-type R&D institute", Group.PLATFORM),
    LabelKind("industrial_project", "产业项目", "Industrial project", Group.PROJECT),
    LabelKind("research_project", "科研项目", "Research project", Group.PROJECT),
)
LABEL_KINDS = {kind.key: kind for kind in _ALL}
FAMILY_NAMES = {
    "incubator": ("孵化器合计", "Incubators in all"),
    "makerspace": ("众创空间合计", "Makerspaces in all"),
    "accelerator": ("加速器合计", "Accelerators in all"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Undertakings with a label: of which kind, printed under which name of its own, of which level, and how many."""

    kind: str
    name: str
    level: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Labels counted one by one, how many undertakings carry them, and the sums of families, each undertaking once."""

    lines: tuple[Counted, ...]
    families: tuple[tuple[str, int], ...]
    undertakings: int

    @property
    def labels(self) -> int:
        """Return how many labels there are."""
        return sum(line.count for line in self.lines)

    @property
    def is_disjoint(self) -> bool:
        """Return whether no undertaking carries two labels, so that the lines may be added up."""
        return self.labels == self.undertakings


def tally(labels: Iterable[tuple[object, str, str, str]]) -> Tally:
    """Count labels, given as (undertaking, kind, own name, level)."""
    by_line: dict[tuple[str, str, str], set[object]] = {}
    by_family: dict[str, set[object]] = {}
    every: set[object] = set()
    for undertaking, kind, name, level in labels:
        by_line.setdefault((kind, name, level), set()).add(undertaking)
        every.add(undertaking)
        if family := LABEL_KINDS[kind].family:
            by_family.setdefault(family, set()).add(undertaking)
    order = {key: place for place, key in enumerate(LABEL_KINDS)}
    lines = sorted(by_line.items(), key=lambda one: (order[one[0][0]], one[0][1], one[0][2]))
    return Tally(
        lines=tuple(Counted(*key, count=len(found)) for key, found in lines),
        families=tuple((family, len(by_family[family])) for family in FAMILY_NAMES if family in by_family),
        undertakings=len(every),
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """Companies that moved in, graduated and left otherwise in a span of days, and how many were there at its end."""

    entered: int
    graduated: int
    left: int
    present: int

    @property
    def net(self) -> int:
        """Return the net change as zones publish it: moved in less graduated."""
        return self.entered - self.graduated
