"""The companies of the invented zone: what is true of each, before a sheet blurs it.

Size drives everything: staff is log-normal, revenue follows staff, assets revenue, and each company has a bent for research
that its R&D spending, rights, titles and scores share. Every company is drawn from the seed and its own number alone, so
that a shorter register is the beginning of a longer one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final, TypeAlias, TypeVar

from huiqi_rules.core.values import ABSENT, Absent
from huiqi_rules.report.credit_codes import check_character, organisation_code
from huiqi_rules.report.demonstration.industries import (
    FIRST_SYLLABLES,
    FORMS,
    INDUSTRIES,
    PLACE_NAMES,
    SECOND_SYLLABLES,
    Industry,
)

Truth: TypeAlias = Decimal | bool | str | date | tuple[str, ...] | Absent | None
Item = TypeVar("Item")

DEMO_DAY: Final = date(2024, 6, 30)
# No place has this number in GB/T 2260: a code made here belongs to nobody.
_NO_PLACE: Final = "990199"
# Names that a careless page would turn into markup or break on.
_AWKWARD: Final = ("A&B", "<锐>", '"未来"', "R＆D", "O'Neil", "1/2")


@dataclass(frozen=True, slots=True)
class Company:
    """One company: `truths` by the key of a column of the sheet; money in yuan, shares as fractions."""

    code: str
    name: str
    truths: dict[str, Truth]


def make_companies(count: int, seed: int) -> tuple[Company, ...]:
    """Return the first `count` companies of a seed; codes and names differ from each other."""
    names: set[str] = set()
    companies = []
    for number in range(count):
        draw = Random(f"{seed}/{number}")  # noqa: S311 - invented companies need no secret
        industry = _weighted(draw, [(each, each.share) for each in INDUSTRIES])
        name = _name(draw, industry, number)
        while name in names:
            name = _name(draw, industry, number)
        names.add(name)
        companies.append(Company(_code(number), name, _truths(draw, industry)))
    return tuple(companies)


def _code(number: int) -> str:
    body = "91" + _NO_PLACE + organisation_code(f"MA{number * 7919 % 1_000_000:06d}")
    return body + check_character(body)


def _name(draw: Random, industry: Industry, number: int) -> str:
    place = draw.choice(PLACE_NAMES)
    brand = draw.choice(FIRST_SYLLABLES) + draw.choice(SECOND_SYLLABLES)
    if number % 500 == 137:
        brand = _AWKWARD[number // 500 % len(_AWKWARD)]
    return place + brand + draw.choice(industry.words) + _weighted(draw, FORMS)


def _truths(draw: Random, industry: Industry) -> dict[str, Truth]:
    size = draw.gauss(0, 1)
    bent = draw.gauss(0, 1)
    days = int(min(9_500, max(120, 2_900 * math.exp(draw.gauss(0, 0.65)))))
    staff = max(1, min(9_000, round(industry.staff * math.exp(1.05 * size))))
    money = _money(draw, industry, staff, bent, days)
    truths = (
        _identity(draw, industry, days)
        | money
        | _people(draw, industry, staff, bent)
        | _rights(draw, industry, staff, bent)
        | _markets(draw, industry, size, bent, days)
        | _insurance(draw, staff, money)
    )
    if bent > 1 and industry.rd_share > 0.03 and draw.random() < 0.35:
        truths |= _champion(draw, truths)
    return truths | _zone(draw, industry, size, bent, truths)


def _identity(draw: Random, industry: Industry, days: int) -> dict[str, Truth]:
    return {
        "resident": draw.random() > 0.01,
        "founded": DEMO_DAY - timedelta(days=days),
        "days": Decimal(days),
        "industry": draw.choice(industry.classes),
        "builder": draw.random() < 0.7 if industry.construction else draw.random() < 0.005,
        "banned": draw.random() < 0.006,
        "incident": draw.random() < 0.008,
        "misconduct": draw.random() < 0.01,
        "adverse": draw.random() < 0.02,
    }


def _money(draw: Random, industry: Industry, staff: int, bent: float, days: int) -> dict[str, Truth]:
    sales = {2023: staff * industry.revenue_per_head * math.exp(draw.gauss(0, 0.5))}
    growth = {year: min(1.8, max(-0.55, draw.gauss(0.09, 0.2))) for year in (2022, 2023)}
    sales[2022] = sales[2023] / (1 + growth[2023])
    sales[2021] = sales[2022] / (1 + growth[2022])
    share = 0.0 if draw.random() < 0.12 else min(0.9, industry.rd_share * math.exp(0.55 * bent + draw.gauss(0, 0.3)))
    rd = {year: sales[year] * share * math.exp(draw.gauss(0, 0.12)) for year in sales}
    assets = sales[2023] * math.exp(draw.gauss(0.15, 0.55))
    margin = min(0.45, max(-0.8, draw.gauss(0.07, 0.1)))
    known = [year for year in sales if (2024 - year) * 365 - 180 < days]
    found: dict[str, Truth] = {}
    for year in (2021, 2022, 2023):
        # A company that was not there yet has no figure of the year; its cell stays empty.
        found[f"sales_{year}"] = _yuan(sales[year]) if year in known else None
        found[f"rd_{year}"] = _yuan(rd[year]) if year in known else None
        found[f"rd_share_{year}"] = _share(rd[year] / sales[year]) if year in known else None
    two = _yuan(rd[2022]) + _yuan(rd[2023])
    raised = _yuan(assets * draw.uniform(0.05, 0.6)) if draw.random() < 0.09 + 0.05 * max(bent, 0) else Decimal(0)
    return found | {
        "revenue": _yuan(sales[2023] * (1.0 if draw.random() < 0.8 else draw.uniform(1.0, 1.06))),
        "income": _yuan(sales[2023] * draw.uniform(1.0, 1.08)),
        "high_tech_income": _yuan(sales[2023] * min(1.0, max(0.0, draw.gauss(0.62 + 2 * industry.rd_share, 0.2)))),
        "assets": _yuan(assets),
        "cost": _yuan(sales[2023] * (1 - margin)),
        "margin": _share(margin),
        "debt_ratio": _share(min(1.4, max(0.04, draw.gauss(0.47, 0.19)))),
        "growth_1y": _share(growth[2023]),
        "growth_2y": _share((growth[2022] + growth[2023]) / 2),
        "rd_two_years": two if 2022 in known else None,
        "domestic_rd": _yuan(sum(rd[year] for year in known) * (1.0 if draw.random() < 0.85 else draw.uniform(0.4, 1))),
        "equity_2y": raised,
        "equity_3y": raised + (_yuan(assets * 0.05) if raised and draw.random() < 0.3 else Decimal(0)),
    }


def _people(draw: Random, industry: Industry, staff: int, bent: float) -> dict[str, Truth]:
    science = min(staff, round(staff * min(0.95, industry.science_share * math.exp(0.35 * bent + draw.gauss(0, 0.3)))))
    rd_staff = min(0.95, science / staff * draw.uniform(0.7, 1.0))
    return {"staff": Decimal(staff), "science_staff": Decimal(science), "rd_staff_share": _share(rd_staff)}


def _rights(draw: Random, industry: Industry, staff: int, bent: float) -> dict[str, Truth]:
    drive = math.exp(0.6 * bent) * (staff / 40) ** 0.4 * (0.15 + 6 * industry.rd_share)
    one, two = _poisson(draw, 1.4 * drive), _poisson(draw, 5.0 * drive)
    own = one > 0 and draw.random() < 0.85
    level = (
        ("I_high_value" if one > 3 and draw.random() < 0.4 else "I_own" if own else "I")
        if one
        else "II"
        if two
        else "none"
    )
    unit = _weighted(draw, [("none", 0.62), ("below", 0.12), ("city", 0.14), ("provincial", 0.1), ("national", 0.02)])
    hnte = bent > 0.35 and industry.rd_share > 0.03 and draw.random() < 0.75
    award = draw.random() < 0.012 + 0.012 * max(bent, 0)
    top_unit = unit in {"provincial", "national"}
    return {
        "class_one": Decimal(one),
        "class_two": Decimal(two),
        "ip_level": level,
        "owns_ip": one + two > 0 and draw.random() < 0.97,
        "rd_unit_level": unit,
        "rd_unit": unit != "none",
        "hnte": hnte,
        "award_rank": Decimal(draw.randint(1, 7)) if award else ABSENT,
        "direct_tech": _set(
            ("hnte", hnte), ("award", award), ("rd_unit", top_unit), ("standard", draw.random() < 0.02)
        ),
        "direct_innovative": _set(("award", award), ("hnte", hnte), ("rd_unit", top_unit)),
        "direct_specialised": _set(("award", award), ("contest_500", draw.random() < 0.01)),
        "key_field": industry.rd_share > 0.03 and draw.random() < 0.88,
        "innovation_score": Decimal(round(min(98, max(22, 62 + 11 * bent + draw.gauss(0, 6))))),
    }


def _markets(draw: Random, industry: Industry, size: float, bent: float, days: int) -> dict[str, Truth]:
    strategic = draw.random() < industry.strategic
    fields = [("none", 0.55), ("key_chain", 0.25), ("six_bases", 0.14), ("breakthrough", 0.06)]
    share = min(0.8, max(0.001, math.exp(-3.6 + 0.7 * size + 0.5 * bent + draw.gauss(0, 0.5))))
    score = round(max(15, 48 + 9 * bent + 6 * size + draw.gauss(0, 6)))
    title = bent + 0.5 * size > 0.9 and draw.random() < 0.6
    return {
        "strategic": strategic,
        "priority_field": strategic and draw.random() < 0.7,
        "key_link": strategic and draw.random() < 0.45,
        "product_field": _weighted(draw, fields) if strategic else "none",
        "niche_years": Decimal(max(0, min(days // 365, round(days / 365 * draw.uniform(0.5, 1.05))))),
        "main_share": _share(min(1.0, max(0.2, draw.gauss(0.78, 0.15)))),
        "market_share": _share(share),
        "domestic_rank": Decimal(max(1, round(1.2 / share + draw.gauss(0, 4)))) if draw.random() < 0.8 else ABSENT,
        "brand": draw.random() < 0.55,
        "systems": draw.random() < 0.72,
        "certified": draw.random() < 0.6,
        "digital": Decimal(min(4, max(0, round(1.6 + 0.6 * size + 0.4 * bent + draw.gauss(0, 0.6))))),
        "quality": Decimal(min(5, _poisson(draw, 1.2 + 0.4 * max(size, 0)))),
        "local_score": Decimal(draw.randint(0, 15)),
        "specialised_title": title,
        "recheck": title and draw.random() < 0.1,
        "score": Decimal(score),
        "score_before": Decimal(max(10, score + round(draw.gauss(-2, 4)))),
    }


def _champion(draw: Random, truths: dict[str, Truth]) -> dict[str, Truth]:
    """What the leaders of a niche share: without them no company would come near the highest titles."""
    niche, rights = truths["niche_years"], truths["class_one"]
    assert isinstance(niche, Decimal) and isinstance(rights, Decimal)
    sure = (
        "strategic",
        "priority_field",
        "key_link",
        "brand",
        "systems",
        "certified",
        "rd_unit",
        "owns_ip",
        "key_field",
    )
    return {
        **dict.fromkeys(sure, True),
        "niche_years": max(niche, Decimal(draw.randint(3, 9))),
        "class_one": max(rights, Decimal(draw.randint(2, 6))),
        "ip_level": "I_high_value" if draw.random() < 0.5 else "I_own",
        "rd_unit_level": draw.choice(("city", "provincial")),
        "main_share": _share(draw.uniform(0.72, 0.99)),
        "market_share": _share(draw.uniform(0.08, 0.45)),
        "debt_ratio": _share(draw.uniform(0.15, 0.66)),
        "specialised_title": draw.random() < 0.8,
    }


def _insurance(draw: Random, staff: int, money: dict[str, Truth]) -> dict[str, Truth]:
    insured = Decimal(round(staff * draw.uniform(0.75, 1.0), 1)).quantize(Decimal("0.1")) or Decimal(1)
    revenue = money["revenue"]
    large = staff >= 1_000 and isinstance(revenue, Decimal) and revenue >= Decimal(400_000_000)
    wage = 4_200 * math.exp(draw.gauss(0.25, 0.3))
    return {
        "payer": "large" if large else "sme",
        "insured": insured,
        "premium": Decimal(f"{float(insured) * wage * 12 * 0.01:.2f}"),
        "claimants": Decimal(_poisson(draw, staff * 0.018) if draw.random() < 0.6 else 0),
        "months": Decimal(12 if draw.random() < 0.86 else draw.randint(1, 11)),
        "pool": "normal",
        "pool_rate": Decimal("0.6"),
    }


def _zone(draw: Random, industry: Industry, size: float, bent: float, truths: dict[str, Truth]) -> dict[str, Truth]:
    """What only the zones' own programmes ask for."""
    staff, revenue, class_one = truths["staff"], truths["revenue"], truths["class_one"]
    assert isinstance(staff, Decimal) and isinstance(revenue, Decimal) and isinstance(class_one, Decimal)
    applied = bent > 0.2 and industry.rd_share > 0.03 and draw.random() < 0.3
    recognised = applied and draw.random() < 0.8
    manufacturer = industry.classes[0][0] in "23" and revenue >= Decimal(20_000_000)
    bare = truths["rd_2023"] == 0 and truths["rd_unit"] is False and class_one == 0
    award = draw.random() < 0.012
    certified = draw.random() < 0.06 + 0.04 * max(bent, 0)
    return {
        "stayed": Decimal(round(staff * Decimal(draw.randint(10, 70)) / 100) if draw.random() < 0.3 else 0),
        "platform_upgraded": bent > 0.8 and draw.random() < 0.25,
        "joint_centre": bent > 0.6 and draw.random() < 0.2,
        "hnte_applied": applied,
        "hnte_recognised": recognised,
        "hnte_first": draw.random() < 0.6 if recognised else ABSENT,
        "quality_score": Decimal(draw.randint(600, 960)) / 10 if size > 0.8 and draw.random() < 0.03 else ABSENT,
        "head_firm": revenue > Decimal(300_000_000) and draw.random() < 0.5,
        "trade_support": draw.random() < 0.05,
        "ip_system_first": certified and draw.random() < 0.7,
        "ip_system_year": Decimal(draw.randint(2019, 2024)) if certified else ABSENT,
        "ip_award": _weighted(draw, [("city", 0.6), ("provincial", 0.3), ("national", 0.1)]) if award else ABSENT,
        "ip_demonstration": draw.random() < 0.012,
        "ip_advantage": draw.random() < 0.03,
        "trade_secret": draw.random() < 0.02,
        "ip_pledge": draw.random() < 0.05,
        "ip_insurance": draw.random() < 0.06,
        "above_scale": manufacturer,
        "inventions": Decimal(draw.randint(0, int(class_one))),
        "three_none": manufacturer and bare and draw.random() < 0.9,
        "hnte_listed": True,
        "calculator": draw.random() < 0.01,
        "zone_firm": draw.random() < 0.985,
        "points_innovation": _points(draw, 48 + 14 * bent),
        "points_growth": _points(draw, 52 + 6 * bent),
        "points_auxiliary": _points(draw, 40 + 8 * size),
    }


def _weighted(draw: Random, items: Sequence[tuple[Item, float]]) -> Item:
    left = draw.random() * sum(weight for _, weight in items)
    for item, weight in items:
        left -= weight
        if left < 0:
            return item
    return items[-1][0]


def _poisson(draw: Random, mean: float) -> int:
    limit, product, count = math.exp(-min(mean, 30.0)), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count


def _set(*grounds: tuple[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, holds in grounds if holds)


def _points(draw: Random, mean: float) -> Decimal:
    return Decimal(round(10 * min(100.0, max(0.0, draw.gauss(mean, 8))))) / 10


def _yuan(amount: float) -> Decimal:
    """Sheets hold 万元 with two decimals: whole hundreds of yuan."""
    return Decimal(round(amount / 100) * 100)


def _share(fraction: float) -> Decimal:
    return Decimal(f"{fraction:.4f}")
