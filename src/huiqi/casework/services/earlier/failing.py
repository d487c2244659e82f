"""Why a list of earlier payments cannot go on like that, and who may do what with it; asked by every service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from huiqi.casework.domain.earlier.states import State
from huiqi.casework.models import EarlierFile
from huiqi.casework.queries.earlier.files import CannotSeeEarlier, file_of
from huiqi.casework.services.claims.reviewing import REASON_MOST
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.register import queries as register


class CannotBringIn(Cannot):
    """The list of earlier payments cannot go on like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "no_place": ("请选择高新区或园区。", "choose a zone or park."),
        "no_source_name": ("请写明清单来源，例如“财政局拨付台账”。", "say where the list comes from."),
        "wrong_state": ("这份清单{state}，不能再这样做。", "this list is {state_en}; that cannot be done any more."),
        "not_mapped": ("请先确认各列的含义。", "say first what the columns mean."),
        "map_wrong": ("各列的含义有{count}处不对：{zh}", "{count} columns have to be put right: {en}"),
        "rows_open": (
            "还有{doubts}行没有确认是哪家企业，{clauses}种条款名称没有对应。",
            "{doubts} rows and {clauses} names of clauses still have to be decided.",
        ),
        "nothing_to_do": ("没有可以提交的行。", "there is no row to hand over."),
        "changed_meanwhile": (
            "您看过之后内容又变了，请看过现在的内容再办。",
            "it has changed since you looked at it: look at it as it is now.",
        ),
        "known_meanwhile": (
            "其中有的支付刚刚由另一份清单计入。请退回，重新检查后再提交。",
            "some of these payments were just brought in by another list: send it back and have it checked again.",
        ),
        "own_entry": ("自己提交的清单须由别人确认。", "who handed the list over does not confirm it."),
        "own_undoing": ("自己申请的撤销须由别人同意。", "who asked to take it back does not agree to it."),
        "no_reason": ("请写明理由。", "say why."),
        "reason_long": (
            "理由有{length}个字，最多{most}个，请缩短。",
            "the reason has {length} characters: at most {most}.",
        ),
        "no_such_choice": ("第{row}行不能这样选。", "row {row} cannot be decided like that."),
        "no_such_clause": ("没有条款“{clause}”。", "there is no clause “{clause}”."),
        "said_already": ("{by}已经说明过。", "{by} has stated it already."),
        "confirmed_already": ("{by}已经确认过。", "{by} has confirmed it already."),
        "own_statement": ("自己作出的说明须由别人确认。", "who stated it does not confirm it."),
        "brought_in_already": (
            "这一条款已导入过此前支付，不能再说明没有。",
            "payments under this clause were brought in: it cannot be stated that there were none.",
        ),
    }


def at_hand(id: UUID, *roles: Role, states: tuple[State, ...], actor: Actor) -> EarlierFile:
    """Return a file, locked, if the actor holds one of the roles over its place and it is in one of the states.

    Raises CannotSeeEarlier, CannotBringIn.
    """
    file_of(actor, id=id)
    found = EarlierFile.objects.select_for_update(of=("self",)).select_related("source", "place").filter(pk=id).first()
    if found is None:
        raise CannotSeeEarlier("not_found")
    if not register.within_reach(actor, *roles).filter(pk=found.place_id).exists():
        raise CannotBringIn("not_allowed", actor=actor.name)
    require(found, states)
    return found


def require(found: EarlierFile, states: tuple[State, ...]) -> None:
    """Pass where a file is in one of the states; raises CannotBringIn."""
    state = State(found.state)
    if state not in states:
        zh, en = state.words
        raise CannotBringIn("wrong_state", state=zh, state_en=en)


def why(reason: str) -> str:
    """Return a reason as it is kept; raises CannotBringIn where there is none, or it is too long."""
    said = " ".join(reason.split())
    if not said:
        raise CannotBringIn("no_reason")
    if len(said) > REASON_MOST:
        raise CannotBringIn("reason_long", most=REASON_MOST, length=len(said))
    return said


def note(act: str, found: EarlierFile, *, actor: Actor, now: datetime, **after: Any) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"casework.earlier_file.{act}",
        actor=actor, subject_kind="earlier_file", subject=found.pk, organisation=found.place_id, now=now,
        after={"file": found.name, "sha256": found.digest, **after},
    )  # fmt: skip
