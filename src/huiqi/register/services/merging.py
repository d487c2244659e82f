"""Two records of one company brought together, and parted again exactly: nothing is copied over and nothing is lost.

The record that goes stays where it is, with its facts, and points at the one that is kept: what was said of it holds for the
other (`queries.facts.speakers`). What pointed at it is turned to the other, row by row, and written down for the way back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, InternalError, transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.models import (
    BankAccount,
    DuplicatePair,
    Fact,
    FormerName,
    Identifier,
    Merge,
    Organisation,
    RoleGrant,
)
from huiqi.register.queries.facts import speakers
from huiqi.register.queries.pointing import Pointer, pointers
from huiqi.register.services.allowing import allowed
from huiqi.register.services.saying_again import say_again
from huiqi.register.services.searching import index_organisations
from huiqi.register.services.standing import forget, refresh
from huiqi.register.services.taking_back import take_back_batch

# Who acts for a company and to which account it is paid is not for whoever keeps the register to say: it stays with the record
# that goes, where it lets nobody in, and is given anew by those who may.
_NEVER_TURNED = (RoleGrant, BankAccount)
_WANTED = """
select %(source)s::uuid as subject, %(target)s::uuid as target, name, period, '合并' as source,
    null::timestamptz as before_at, null::uuid as before_id
from unnest(%(names)s::text[], %(periods)s::text[]) as wanted(name, period)
"""


class CannotMerge(Cannot):
    """The records cannot be brought together, or parted, like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "same_record": ("这是同一条记录。", "this is one record."),
        "not_companies": ("只能合并企业。", "only companies can be brought together."),
        "has_below": (
            "{name}之下还有机构，不能并入别的企业。",
            "there are organisations below {name}: it cannot go into another.",
        ),
        "gone_already": ("{name}已经不在库里。", "{name} is not in the register any more."),
        "parted_already": ("这次合并已经拆开。", "these records were parted already."),
        "kept_is_gone": (
            "{name}之后又并入了别的企业，请先拆开那一次。",
            "{name} went into another record later: part those two first.",
        ),
        "code_is_anothers": (
            "信用代码{code}现在属于{name}，不能还给拆开的记录。请先更正那家企业的代码。",
            "the credit code {code} belongs to {name} now and cannot go back: put that company's code right first.",
        ),
        "on_its_way": (
            "{name}有正在办理的申报、兑现或按结果付费事项，办结后才能合并或拆开。",
            "an application of {name} or money for it is on its way: bring together or part the records once that is done.",
        ),
        "changed_meanwhile": (
            "{name}的数据刚刚变了，请重新看过再合并。",
            "what is known of {name} has just changed: look at both once more.",
        ),
    }


@transaction.atomic
def merge_companies(
    *,
    kept: UUID,
    gone: UUID,
    from_gone: Collection[str],
    actor: Actor,
    now: datetime,
    reason: str = "",
    seen: Mapping[str, object] | None = None,
) -> Merge:
    """Bring the record `gone` into `kept`. Raises CannotMerge, CannotKeep.

    Where both say something else of a fact, the kept one is right, except for those in `from_gone` (`name` or `name|period`).
    `seen` holds both standings as the officer saw them; where they have changed since, nothing is done.
    """
    staying, going = _pair(kept, gone, actor=actor)
    _refuse_on_its_way(going)
    compared = queries.comparison(actor, first=kept, second=gone)
    differing = [one for one in compared.facts if one.differs]
    if seen is not None and seen != {one.key: [one.first, one.second] for one in differing}:
        raise CannotMerge("changed_meanwhile", name=staying.name)
    added = Merge(
        id=new_id(now), kept=staying, gone=going, reason=reason[:500], merged_at=now, merged_by_name=actor.name
    )
    # Where both have spoken of a fact, the one that is right is said again: the later row of the other would hide it.
    silent = {one.key for one in compared.facts if one.first is None}
    both = _spoken(kept) & _spoken(gone)
    right = {gone: [key for key in both if key in from_gone or key in silent]}
    right[kept] = [key for key in both if key not in set(right[gone])]
    for record, keys in right.items():
        _say(keys, source=record, target=kept, act=added.pk, name=going.name, actor=actor, now=now)
    added.moved, added.stayed = _turn(going.pk, staying.pk)
    going.gone_at, going.merged_into = now, staying
    added.code_moved = _move_code(going, staying)
    added.names_added = _keep_name(staying, going, now)
    _settle(kept, gone, now=now)
    added.save(force_insert=True)
    DuplicatePair.objects.filter(first__in=(kept, gone), second__in=(kept, gone)).update(
        state=DuplicatePair.State.MERGED, decided_at=now, decided_by_name=actor.name
    )
    _note("merged", added, actor=actor, now=now, after={"from_gone": sorted(from_gone), "reason": reason})
    return added


