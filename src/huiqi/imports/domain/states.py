"""How far an import is, what an officer decides, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """How far an import is."""

    RECEIVED = "received"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"
    LEFT = "left"


class Codeless(StrEnum):
    """What becomes of rows without any code: left out; matched with the one company of that name; or else added."""

    LEAVE = "leave"
    MATCH = "match"
    ADD = "add"


class Outcome(StrEnum):
    """What becomes of a row."""

    MATCHED = "matched"
    NEW = "new"
    BACK = "back"
    DOUBTFUL = "doubtful"
    LEFT = "left"
    REFUSED = "refused"


class Choice(StrEnum):
    """What an officer says of a doubtful row."""

    SAME = "same"
    NEW = "new"
    LEAVE = "leave"


class Doubt(StrEnum):
    """Why a row is doubtful: a company is there that may be the same."""

    SAME_NAME = "same_name"
    FORMER_NAME = "former_name"
    NEAR_NAME = "near_name"
    OTHER_NAME = "other_name"
    OLD_CODE = "old_code"
    SEVERAL = "several"


STATE_NAMES: Final[Mapping[State, tuple[str, str]]] = {
    State.RECEIVED: ("待核对各列", "columns to be said"),
    State.CHECKED: ("已检查，待导入", "checked, to be brought in"),
    State.APPLIED: ("已导入", "brought in"),
    State.UNDONE: ("已撤销", "taken back"),
    State.LEFT: ("已放弃", "given up"),
}
OUTCOME_NAMES: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.MATCHED: ("已有企业", "in the register"),
    Outcome.NEW: ("新增企业", "new company"),
    Outcome.BACK: ("恢复企业", "taken back in"),
    Outcome.DOUBTFUL: ("待您确认", "for you to decide"),
    Outcome.LEFT: ("不导入", "left out"),
    Outcome.REFUSED: ("有错，不导入", "refused"),
}
CODELESS_NAMES: Final[Mapping[Codeless, tuple[str, str]]] = {
    Codeless.LEAVE: ("不导入", "leave them out"),
    Codeless.MATCH: (
        "按名称对上库里唯一的同名企业，对不上的不导入",
        "match them with the one company of that name, leave out others",
    ),
    Codeless.ADD: (
        "按名称对上，对不上的作为没有代码的新企业",
        "match them by name, add others as companies without a code",
    ),
}
CHOICE_NAMES: Final[Mapping[Choice, tuple[str, str]]] = {
    Choice.SAME: ("是同一家", "the same company"),
    Choice.NEW: ("是新企业", "a new company"),
    Choice.LEAVE: ("不导入这一行", "leave this row out"),
}
DOUBT_NAMES: Final[Mapping[Doubt, tuple[str, str]]] = {
    Doubt.SAME_NAME: ("名称相同，代码不同", "the same name under another code"),
    Doubt.FORMER_NAME: ("与曾用名相同", "a name that the company had before"),
    Doubt.NEAR_NAME: ("名称相近", "a near name"),
    Doubt.OTHER_NAME: ("代码相同，名称完全不同", "the same code under an entirely different name"),
    Doubt.OLD_CODE: ("两个代码含同一组织机构代码", "both codes carry the same organisation code"),
    Doubt.SEVERAL: ("同名企业不止一家", "several companies of that name"),
}
