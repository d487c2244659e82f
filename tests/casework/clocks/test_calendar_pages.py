"""The calendar on pages: who sees it, the notice pasted, its effect shown before it is entered, working hours."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import CalendarYear, Clock
from huiqi.casework.services import ClockSaid
from huiqi.kernel.actor import Role
from huiqi.site import today
from huiqi_clocks import Term
from tests.cast import NOW, visit

pytestmark = pytest.mark.django_db
# An invented notice, in the form of the real ones.
TEXT = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。"""
SAID = {"number": "试〔2026〕1号", "year": "2027", "issuer": "国务院办公厅", "published": "2026-11-25", "text": TEXT}


@pytest.fixture
def officer(cast):
    return visit(cast.person("服务专员", (Role.SERVICE_OFFICER, cast.zone)))


def test_years_are_listed_with_their_notices_and_what_is_missing_is_said(cast):
    leader = visit(cast.person("领导", (Role.LEADER, cast.zone)))
    page = leader.get("/casework/calendar").content.decode()
    assert "国办发明电〔2025〕7号" in page
    assert "随系统提供" in page
    assert "录入放假通知" not in page
    assert leader.get("/casework/calendar/enter").status_code == 403


def test_a_year_is_shown_month_by_month(officer):
    page = officer.get("/casework/calendar/2026").content.decode()
    assert page.count('class="month"') == 12
    assert '<td class="worked">28<span class="mark">班</span></td>' in page
    assert "248" in page
    unknown = officer.get("/casework/calendar/2031").content.decode()
    assert "还没有收录放假通知" in unknown
    assert officer.get("/casework/calendar/none").status_code == 404
    assert officer.get("/casework/calendar/99999999").status_code == 404
    assert officer.get("/casework/calendar?zone=x").status_code == 404


def test_a_notice_shows_its_effect_first_and_is_entered_then(cast, officer):
    said = [ClockSaid("test/1", ("公示一", "notice"), date(2026, 12, 28), Term(10))]
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=said, now=NOW)
    looked = officer.post("/casework/calendar/enter", SAID).content.decode()
    assert "2027-01-12" in looked
    assert "2027-01-11" in looked
    assert "公示一" in looked
    assert not CalendarYear.objects.exists()

    done = officer.post("/casework/calendar/enter", SAID | {"confirm": "yes"}, follow=True).content.decode()
    assert "已录入，1个时限随之变动。" in done
    assert "试〔2026〕1号" in done
    clock = Clock.objects.get()
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 11), False)

    again = officer.post("/casework/calendar/enter", SAID | {"confirm": "yes"})
    assert again.status_code == 422
    assert "无须重复录入" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    (
        ({"text": "放假通知"}, "没有找到"),
        ({"text": TEXT.replace("四、劳动节：5月1日", "")}, "缺少劳动节"),
        ({"text": "二、春节：2月5日至11日放假调休，共8天。"}, "不是8天"),
        ({"text": TEXT.replace("1月31日（周日）", "2月12日")}, "不是周末"),
        ({"year": "1999"}, "2000"),
        ({"number": " "}, "field-wrong"),
    ),
)
def test_a_notice_that_cannot_be_trusted_is_refused(officer, changed, message):
    answer = officer.post("/casework/calendar/enter", SAID | changed | {"confirm": "yes"})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not CalendarYear.objects.exists()


def test_a_park_officer_cannot_enter_a_notice(cast):
    park = visit(cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north)))
    assert park.get("/casework/calendar").status_code == 200
    assert park.get("/casework/calendar/enter").status_code == 404


def test_working_hours_are_set(cast):
    admin = visit(cast.person("管理员", (Role.ADMINISTRATOR, cast.zone)))
    for wrong in ("nine to five", "17:00-09:00", "09:00-25:00"):
        assert admin.post("/casework/calendar/hours", {"spans": wrong}).status_code == 422
    admin.post("/casework/calendar/hours", {"spans": "9:00－17:00".replace("－", "-")})
    assert queries.hours_in_words(queries.calendar(zone=cast.zone.pk)) == "09:00-17:00"


def test_the_list_of_deadlines_says_what_is_late_near_and_still(cast, officer, django_assert_num_queries):
    day = date(2020, 3, 2)
    said = [ClockSaid(f"test/{n}", (f"事项{n}", f"matter {n}"), day, Term(n)) for n in (1, 2, 3)]
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=said, now=NOW)
    far = ClockSaid("test/far", ("远期", "far"), date(2090, 3, 2), Term(5))
    services.start_clocks(zone=cast.zone.pk, organisation=cast.zone.pk, said=[far], now=NOW)
    page = officer.get("/casework/clocks").content.decode()
    assert page.count("逾期（红）") == 4  # three rows, and the filter
    assert "暂定" in page
    for state, shown, hidden in (("overdue", "事项1", "远期"), ("running", "远期", "事项1")):
        page = officer.get("/casework/clocks", {"state": state}).content.decode()
        assert shown in page
        assert hidden not in page
    assert "没有正在计时的事项" not in page
    assert officer.get("/casework/clocks", {"state": "paused"}).status_code == 200
    assert officer.get("/casework/clocks", {"state": "soon", "provisional": "yes"}).status_code == 200


def test_the_list_costs_the_same_for_few_and_many(cast, officer, django_assert_num_queries):
    def start(*numbers):
        said = [ClockSaid(f"test/{n}", (f"事项{n}", f"matter {n}"), date(2026, 3, 2), Term(5)) for n in numbers]
        services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=said, now=NOW)

    start(1, 2)
    officer.get("/casework/clocks")
    with django_assert_num_queries(COUNT):
        officer.get("/casework/clocks")
    start(*range(3, 40))
    with django_assert_num_queries(COUNT):
        officer.get("/casework/clocks")


COUNT = 9


def test_the_home_page_counts_deadlines(cast, officer):
    said = [ClockSaid(f"test/{n}", (f"事项{n}", f"matter {n}"), date(2020, 3, 2), Term(n)) for n in (1, 2)]
    far = ClockSaid("test/far", ("远期", "far"), date(2090, 3, 2), Term(5))
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=[*said, far], now=NOW)
    actor = cast.person("领导", (Role.LEADER, cast.zone))
    counts = {one.name: one.count for one in today.waiting(actor, now=NOW)}
    assert (counts["逾期的时限"], counts["临近的时限"]) == (2, 0)
    actor = cast.person("专员", (Role.SERVICE_OFFICER, cast.zone))
    assert {one.name: one.count for one in today.waiting(actor, now=NOW)}["等放假通知的暂定时限"] == 1