@transaction.atomic
def part_companies(*, merge: UUID, actor: Actor, now: datetime) -> Merge:
    """Part two records again: each is what it was, what was said since stays with the kept one. Raises CannotMerge, CannotSee."""
    found = queries.merge(actor, id=merge)
    allowed(found.kept_id, actor=actor, roles=KEEP_REGISTER)
    current = Merge.objects.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=merge)
    if current.parted_at is not None:
        raise CannotMerge("parted_already")
    if current.kept.gone_at is not None:
        raise CannotMerge("kept_is_gone", name=current.kept.name)
    going = current.gone
    _refuse_on_its_way(current.kept, moved=current.moved)
    going.gone_at, going.merged_into = None, None
    _move_code_back(current, going)
    _turn_back(current)
    FormerName.objects.filter(pk__in=current.names_added).delete()
    take_back_batch(batch=current.pk, act=new_id(now), evidence=f"拆开：{going.name}", actor=actor, now=now)
    current.parted_at, current.parted_by_name = now, actor.name
    current.save(update_fields=("parted_at", "parted_by_name"))
    refresh([current.kept_id, going.pk], now=now)
    index_organisations([current.kept_id, going.pk])
    DuplicatePair.objects.filter(first__in=(going.pk, current.kept_id), second__in=(going.pk, current.kept_id)).update(
        state=DuplicatePair.State.APART, decided_at=now, decided_by_name=actor.name
    )
    _note("parted", current, actor=actor, now=now, after={})
    return current


def _pair(kept: UUID, gone: UUID, *, actor: Actor) -> tuple[Organisation, Organisation]:
    """Return both records, locked in one order whichever is kept; raises CannotMerge, CannotKeep."""
    if kept == gone:
        raise CannotMerge("same_record")
    rows = {one: allowed(one, actor=actor, roles=KEEP_REGISTER) for one in sorted((kept, gone))}
    if any(row.kind != Organisation.Kind.COMPANY for row in rows.values()):
        raise CannotMerge("not_companies")
    if rows[gone].children.exists():
        raise CannotMerge("has_below", name=rows[gone].name)
    return rows[kept], rows[gone]


def _refuse_on_its_way(going: Organisation, *, moved: Sequence[Sequence[str]] | None = None) -> None:
    """Refuse where something stands with a record that no other may come by while it goes on (`ON_ITS_WAY` of its model).

    `moved` narrows it to what would be turned back. Raises CannotMerge.
    """
    for pointer in pointers():
        going_on = getattr(pointer.model, "ON_ITS_WAY", None)
        if going_on is None:
            continue
        rows = pointer.rows([going.pk]).filter(going_on)
        if moved is not None:
            rows = rows.filter(pk__in=[key for table, _, key in moved if table == pointer.table])
        if rows.exists():
            raise CannotMerge("on_its_way", name=going.name)


def _turn(gone: UUID, kept: UUID) -> tuple[list[list[str]], int]:
    """Turn everything that points at one record to the other; return what was turned, and how many rows could not be.

    A row that would then stand twice, or that may not be changed, stays; so do roles and accounts at banks.
    """
    moved: list[list[str]] = []
    stayed = 0
    for pointer in (*pointers(), Pointer(Identifier, "organisation"), Pointer(FormerName, "organisation")):
        if pointer.model in _NEVER_TURNED:
            stayed += pointer.rows([gone]).count()
            continue
        for key in list(pointer.rows([gone]).values_list("pk", flat=True)):
            if _turned(pointer, key, kept):
                moved.append([pointer.table, pointer.field, str(key)])
            else:
                stayed += 1
    return moved, stayed


