"""A made-up zone in a database of its own, for benches of the product: companies with names as they are, facts over years.

The same seed makes the same zone. Rows are copied straight into the tables, as no office would wait for 300,000 additions.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from huiqi.kernel import postgres

SEED = 20_261_121
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
YEARS = ("2023", "2024", "2025")
PARKS = 6
HOME = Path(__file__).resolve().parent.parent / ".cache" / "bench"

_PLACES = ("厦门", "福建", "厦门火炬", "闽南", "重庆", "西安", "苏州", "", "", "")
_FIELDS = (
    "科技", "电子", "生物", "医药", "软件", "信息技术", "新材料", "智能装备", "半导体", "光电", "新能源", "网络", "数据",
    "芯片", "精密机械", "环保", "检测", "文化传媒", "供应链", "自动化",
)  # fmt: skip
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司", "（厦门）有限公司")
_BRANDS = (
    "华天云海长江金龙东方安康达通信诚泰和鑫盛宏远大新兴亿联中科创智慧星辰宇航博瑞恒立凯德美佳明思源聚力维康朗润晟景科"
    "拓迈普世纪元亨利贞乾坤日月山川风雷水火木林森园艺百千万吉祥如意"
)
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Zone:
    """What was made: the zone, its parks, its companies in the order in which they were made."""

    id: UUID
    parks: tuple[UUID, ...]
    companies: tuple[UUID, ...]


@contextmanager
def database() -> Iterator[None]:
    """Give an empty database with the product's tables, on a private server that is stopped at the end."""
    with postgres.in_use(HOME / "postgres", postgres.Options(durable=False)) as server:
        os.environ["DATABASE_URL"] = server.address
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.django_settings"
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute("create schema public")
        call_command("migrate", verbosity=0)
        yield
        connection.close()


def make_zone(companies: int, *, years: tuple[str, ...] = ()) -> Zone:
    """Fill the database with a zone of so many companies, and facts of each for the years."""
    from huiqi.kernel.actor import system
    from huiqi.register import services

    actor = system("bench")
    chance = random.Random(SEED)
    zone = services.add_organisation(kind="zone", name="示范高新区", actor=actor, now=NOW)
    parks = [
        services.add_organisation(kind="park", name=f"{number}号园", parent=zone.pk, actor=actor, now=NOW).pk
        for number in range(1, PARKS + 1)
    ]
    ids = copy_companies(companies, zone.pk, parks, chance)
    if years:
        copy_facts(years)
    analyse()
    return Zone(zone.pk, tuple(parks), tuple(ids))


def copy_companies(number: int, zone: UUID, parks: list[UUID], chance: random.Random) -> list[UUID]:
    """Copy the companies, their subjects and what they are found by."""
    from huiqi.kernel.ids import new_id
    from huiqi.register.domain import names, searching

    organisations, subjects, entries, ids = [], [], [], []
    for place in range(number):
        name, code = company_name(chance), credit_code(place)
        own, park = new_id(NOW + timedelta(milliseconds=place)), chance.choice(parks)
        key, letters = names.sort_key(name), names.initials(name)
        keys = searching.keys_of(code=code, names=[searching.Named(name, key, letters)])
        organisations.append((own, "company", name, key, letters, code, park, [zone, park, own], NOW))
        subjects.append((own, "company", own))
        entries.append((own, keys.name, keys.names, list(keys.grams), keys.keys))
        ids.append(own)
    copy(
        "register_organisation (id, kind, name, name_key, name_initials, credit_code, parent_id, within, added_at)",
        organisations,
    )
    copy("register_subject (id, kind, organisation_id)", subjects)
    copy("register_searchentry (organisation_id, name, names, grams, keys)", entries)
    return ids


def company_name(chance: random.Random) -> str:
    """Return a name as companies have it: place, two or three characters of their own, field, form."""
    brand = "".join(chance.choices(_BRANDS, k=chance.choice((2, 2, 2, 3))))
    return f"{chance.choice(_PLACES)}{brand}{chance.choice(_FIELDS)}{chance.choice(_FORMS)}"


def credit_code(number: int) -> str:
    """Return a code whose last character fits, another one for every number."""
    from huiqi.register.domain.credit_code import check_character

    body = ""
    # Spread over the codes, so that neighbours share no more characters than in life.
    rest = number * 2_654_435_761 % 31**9
    for _ in range(9):
        rest, digit = divmod(rest, 31)
        body += _CODE_LETTERS[digit]
    start = f"91350200{body}"
    return start + check_character(start + "0")


def copy(table: str, rows: list) -> None:
    """Copy rows into the columns of a table."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as target:
        for row in rows:
            target.write_row(row)


# Yearly figures and standing ones of the national dictionary: how each is drawn from a number between 0 and 1.
_YEARLY = {
    "yearly_sales": "round((exp(17 * pow(draw, 0.5)))::numeric, 2)",
    "yearly_rd_expense": "round((exp(14 * pow(draw, 0.5)))::numeric, 2)",
    "operating_revenue": "round((exp(17 * pow(draw, 0.5)) * 1.1)::numeric, 2)",
    "total_assets": "round((exp(18 * pow(draw, 0.5)))::numeric, 2)",
    "staff": "ceil(exp(7 * pow(draw, 1.6)))::numeric",
    "science_staff": "ceil(exp(5 * pow(draw, 1.6)))::numeric",
    "rd_staff_share": "round((draw * 0.6)::numeric, 4)",
    "debt_ratio": "round(draw::numeric, 4)",
    "net_margin": "round((draw - 0.4)::numeric, 4)",
    "class_one_ip": "floor(draw * 12)::numeric",
    "class_two_ip": "floor(draw * 40)::numeric",
    "insured_staff": "ceil(exp(6 * pow(draw, 1.6)))::numeric",
}
_TRUTHS = ("resident_enterprise", "has_rd_unit", "in_key_field", "own_brand", "certified", "has_hnte_certificate")
_FACTS = """
insert into register_fact (id, subject_id, name, period, state, {column}, source, evidence, recorded_at, recorded_by_name)
select gen_random_uuid(), subject.id, %(name)s, %(period)s, 'known', {value}, %(source)s, '', %(at)s, 'bench'
from register_subject subject,
    lateral (select (hashtextextended(subject.id::text || %(name)s || %(period)s, 1) & 1048575) / 1048576.0 as draw) drawn
where subject.kind = 'company' and draw < 0.95
"""


def copy_facts(years: tuple[str, ...]) -> None:
    """Say some twenty facts of every company for the years and for good, one in twenty left unsaid; then the standings."""
    from django.db import connection

    from huiqi.register.services.standing import refresh

    with connection.cursor() as cursor:
        for year in years:
            for name, value in _YEARLY.items():
                at = NOW.replace(year=int(year) + 1, month=1)
                said = {"name": name, "period": year, "source": f"{year}年报", "at": at}
                cursor.execute(_FACTS.format(column="number", value=value), said)
        for name in _TRUTHS:
            said = {"name": name, "period": "", "source": "部门数据", "at": NOW}
            cursor.execute(_FACTS.format(column="truth", value="draw < 0.4"), said)
        said = {"name": "industry_code", "period": "", "source": "工商登记", "at": NOW}
        codes = json.dumps(["3911", "3985", "6510", "2770", "7340", "3562", "5181", "8070"]).replace('"', "'")
        cursor.execute(_FACTS.format(column="text", value=f"(array{codes})[1 + floor(draw * 8)::int]"), said)
    refresh(None, now=NOW)


def analyse() -> None:
    """Let the database know its tables, as it does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
