"""Pages of carriers and the like: a list with a fixed number of queries, one of them, its forms, counts, published figures."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.models import Label, PublishedFigure, Residency, Undertaking
from huiqi.register.services import LabelSaid, UndertakingSaid
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast, visit
from tests.register.companies import add_companies
from tests.register.pages import questions, text

DAY = date(2025, 6, 1)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visit(cast.person("服务员", (Role.SERVICE_OFFICER, cast.zone)))


def add(cast: Cast, name: str, group: str = "carrier", **more: object) -> Undertaking:
    said = UndertakingSaid(group=group, name=name, source="名录", **more)
    added = services.add_undertaking(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    if group == "carrier":
        said_of = LabelSaid("incubator", "名录", level="national")
        services.put_label(undertaking=added.pk, said=said_of, actor=SYSTEM, now=NOW)
    return added


def test_list_asks_the_same_number_of_questions_at_any_size(cast: Cast, officer: Client) -> None:
    asked = []
    for size in (2, 30):
        for number in range(size):
            carrier = add(cast, f"孵化器{size}之{number}", operator=cast.north_company.pk)
        companies = add_companies(cast.north, 2, start=size)
        services.admit_companies(
            undertaking=carrier.pk, companies=companies, day=DAY, source="协议", actor=SYSTEM, now=NOW
        )
        asked.append(questions(officer, "/register/undertakings"))
    assert asked[0] == asked[1] < 10
    page = text(officer, "/register/undertakings")
    assert "重庆长安科技有限公司" in page
    assert "孵化器（国家级）" in page


def test_residents_cost_the_same_for_any_number(cast: Cast, officer: Client) -> None:
    carrier, asked = add(cast, "孵化器"), []
    for size in (1, 12):
        services.admit_companies(
            undertaking=carrier.pk, companies=add_companies(cast.north, size, start=size), day=DAY, source="协议",
            actor=SYSTEM, now=NOW,
        )  # fmt: skip
        asked.append(questions(officer, f"/register/undertakings/{carrier.pk}/residents"))
    assert asked[0] == asked[1] < 12


def test_list_is_narrowed_and_exported(cast: Cast, officer: Client) -> None:
    add(cast, "火炬孵化器")
    add(cast, "无锡飞地", "enclave", city="无锡")
    for query, name in (("group=enclave", "无锡飞地"), ("label=incubator", "火炬孵化器"), ("away=away", "无锡飞地"),
                        ("level=national", "火炬孵化器"), ("q=无锡", "无锡飞地")):  # fmt: skip
        response = officer.get(f"/register/undertakings?{query}&format=xlsx")
        sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [name], query


def test_officer_records_a_carrier_with_label_and_companies(cast: Cast, officer: Client) -> None:
    sent = {
        "organisation": str(cast.zone.pk),
        "group": "carrier",
        "name": "火炬孵化器",
        "operator": NORTH_CODE,
        "source": "名录",
    }
    response = officer.post("/register/undertakings/add", sent)
    carrier = Undertaking.objects.get()
    address = f"/register/undertakings/{carrier.pk}"
    assert (response.status_code, response["Location"]) == (302, address)
    assert carrier.operator == cast.north_company
    officer.post(f"{address}/labels/add", {"kind": "professional_incubator", "level": "city", "source": "名录"})
    companies = f"阿尔法芯片有限公司\n\n{NORTH_CODE}"
    officer.post(f"{address}/residents/add", {"companies": companies, "day": "2025-06-01", "source": "协议"})
    page = text(officer, address)
    assert "专业孵化器" in page
    stay = Residency.objects.get(company=cast.south_company)
    officer.post(f"/register/residents/{stay.pk}/out", {"outcome": "graduated", "day": "2025-09-01"})
    assert "已毕业" in text(officer, f"{address}/residents")
    label = Label.objects.get()
    officer.post(f"/register/labels/{label.pk}/end", {"day": "2026-01-01"})
    officer.post(f"/register/labels/{label.pk}/withdraw")
    assert Label.objects.exclude(withdrawn_at=None).count() == 1


def test_everything_wrong_with_a_list_of_companies_is_said_at_once(cast: Cast, officer: Client) -> None:
    carrier = add(cast, "火炬孵化器")
    sent = {"companies": f"没有这家\n{NORTH_CODE}\n也没有", "day": "", "source": "协议"}
    response = officer.post(f"/register/undertakings/{carrier.pk}/residents/add", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "没有这家" in page
    assert "也没有" in page
    assert page.count('aria-invalid="true"') == 2
    assert not Residency.objects.exists()


def test_later_officer_is_told_and_nothing_is_overwritten(cast: Cast, officer: Client) -> None:
    carrier = add(cast, "火炬孵化器")
    address = f"/register/undertakings/{carrier.pk}/edit"
    seen = officer.get(address).context["form"]["seen_at"].value()
    said = UndertakingSaid(group="carrier", name="先改的名", source="名录")
    services.change_undertaking(id=carrier.pk, said=said, seen_at=NOW, actor=SYSTEM, now=NOW + timedelta(minutes=1))
    response = officer.post(address, {"name": "后改的名", "source": "名录", "seen_at": seen})
    assert response.status_code == 422
    assert "您的更改没有保存" in response.content.decode()
    assert Undertaking.objects.get().name == "先改的名"


@pytest.mark.inventory("XM-11")
def test_counts_print_a_sum_only_where_lines_do_not_overlap(cast: Cast, officer: Client) -> None:
    carrier = add(cast, "甲")
    add(cast, "乙")
    page = text(officer, "/register/undertakings/counts?day=2026-03-02")
    assert "合计</th>" in page
    services.put_label(undertaking=carrier.pk, said=LabelSaid("makerspace", "名录"), actor=SYSTEM, now=NOW)
    page = text(officer, "/register/undertakings/counts?day=2026-03-02")
    assert "各行不能相加：共有载体2个" in page
    assert "合计</th><td" not in page.replace("孵化器合计</th><td", "").replace("众创空间合计</th><td", "")


def test_published_figure_is_recorded_and_shown_with_its_word(cast: Cast, officer: Client) -> None:
    sent = {"organisation": str(cast.zone.pk), "topic": "carrier", "zh": "各类工作站", "en": "Stations", "qualifier": "~<",
            "value": "100", "unit_zh": "个", "unit_en": "stations", "source": "导报"}  # fmt: skip
    assert officer.post("/register/figures/add", sent).status_code == 302
    assert "近100个" in text(officer, "/register/undertakings/counts")
    figure = PublishedFigure.objects.get()
    address = f"/register/figures/{figure.pk}"
    seen = officer.get(address).context["form"]["seen_at"].value()
    assert officer.post(address, {**sent, "value": "98", "qualifier": "=", "seen_at": seen}).status_code == 302
    officer.post("/language", {"language": "en", "next": "/"})
    assert "exactly" in text(officer, "/register/figures")
    assert "98 stations" in text(officer, "/register/undertakings/counts")


def test_others_see_nothing_of_it(cast: Cast) -> None:
    carrier = add(cast, "火炬孵化器")
    park = visit(cast.person("园", (Role.SERVICE_OFFICER, cast.north)))
    assert "火炬孵化器" not in text(park, "/register/undertakings")
    text(park, f"/register/undertakings/{carrier.pk}", 404)
    leader = visit(cast.person("领", (Role.LEADER, cast.zone)))
    assert "更改" not in text(leader, f"/register/undertakings/{carrier.pk}")
    text(leader, f"/register/undertakings/{carrier.pk}/edit", 403)
    assert queries.places_to_keep(cast.person("园", (Role.SERVICE_OFFICER, cast.north))) == [
        (str(cast.north.pk), "北园")
    ]
