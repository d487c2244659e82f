"""Who may do what with an import, and why something cannot be done; asked by every service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db import connection

from huiqi.imports.domain.states import STATE_NAMES, State
from huiqi.imports.models import SheetImport
from huiqi.imports.queries.reach import CannotSeeImport
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.queries import within_reach

# "impo" in numbers: one import of a zone at a time, so that the later one sees what the earlier one did.
_LOCK = 0x696D706F


class CannotImport(Cannot):
    """The import cannot go on like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_place": ("{organisation}不是高新区，也不是园区。", "{organisation} is neither a zone nor a park."),
        "no_source_name": (
            "请写明数据来源，例如“税务局年报”。",
            "say where the sheet comes from, such as “tax office, yearly”.",
        ),
        "map_wrong": ("各列的含义有{count}处不对：\n{zh}", "{count} columns have to be put right:\n{en}"),
        "map_changed": (
            "{name}刚刚改了这个来源的列映射（第{number}版），您的改动没有保存。请看过再改。",
            "{name} has just changed the map of this source (version {number}); yours was not kept. Look at it first.",
        ),
        "not_mapped": ("请先确认各列的含义。", "say first what the columns mean."),
        "wrong_state": ("这一导入{state}，不能再这样做。", "this import is {state_en}; that cannot be done any more."),
        "doubts_open": (
            "还有{count}行没有确认是哪家企业。",
            "{count} rows still have to be decided: which company they are about.",
        ),
        "nothing_to_do": ("没有要导入的内容：库里已经都有。", "there is nothing to bring in: the register has it all."),
        "changed_meanwhile": (
            "检查之后，库里的数据又变了，没有导入。下面是重新检查的结果，请看过再导入。",
            "the register has changed since the check; nothing was brought in. This is a new check: look at it first.",
        ),
        "no_such_choice": ("第{row}行不能这样选。", "row {row} cannot be decided like that."),
    }


def allowed(id: UUID, *, actor: Actor, states: tuple[State, ...]) -> SheetImport:
    """Return the import, locked, if the actor keeps the register of its place and it is in one of the states.

    Raises CannotSeeImport, CannotImport("wrong_state").
    """
    reach = within_reach(actor, *KEEP_REGISTER)
    found = (
        SheetImport.objects.select_for_update(of=("self",))
        .select_related("source", "file", "organisation", "map")
        .filter(pk=id, organisation__in=reach)
        .first()
    )
    if found is None:
        raise CannotSeeImport("not_found")
    require(found, states)
    return found


def require(found: SheetImport, states: tuple[State, ...]) -> None:
    """Pass where an import is in one of the states; raises CannotImport("wrong_state")."""
    state = State(found.state)
    if state not in states:
        zh, en = STATE_NAMES[state]
        raise CannotImport("wrong_state", state=zh, state_en=en)


def one_at_a_time(found: SheetImport) -> None:
    """Wait until no other import of the zone is under way, and keep others waiting until this transaction ends."""
    zone = str(found.organisation.within[0])
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, zone])
