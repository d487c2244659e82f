"""Every limit has a sentence in both languages; the two languages have the same phrases with the same places to fill."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.limit_sentences import limit_sentence
from huiqi_rules.explain.wording_en import EN
from huiqi_rules.explain.wording_zh import ZH
from huiqi_rules.model.claims import Adjustment
from huiqi_rules.model.facts import Text

D = Decimal
CASES = [
    (Adjustment("at_most", D(800000), D(500000)), "超过本项最高限额，由 80万元 调整为 50万元"),
    (Adjustment("negative", D(-5), D(0)), "计算结果为负数，按 0 计"),
    (
        Adjustment("negative", Bounds(D(-5), D(3)), Bounds(D(0), D(3))),
        "低于 0 的部分按 0 计，由 -5元至3元 调整为 0元至3元",
    ),
    (
        Adjustment("cap", D("543750"), D(469500), {"cap": "loans", "most": D(600000), "used": D(130500)}),
        "受“loans”上限 60万元 限制（此前已用 13.05万元），由 543,750元 调整为 46.95万元",
    ),
    (
        Adjustment("cap", D(80), Bounds(D(0), D(80)), {"cap": "a", "most": None, "used": D(0)}),
        "受“a”上限限制，上限尚未公布，由 80元 调整为 0元至80元",
    ),
    (Adjustment("first_time", D(100), D(0), {"awarded": 2021}), "只奖励首次，此前2021年已获得过"),
    (Adjustment("first_time", D(100), D(100), {"awarded": None}), "只奖励首次，此前以前已获得过（还不能确定）"),
    (Adjustment("once_per", D(100), D(0), {"awarded": 2023}), "同一期间只能享受一次，2023年已经享受"),
    (Adjustment("cooling_off", D(100), D(0), {"awarded": 2021, "years": 4}), "2021年获得后 4 年内不再重复享受"),
    (Adjustment("most_times", D(100), D(0), {"times": 3, "most": 3}), "最多享受 3 次，已享受 3 次"),
    (Adjustment("ranking", D(100), D(0), {"reason": "floor"}), "未达到评选的最低要求"),
    (Adjustment("ranking", D(100), D(0), {"place": 4, "places": 3}), "排名第 4，共设 3 名"),
    (Adjustment("ranking", D(100), D(50), {"place": 1, "places": 3}), "排名第 1，由 100元 调整为 50元"),
    (
        Adjustment(
            "ranking", D(100), Bounds(D(30), D(50)), {"place": 1, "places": 3, "worst_place": 2, "waits_for": ("甲",)}
        ),
        "名次还不能确定，要等甲的结果",
    ),
    (
        Adjustment("tie", D(100), D(30), {"place": 2, "places": 2, "level_with": 1}),
        "与另外 1 家并列第 2，政策没有写明并列如何处理，由 100元 调整为 30元",
    ),
    (Adjustment("quota", D(100), D(0), {"place": 3, "quota": 2}), "名额共 2 个，排在第 3 位"),
    (
        Adjustment("quota", D(100), D(100), {"place": 2, "worst_place": 3, "quota": 2}),
        "名额共 2 个，能否排进还不能确定",
    ),
    (Adjustment("highest_only", D(100), D(0), {"higher": "p/b"}), "同类奖补就高不重复，“p/b”更高，本项不再发放"),
    (
        Adjustment("highest_only", D(100), D(40), {"paid_before": D(60)}),
        "同类奖补就高不重复，此前已发 60元，由 100元 调整为 40元",
    ),
    (Adjustment("highest_only", D(100), D(100), {"rival": "p/b"}), "同类奖补就高不重复，要等“p/b”的结果"),
    (Adjustment("interim", D(100), D(80), {"share": D("0.8")}), "先预付 80%，由 100元 调整为 80元"),
    (Adjustment("final", D(120000), D(40000), {"paid_before": D(80000)}), "扣除已预付的 8万元，由 12万元 调整为 4万元"),
    (
        Adjustment("recover", D(60000), D(0), {"paid_before": D(80000), "owed_back": D(20000)}),
        "已预付 8万元，超过应得金额，需退回 2万元",
    ),
    (
        Adjustment("stage", D(100), Bounds(D(80), D(100)), {"stage": None}),
        "是预付还是结算还不清楚，由 100元 调整为 80元至100元",
    ),
    (
        Adjustment("pool", D(60), D(40), {"pool": "a", "left": D(40), "mode": "queue"}),
        "受资金总额限制（剩余 40元），由 60元 调整为 40元",
    ),
    (
        Adjustment("pool", D(60), D("33.33"), {"pool": "a", "budget": D(100), "asked": D(180)}),
        "资金总额 100元，申请合计 180元，按同一比例核减，由 60元 调整为 33.33元",
    ),
    (
        Adjustment("unbalanced", D(1450), D(0), {"award": D(1450), "payers": D(1449)}),
        "各承担方金额合计 1,449元，与应发 1,450元 不一致",
    ),
    (Adjustment("new_limit", D(2), D(1)), "受限额规则“new_limit”影响，由 2元 调整为 1元"),
]


@pytest.mark.parametrize(("adjustment", "chinese"), CASES, ids=lambda part: getattr(part, "limit", ""))
def test_told_in_both_languages(adjustment: Adjustment, chinese: str) -> None:
    assert limit_sentence(adjustment, ZH, str) == chinese
    english = limit_sentence(adjustment, EN, str)
    assert english and not re.search(r"[{}]", english)


TITLES = {"loans": Text("单个企业年度贴息", "Interest of one firm in a year"), "a": Text("引导基金", "Guidance fund")}
TITLED = [
    (
        Adjustment("cap", D("543750"), D(469500), {"cap": "loans", "most": D(600000), "used": D(130500)}),
        "受“单个企业年度贴息”上限 60万元 限制（此前已用 13.05万元），由 543,750元 调整为 46.95万元",
        "the cap “interest of one firm in a year” allows ",
    ),
    (
        Adjustment("pool", D(60), D(40), {"pool": "a", "left": D(40), "mode": "queue"}),
        "受“引导基金”资金总额限制（剩余 40元），由 60元 调整为 40元",
        "the budget “guidance fund” has ",
    ),
    (
        Adjustment("pool", D(60), D("33.33"), {"pool": "a", "budget": D(100), "asked": D(180)}),
        "“引导基金”资金总额 100元，申请合计 180元，按同一比例核减，由 60元 调整为 33.33元",
        "the budget “guidance fund” is ",
    ),
]


@pytest.mark.parametrize(("adjustment", "chinese", "english"), TITLED, ids=lambda part: getattr(part, "limit", ""))
def test_caps_and_pools_are_told_by_their_titles(adjustment: Adjustment, chinese: str, english: str) -> None:
    assert limit_sentence(adjustment, ZH, str, TITLES.__getitem__) == chinese
    assert limit_sentence(adjustment, EN, str, TITLES.__getitem__).startswith(english)


def test_both_languages_have_the_same_phrases_and_places() -> None:
    assert set(ZH.phrases) == set(EN.phrases)
    for key, phrase in ZH.phrases.items():
        places = [sorted(set(re.findall(r"{(\w+)}", text))) for text in (phrase, EN.phrases[key])]
        assert places[0] == places[1], key
