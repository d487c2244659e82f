"""Titles that companies hold (高企, 专精特新 …): their kinds, their levels, which facts they are, and on which days they hold.

A title is a dated record of its own. It also makes the yes-or-no facts that policies ask for true on its days, and on no other:
what comes after its end nobody has said, so it is unknown, unless the title was revoked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Who gave the title."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CITY = "city"
    ZONE = "zone"


LEVELS: dict[str, tuple[str, str]] = {
    Level.NATIONAL.value: ("国家级", "National"),
    Level.PROVINCIAL.value: ("省级", "Provincial"),
    Level.CITY.value: ("市级", "City"),
    Level.ZONE.value: ("区级", "Zone"),
}


class Recognition(StrEnum):
    """Whether it was given for the first time (首次认定) or again (重新认定, 复核); often nobody says."""

    FIRST = "first"
    RENEWED = "renewed"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of title: names, the years for which it is usually given (None: not fixed), by which article, and its facts."""

    key: str
    zh: str
    en: str
    usual_years: int | None = None
    source: str = ""
    facts: tuple[str, ...] = ()


_SME = "工信部企业〔2022〕63号"
KINDS: tuple[Kind, ...] = (
    Kind("tech_sme", "科技型中小企业", "Technology SME"),
    Kind("hnte", "高新技术企业", "High-tech enterprise", 3, "国科发火〔2016〕32号第九条", ("has_hnte_certificate",)),
    Kind("innovative_sme", "创新型中小企业", "Innovative SME", 3, _SME),
    Kind("specialised_sme", "专精特新中小企业", "Specialised SME", 3, _SME, ("has_specialised_title",)),
    Kind("little_giant", "专精特新“小巨人”企业", "Little giant", 3, _SME),
    Kind("single_champion", "制造业单项冠军", "Manufacturing single champion"),
    Kind("hidden_champion", "隐形冠军", "Hidden champion"),
    Kind("three_high", "“三高”企业", "Three-high enterprise"),
    Kind("above_scale", "规模以上企业", "Above-scale enterprise"),
    Kind("mid_tier", "腰部企业", "Mid-tier enterprise"),
    Kind("chain_leader", "链主企业", "Chain leader"),
    Kind("golden_seed", "上市后备“金种子”企业", "Pre-IPO golden seed"),
)
BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first on which something holds to the first on which it no longer does; None: without end."""

    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Return whether the day is one of them."""
        return self.start <= day and (self.end is None or day < self.end)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as few spans in order: what overlaps or follows at once is one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end or date.max)):
        last = found[-1] if found else None
        if last is not None and (last.end is None or span.start <= last.end):
            found[-1] = Span(
                last.start,
                None if None in (last.end, span.end) else max(last.end or span.start, span.end or span.start),
            )
        else:
            found.append(span)
    return tuple(found)
