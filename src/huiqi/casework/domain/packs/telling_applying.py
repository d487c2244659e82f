"""Applications and scores in words: what the company declared and gave, which files, and what the panel made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.domain.packs.document import Cell, Section
from huiqi.casework.domain.packs.words import ABSENT, WITHHELD, hand_of, in_both, moment, money, yes_or_no
from huiqi.casework.domain.ranking.places import Outcome, Ties
from huiqi.casework.domain.ranking.scoring import rounded
from huiqi.kernel.words import Pair

_ANSWERS: Final[Sequence[Pair]] = (
    ("问题", "Question"),
    ("期间", "Period"),
    ("回答", "Answer"),
    ("核对", "Checked"),
    ("核对人", "By"),
)
_FILES: Final[Sequence[Pair]] = (
    ("文件", "File"),
    ("证明", "Proves"),
    ("字节", "Bytes"),
    ("SHA-256", "SHA-256"),
    ("上传", "Handed in"),
)
_STEPS: Final[Sequence[Pair]] = (("时间", "When"), ("事项", "What"), ("经手人", "Who"), ("说明", "Note"))
_WHY_NOT: Final[Mapping[str, str]] = {
    "withheld": WITHHELD,
    "gone": "〔原件不在存储中 lost from the storage〕",
    "too_many": "〔文件过多未装入，原件在园区 too many to enclose: the zone has it〕",
}


def application_sections(one: Mapping[str, Any] | None, level: int, *, up: str) -> list[Section]:
    """Return what a company applied with; `up` leads from the page to the top of the pack."""
    title: Pair = ("申报材料", "Application")
    if one is None:
        return [Section(title, level=level)]
    if one["withheld"]:
        return [Section(title, note=(WITHHELD, WITHHELD), level=level)]
    names = {answer["key"]: in_both((answer["zh"], answer["en"])) for answer in one["answers"]}
    pairs: list[tuple[Pair, Cell]] = [
        (("声明", "Declaration"), one["declaration"]),
        (("提交", "Submitted"), f"{one['submitted_by_name']} {moment(one['submitted_at'])}".strip()),
        (("受理核对", "Checked"), f"{one['checked_by_name']} {moment(one['checked_at'])}".strip()),
        (("状态", "State"), f"{in_both(Standing(one['standing']).words)} {one['reason']}".strip()),
    ]
    steps = [
        (moment(step["at"]), in_both(Doing(step["doing"]).words), hand_of(step["by"], step["by_name"]), step["reason"])
        for step in one["steps"]
    ]
    return [
        Section(title, pairs=pairs, heads=_ANSWERS, rows=[_answer(answer) for answer in one["answers"]], level=level),
        Section(
            ("申报附件", "Files handed in"),
            heads=_FILES,
            rows=[_file(file, names, up) for file in one["files"]],
            level=level,
        ),
        Section(("申报经过", "Steps of the application"), heads=_STEPS, rows=steps, level=level),
    ]


def evidence_cell(one: Mapping[str, Any], name: str, *, up: str) -> Cell:
    """Return a cell that leads to a file that was handed in, or says why it is not there."""
    return (name, f"{up}{one['file']}") if one["file"] else f"{name} {_WHY_NOT[one['absent']]}"


def scores_section(one: Mapping[str, Any] | None, level: int) -> Section:
    """Return what the panel gave an application, its place, and who stepped aside."""
    title: Pair = ("评审打分", "Scores of the panel")
    if one is None:
        return Section(title, level=level)
    if one["withheld"]:
        return Section(title, note=(WITHHELD, WITHHELD), level=level)
    mean = rounded(Fraction(int(one["top"]), int(one["bottom"])), 4)
    settled = f"{one['settled_by']}：{one['reason']}" if one["settled_by"] else one["reason"]
    pairs: list[tuple[Pair, Cell]] = [
        (("名次", "Rank"), f"{one['rank']}（{in_both(Outcome(one['outcome']).words)}）"),
        (("平均分", "Mean"), f"{mean}（{one['top']}/{one['bottom']}）"),
    ]
    pairs += [(("人工裁定", "Settled by hand"), settled)] if settled else []
    rows = [
        (sheet["by"], _values(sheet["values"]), sheet["comment"], moment(sheet["saved_at"])) for sheet in one["sheets"]
    ]
    rows += [
        (row["by"], "声明无利害关系 declared no interest", row["text"], moment(row["at"]))
        for row in one["declarations"]
    ]
    rows += [(row["by"], "回避 stepped aside", row["reason"], moment(row["at"])) for row in one["recusals"]]
    heads = (
        ("评委", "Reviewer"),
        ("各项得分（按评审标准顺序）", "Scores, in the order of the criteria"),
        ("评语", "Comment"),
        ("时间", "When"),
    )
    return Section(title, pairs=pairs, heads=heads, rows=rows, level=level)


def _values(values: Mapping[str, str]) -> str:
    ordered = sorted(values.items(), key=lambda pair: int(pair[0]))
    return "、".join(str(Decimal(value)) for _, value in ordered)


def round_sections(about: Mapping[str, Any]) -> list[Section]:
    """Return how companies applied and how they were ranked, for the whole round; nothing in a section of which there was none."""
    return [*_intake(about.get("intake")), *_competition(about.get("competition"))]


def _intake(one: Mapping[str, Any] | None) -> list[Section]:
    title: Pair = ("申报受理", "Intake")
    if one is None:
        return [Section(title)]
    pairs: list[tuple[Pair, Cell]] = [
        (("申报期", "Open"), f"{one['first_day']} – {one['last_day']}"),
        (("说明", "Notes"), one["notes"]),
        (("开放", "Opened by"), f"{one['made_by_name']} {moment(one['made_at'])}"),
    ]
    return [Section(title, pairs=[pair for pair in pairs if pair[1]])]


def _competition(one: Mapping[str, Any] | None) -> list[Section]:
    title: Pair = ("评审", "Competition")
    if one is None:
        return [Section(title)]
    if one["withheld"]:
        return [Section(title, note=(WITHHELD, WITHHELD))]
    lines = {
        ("评委", "Panel"): "、".join(_member(member) for member in one["panel"]),
        ("名额", "Places"): "" if one["places"] is None else str(one["places"]),
        ("总额（元）", "Budget (yuan)"): money(one["budget"]) if one["budget"] else "",
        ("及格分", "Pass mark"): one["pass_mark"] or "",
        ("并列", "Ties"): in_both(Ties(one["ties"]).words),
        ("去掉一个最高分和一个最低分", "Highest and lowest left out"): "是 yes" if one["trims"] else "否 no",
        ("结束", "Closed"): f"{one['closed_by_name']} {moment(one['closed_at'])}".strip(),
    }
    heads = (("评审标准", "Criterion"), ("权重", "Weight"), ("满分", "At most"))
    rows = [(in_both((each["zh"], each["en"])), each["weight"], each["most"]) for each in one["criteria"]]
    told = Section(title, pairs=[pair for pair in lines.items() if pair[1]], heads=heads, rows=rows)
    return [told, *([_places(one["placings"])] if one["placings"] else [])]


def _member(one: Mapping[str, Any]) -> str:
    return f"{one['name']}（外部专家 from outside）" if one["is_outside"] else one["name"]


def _places(placings: Sequence[Mapping[str, Any]]) -> Section:
    heads = (
        ("名次", "Rank"),
        ("企业", "Company"),
        ("平均分", "Mean"),
        ("结果", "Outcome"),
        ("各评委得分", "Sheets"),
        ("裁定", "Settled"),
    )
    rows = [
        (str(one["rank"]), one["name"], str(rounded(Fraction(int(one["top"]), int(one["bottom"])), 4)),
         in_both(Outcome(one["outcome"]).words),
         "；".join(f"{sheet['by']} {_values(sheet['values'])}" for sheet in one["sheets"]),
         f"{one['settled_by']} {one['reason']}".strip())
        for one in placings
    ]  # fmt: skip
    return Section(("全部名次", "All places"), heads=heads, rows=rows, level=3)


def _answer(one: Mapping[str, Any]) -> tuple[str, ...]:
    checked = {True: "认可 accepted", False: "退回 sent back", None: ""}[one["accepted"]]
    name = in_both((one["zh"], one["en"]))
    return name, one["period"], _given(one), f"{checked} {one['why']}".strip(), one["checked_by"]


def _given(one: Mapping[str, Any]) -> str:
    if one["withheld"]:
        return WITHHELD
    match one["kind"]:
        case "not_applicable":
            return ABSENT
        case "unknown":
            return "不清楚 not known"
        case "truth":
            return yes_or_no(one["text"] == "yes")
        case _:
            return str(one["text"])


def _file(one: Mapping[str, Any], names: Mapping[str, str], up: str) -> tuple[Cell, ...]:
    return (
        evidence_cell(one, one["name"], up=up), names.get(one["question"], one["question"]) or "全部 the whole", f"{one['bytes']:,}", one["sha256"],
        f"{one['added_by']} {moment(one['added_at'])}",
    )  # fmt: skip
