"""A company with facts of three years, for the tests of its page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from huiqi.register import services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE
from huiqi.register.services import ContactSaid, Said, TitleSaid
from tests.cast import NOW, SYSTEM, Cast

FIRST = NOW - timedelta(days=200)


def tell_of(cast: Cast) -> None:
    """Say of the company in the north what offices know: figures of three years, titles, a contact."""
    company = cast.north_company.pk
    for number, year in enumerate(("2023", "2024", "2025"), start=1):
        said = [
            Said("yearly_sales", Decimal(12_000_000) * number + Decimal("0.50"), year),
            Said("staff", Decimal(40 * number), year),
            Said("class_one_ip", Decimal(number - 1), year),
        ]
        services.record_facts(
            subject=company, said=said, source=f"{year}年度统计年报", actor=SYSTEM, now=FIRST + timedelta(days=number)
        )
    standing = [
        Said("industry_code", "3985"), Said("enterprise_kind", "sme"), Said("has_rd_unit", True),
        Said("award_rank", NOT_APPLICABLE), Said("market_share", MISSING),
        Said("own_brand", True, valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1)),
    ]  # fmt: skip
    services.record_facts(
        subject=company, said=standing, source="部门数据", actor=SYSTEM, now=FIRST + timedelta(days=9)
    )
    titles = (
        TitleSaid("hnte", date(2023, 11, 1), date(2036, 11, 1), "national", "GR202335000001", source="认定公告"),
        TitleSaid("tech_sme", date(2024, 1, 1), date(2025, 1, 1), source="入库公告"),
    )
    for title in titles:
        services.record_title(organisation=company, said=title, actor=SYSTEM, now=FIRST)
    contact = ContactSaid("陈静", "policy", "总监", "0592-6000000", "chen@example.com")
    services.add_contact(organisation=company, said=contact, actor=SYSTEM, now=FIRST)