def _turned(pointer: Pointer, key: object, to: UUID) -> bool:
    try:
        with transaction.atomic():
            pointer.model._base_manager.filter(pk=key).update(**{f"{pointer.field}_id": to})  # noqa: SLF001  # past every default filter
    except (IntegrityError, InternalError):
        return False
    return True


def _turn_back(merge: Merge) -> None:
    """Turn to the record that is back what was turned to the other, where it still points there."""
    for table, field, key in merge.moved:
        model = apps.get_model(table)
        pointer = Pointer(model, field)
        if pointer.rows([merge.kept_id]).filter(pk=key).exists():
            _turned(pointer, key, merge.gone_id)


def _move_code(going: Organisation, staying: Organisation) -> str:
    """Keep both, and give the one that stays the other's credit code where it has none: it is what others look for. Return it."""
    code = going.credit_code if staying.credit_code is None else None
    if code is not None:
        going.credit_code = None
    going.save(update_fields=("gone_at", "merged_into", "credit_code"))
    if code is not None:
        staying.credit_code = code
        staying.save(update_fields=("credit_code",))
    return code or ""


def _move_code_back(merge: Merge, going: Organisation) -> None:
    """Keep the record that is back, with the code that it gave; raises CannotMerge where a third company has it now."""
    code = merge.code_moved
    if code:
        third = Organisation.objects.filter(credit_code=code).exclude(pk=merge.kept_id).first()
        if third is not None:
            raise CannotMerge("code_is_anothers", code=code, name=third.name)
        Organisation.objects.filter(pk=merge.kept_id, credit_code=code).update(credit_code=None)
        going.credit_code = code
    going.save(update_fields=("gone_at", "merged_into", "credit_code"))


def _spoken(record: UUID) -> set[str]:
    """Return the facts of which something was ever said, of a record or of those that went into it."""
    rows = Fact.objects.filter(subject__in=speakers(record)).values_list("name", "period").distinct()
    return {f"{name}|{period}" if period else name for name, period in rows}


def _keep_name(staying: Organisation, going: Organisation, now: datetime) -> list[int]:
    """Keep the name of the record that goes as a former one of the other, to be found by; return the rows."""
    if going.name == staying.name or FormerName.objects.filter(organisation=staying, name=going.name).exists():
        return []
    return [FormerName.objects.create(organisation=staying, name=going.name, until=now).pk]


def _say(keys: Iterable[str], *, source: UUID, target: UUID, act: UUID, name: str, actor: Actor, now: datetime) -> None:
    parts = [key.partition("|") for key in keys]
    if parts:
        told: dict[str, object] = {
            "source": source, "target": target,
            "names": [part[0] for part in parts], "periods": [part[2] for part in parts],
        }  # fmt: skip
        say_again(_WANTED, told, act=act, evidence=f"合并：{name}", actor=actor, now=now)


def _settle(kept: UUID, gone: UUID, *, now: datetime) -> None:
    refresh([kept], now=now)
    forget([gone])
    index_organisations([kept])
    names = tuple(Fact.objects.filter(subject__in=(kept, gone)).values_list("name", flat=True).distinct())
    events.announce("register.facts.recorded", subjects=(kept,), facts=names)


def _note(act: str, merge: Merge, *, actor: Actor, now: datetime, after: Mapping[str, Any]) -> None:
    audit.record(
        f"register.companies.{act}",
        actor=actor, subject_kind="company", subject=merge.kept_id, organisation=merge.kept_id, now=now,
        before={"kept": merge.kept.name, "gone": merge.gone.name, "gone_id": merge.gone_id},
        after={
            "merge": merge.pk, "moved": len(merge.moved), "stayed": merge.stayed, "code_moved": merge.code_moved, **after
        },
    )  # fmt: skip
