"""What differs between two states of a pack, clause by clause, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiqi.rulebook.domain.differences import Change, differences
from huiqi.rulebook.domain.pack_files import files_of
from huiqi.rulebook.domain.reading import laid_out, read_folder
from huiqi_rules.packs import bundled_folder


def checked(pack: str, path: str = "", *swaps: tuple[str, str]) -> object:
    files = files_of(bundled_folder() / pack)
    for old, new in swaps:
        text = files[path].decode()
        assert old in text
        files[path] = text.replace(old, new, 1).encode()
    with laid_out(files) as folder:
        read = read_folder(folder, pack)
        read.engine()
        return read.checked


def changes(pack: str, path: str, *swaps: tuple[str, str]) -> list[Change]:
    found = differences(checked(pack), checked(pack, path, *swaps), date(2026, 3, 2))
    return [change for policy in found for change in policy.changes]


HNTE = "national/policies/hnte_2016.yaml"
FIGURES = "national/parameters/hnte_2016.yaml"


def test_a_condition_changed_from_to() -> None:
    (change,) = changes(
        "national", HNTE, ("科技人员数 / 职工总数 >= hnte_science_staff_min", "科技人员数 / 职工总数 > 0.2")
    )
    assert change.about == (
        "条件“科技人员占当年职工总数的比例不低于10%”",
        "Condition “Science and technology staff are 10% of staff or more”",
    )
    assert change.before[0] == "科技人员数 ÷ 职工总数 ≥ 10%"
    assert change.after == ("科技人员数 ÷ 职工总数 > 0.2", "Science and technology staff ÷ Staff > 0.2")


def test_a_figure_changed_from_to_is_one_change_of_the_figure() -> None:
    text = files_of(bundled_folder() / "national")[FIGURES].decode()
    start = text.index("hnte_science_staff_min")
    line = next(line for line in text[start:].splitlines() if "value: 0.1" in line)
    (change,) = changes(
        "national", FIGURES, (line, line.replace("0.10", "0.12").replace("value: 0.1,", "value: 0.12,"))
    )
    assert change.about[0] == "参数“高新技术企业科技人员最低占比”"
    assert change.before[0].startswith("10%（2016-01-01")
    assert change.after[0].startswith("12%（2016-01-01")


def test_another_way_of_writing_is_no_change() -> None:
    assert changes("national", HNTE, ("科技人员数 / 职工总数 >= hnte", "( 科技人员数 /  职工总数 ) >= hnte")) == []


def test_conditions_needed_come_and_go() -> None:
    (change,) = changes(
        "national",
        HNTE,
        ("needs: [registered, ip, field,", "needs: [registered, ip,"),
        ("when: 属于国家重点支持领域", "when: 属于国家重点支持领域"),
    )
    assert change.kind == "removed"
    assert change.about[0] == "条款“认定为高新技术企业”的须符合的条件"
    assert change.before[0] == "核心技术属于国家重点支持的高新技术领域"


@pytest.mark.parametrize(
    ("swap", "about", "before", "after"),
    (
        (("amount: unpublished", "amount: 万元(5)"), "条款“按原文件兑现”的给什么", "金额未公布", "5万元"),
        (("to: 2023-06-30", "to: 2023-07-31"), "有效期", "2023-01-01 至 2023-06-30", "2023-01-01 至 2023-07-31"),
        (("theme: service", "theme: reward"), "主题", "服务", "奖励"),
        (("zh: 按原文件兑现", "zh: 按旧文件兑现"), "条款“按原文件兑现”的名称", "按原文件兑现", "按旧文件兑现"),
        (
            ("amount: unpublished", "amount: unpublished\n        delivery: auto_entitlement"),
            "条款“按原文件兑现”的办理方式", "申请办理", "免申即享：数据比对后确认即可，不用申请",
        ),
        (
            ("amount: unpublished", "amount: unpublished\n        limits: {once_per: year}"),
            "条款“按原文件兑现”的限制", "", "每年只能享受一次",
        ),
        (
            ("amount: unpublished", "amount: unpublished\n        notice_days: 7"),
            "条款“按原文件兑现”的公示天数", "", "7 个工作日",
        ),
    ),
)  # fmt: skip
def test_each_part_of_a_clause_is_told_apart(swap: tuple[str, str], about: str, before: str, after: str) -> None:
    (change,) = changes("xian", "xian/policies/retired_policy.yaml", swap)
    assert (change.about[0], change.before[0], change.after[0]) == (about, before, after)


def test_a_new_text_and_a_new_clause_are_told() -> None:
    clause = "        amount: unpublished\n      - {id: more, zh: 另一项, en: Another, needs: [conditions_met], amount: 元(5)}"
    found = changes("xian", "xian/policies/retired_policy.yaml", ("        amount: unpublished", clause))
    assert [(one.kind, one.about[0], one.after[0]) for one in found] == [("added", "条款“另一项”", "另一项：5元")]


def test_a_policy_that_came_is_told_whole() -> None:
    found = differences(None, checked("xian"), date(2026, 3, 2))
    assert {one.policy for one in found} >= {"retired-policy"}
    assert all(change.kind == "added" for one in found for change in one.changes)


def test_equal_states_differ_in_nothing() -> None:
    assert differences(checked("ordos"), checked("ordos"), date(2026, 3, 2)) == ()


def test_a_new_policy_is_told_with_what_it_gives() -> None:
    found = checked("ganzhou")
    rulebook = replace(
        found.rulebook, policies={k: v for k, v in found.rulebook.policies.items() if k != "hnte-reward"}
    )
    (policy,) = differences(replace(found, rulebook=rulebook), found, date(2026, 3, 2))
    told = {change.about[0]: change.after[0] for change in policy.changes}
    assert told["政策"] == "高新技术企业奖励"
    assert "30万元" in told["条款“首次认定奖励30万元”"]
