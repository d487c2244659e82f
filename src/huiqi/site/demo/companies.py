"""The invented companies, as the register keeps them: what a yearly return says of each, three years back.

They are the engine's demonstration companies, moved to the present: the last full year is the one before `now`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any
from uuid import UUID

from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_ids
from huiqi.register.domain.values import NOT_APPLICABLE, Value
from huiqi.register.services.batches import Line, NewCompany
from huiqi.site.demo import city_list
from huiqi.site.demo.sisters import SISTERS, Told, told_by
from huiqi_rules.core.values import Absent
from huiqi_rules.report.demonstration.columns import COLUMNS
from huiqi_rules.report.demonstration.companies import Company, Truth, make_companies

SEED = 20240630
_LAST_YEAR = 2023
# Figures of which a portrait shows the years; earlier years follow the sales.
_SERIES = {
    "operating_revenue": "0.01",
    "total_assets": "0.01",
    "staff": "1",
    "rd_expense": "0.01",
    "invention_patents": "1",
}
# Titles are records of their own, and make these facts.
_OF_TITLES = frozenset({"has_hnte_certificate", "has_specialised_title"})
# What the science office told of every company; so many of the first ones have it.
JOINT_CENTRE, _WITH_CENTRE = "joint_centre_built", 6
# Companies of which claims are taken to the end stand on no list of credit.
_LISTS = frozenset({"on_adverse_list", "serious_incident_or_misconduct"})
_SERVICES_FROM, _HEALTH_FROM = "60", "27"


@dataclass(frozen=True, slots=True)
class Made:
    """An invented company with its place in the register."""

    id: UUID
    company: Company
    park: str


def made_companies(size: int, *, now: datetime) -> tuple[Made, ...]:
    """Return the first companies of the seed, each in the park that fits its trade."""
    companies = make_companies(size, SEED)
    return tuple(
        Made(key, company, park_of(company)) for key, company in zip(new_ids(now, size), companies, strict=True)
    )


def park_of(company: Company) -> str:
    """Return the park of a company by its trade."""
    trade = str(company.truths.get("industry") or "")[:2]
    if trade >= _SERVICES_FROM:
        return "软件园"
    if trade == _HEALTH_FROM:
        return "生命健康园"
    return "智造园" if trade in {str(number) for number in range(33, 41)} else "综合产业园"


def rows_of(made: tuple[Made, ...], parks: Mapping[str, Any]) -> list[NewCompany]:
    """Return the companies as a batch adds them."""
    return [NewCompany(one.id, one.company.name, one.company.code, parks[one.park]) for one in made]


def lines_of(made: tuple[Made, ...], *, now: datetime) -> Iterator[Line]:
    """Yield what is said of the companies."""
    later = day_in_china(now).year - 1 - _LAST_YEAR
    size = len(made)
    of_sisters = [told_by(sister, size) for sister in SISTERS]
    of_sisters.append(Told(city_list.RECOMMENDED, tuple(city_list.places(size)), frozenset(), amounts=False))
    for number, one in enumerate(made):
        draw = Random(f"{SEED}/{number}/said")  # noqa: S311  # invented companies need no secret
        is_sound = any(number in told.places for told in of_sisters)
        unsaid = {told.fact for told in of_sisters if number in told.unsaid} | (_LISTS if is_sound else set())
        for fact, period, value in said_of(one.company, draw, later):
            if fact not in unsaid:
                yield Line(one.id, fact, period, value, f"年报 第{number + 2}行")
        yield Line(one.id, JOINT_CENTRE, "", number < _WITH_CENTRE, f"共建研发中心登记表 第{number + 2}行")
        for told in of_sisters:
            if (listed := told.value(number)) is not None:
                yield Line(one.id, told.fact, "", listed, f"入选名单 第{number + 2}行")
        for fact, amount in city_list.parts_of(size, number):
            yield Line(one.id, fact, "", amount, f"市级奖励名单 第{number + 2}行")
        for fact in sorted(_LISTS) if is_sound else ():
            yield Line(one.id, fact, "", False, f"信用核查结果 第{number + 2}行")


def said_of(company: Company, draw: Random, later: int) -> Iterator[tuple[str, str, Value]]:
    """Yield fact, period and value of what a company's returns say; what it left blank is not said."""
    for column in COLUMNS:
        left_blank = draw.random() < column.blank
        value = value_of(company.truths.get(column.key))
        if value is None or left_blank:
            continue
        for fact in column.facts:
            if fact in _OF_TITLES and value is True:
                continue
            if fact.startswith("yearly_"):
                yield fact, str((column.year or _LAST_YEAR) + later), value
            elif fact in _SERIES and isinstance(value, Decimal):
                yield from series(fact, value, company, later)
            else:
                yield fact, "", value


def series(fact: str, last: Decimal, company: Company, later: int) -> Iterator[tuple[str, str, Value]]:
    """Yield a figure of the last year and of the two before, which follow the sales of those years."""
    newest = company.truths.get(f"sales_{_LAST_YEAR}")
    for year in range(_LAST_YEAR - 2, _LAST_YEAR + 1):
        then = company.truths.get(f"sales_{year}")
        if year == _LAST_YEAR:
            yield fact, str(year + later), last
        elif isinstance(then, Decimal) and isinstance(newest, Decimal) and newest:
            scaled = (last * then / newest).quantize(Decimal(_SERIES[fact]), ROUND_HALF_UP)
            yield fact, str(year + later), scaled


def value_of(truth: Truth) -> Value | None:
    """Return a truth as a fact holds it; None where nobody knows."""
    match truth:
        case Absent():
            return NOT_APPLICABLE
        case tuple():
            return "、".join(truth) if truth else NOT_APPLICABLE
        case _:
            return truth
