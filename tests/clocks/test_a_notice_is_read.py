"""The words of official notices are read as the bundled tables have them, and what contradicts itself is refused."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi_clocks import CannotReckon, Notice, Year, official_years, read_notice

TEXTS = {
    2019: """一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2026: """各省、自治区、直辖市人民政府：
经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
节假日期间，各地区要妥善安排好值班。""",
}


@pytest.mark.parametrize("number", (2023, 2024, 2026))
def test_a_notice_gives_the_bundled_table(number):
    assert read_notice(TEXTS[number], number) == official_years()[number].festivals


def test_a_festival_between_two_years_and_holidays_beside_a_weekend(calendar):
    """In 2019 Labour Day was set anew by a later notice."""
    festivals = read_notice(TEXTS[2019], 2019)
    assert (festivals[0].first, festivals[0].last) == (date(2018, 12, 30), date(2019, 1, 1))
    labour_day = next(one for one in official_years()[2019].festivals if one.name == "劳动节")
    others = tuple(one for one in festivals if one.name != "劳动节")
    year = Year(2019, (Notice("国办发明电〔2018〕15号"),), (*others, labour_day))
    again = calendar.with_year(year)
    assert all(again.rank(day) == calendar.rank(day) for day in range(date(2018, 12, 1).toordinal(), 737425))


@pytest.mark.parametrize(
    ("text", "problem"),
    (
        ("", "no line"),
        ("关于放假的通知", "no line"),
        ("一、春节：2月15日至23日放假调休，共8天。", "are not 8 days"),
        ("一、春节：2月15日（周六）至23日放假调休，共9天。", "is not 周六"),
        ("一、春节：2月30日放假，共1天。", "there is no day"),
        ("一、春节：放假七天。", "cannot be read"),
        ("一、春节：2月15日至23日放假调休，共9天。", "元旦, 清明节, 劳动节, 端午节, 中秋节, 国庆节 is missing"),
        ("一、春节：" + "9" * 30_000, "too long"),
    ),
)
def test_words_that_cannot_be_trusted_are_refused(text, problem):
    with pytest.raises(CannotReckon, match=problem):
        read_notice(text, 2026)
