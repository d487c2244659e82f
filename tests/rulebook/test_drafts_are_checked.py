"""The checks of a draft: what is wrong, where, and what to do, in both languages; scenarios run with what differs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huiqi.rulebook.domain.checking import check
from huiqi.rulebook.domain.finding_words import CODES, in_chinese
from huiqi.rulebook.domain.pack_files import files_of
from huiqi_rules.packs import bundled_folder

PATH = "xian/policies/retired_policy.yaml"


def checked(old: str = "", new: str = "", *, path: str = PATH) -> object:
    files = files_of(bundled_folder() / "xian")
    text = files[path].decode()
    assert old in text
    files[path] = text.replace(old, new).encode() if old else text.encode()
    return check(files, "xian", "retired-policy")


def test_a_sound_pack_is_green() -> None:
    found = checked()
    assert found.is_green
    assert found.findings == ()
    assert len(found.of_policy("retired-policy").own) == 6


def test_a_name_that_is_not_there_is_shown_with_place_excerpt_and_remedy() -> None:
    found = checked("when: clause_conditions_met", "when: 符合条款条")
    (error,) = [one for one in found.errors if one.code == "unknown-name"]
    assert error.place == f"{PATH}:19:15"
    assert error.problem == ("没有叫“符合条款条”的数据项、参数、数值或条件", "nothing is called 符合条款条")
    assert error.remedy == ("是不是：符合条款条件？", "did you mean 符合条款条件?")
    assert error.excerpt.splitlines()[0].strip() == "符合条款条"
    assert found.scenarios is None
    assert not found.is_green


def test_a_scenario_that_comes_out_otherwise_says_what_differs() -> None:
    found = checked("to: 2023-06-30", "to: 2023-06-29")
    (red,) = found.red
    assert red.name == "最后一天申请"
    assert [(one.words[0][0], one.words[1][0], one.words[2][0]) for one in red.differences] == [
        ("结论", "符合", "不符合"),
        ("适用文本", "old", "没有"),
    ]
    assert not found.is_green


def test_a_policy_is_never_taken_away() -> None:
    found = checked("id: retired-policy", "id: renamed-policy")
    assert "policy-gone" in {one.code for one in found.errors}


def test_marks_of_two_changes_keep_a_text_from_being_green() -> None:
    found = checked("versions:\n", "# >>>>>>> 王\nversions:\n")
    assert [one.code for one in found.errors] == ["unresolved"]


def test_what_is_no_yaml_is_a_finding_and_no_crash() -> None:
    for text in ("id: [", "\t", "- a\n- b\n", "id: x\nid: y\n", "\x00", "&a [*a]"):
        found = checked("id: retired-policy", text)
        assert found.errors


@pytest.mark.parametrize(
    ("english", "chinese"),
    (
        ("clause 'claim' has no zh name", "条款“claim” 缺少中文名称"),
        ("a yes/no value is needed here, this is number in yuan", "这里要是/否，写的是数（yuan）"),
        ("clause 'a' lacks the key 'needs'", "条款“a” 缺少键 'needs'"),
        ("the version ends on 2022-06-30, before it begins on 2023-01-01", "文本 的截止日 2022-06-30 早于起始日 2023-01-01"),
        ("no scenario shows clause 'claim' met or not_met", "没有情景说明条款 'claim' 的结论：符合或不符合"),
        ("declare it in facts.yaml or parameters.yaml", "请在数据项（facts.yaml）或标准与参数（parameters.yaml）里声明。"),
        ("write `]low..high]`", "写成 ]low..high]。"),
        ("something that nobody put into words", ""),
    ),
)  # fmt: skip
def test_findings_are_said_in_chinese(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_every_code_of_the_engine_has_its_words(root: Path) -> None:
    page = (root / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]*) \|$", page, re.MULTILINE)
    codes = {code for code, found_in in rows if re.search(r"\b(packs|check|syntax|core)/", found_in)}
    assert len(codes) > 60
    assert codes - set(CODES) == set()
