"""Decision tables of a draft are made, saved, renamed and taken out: in their policy's text, saved as that text is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.words import Pair
from huiqi.rulebook import queries
from huiqi.rulebook.domain.table_content import CellProblem, problems_of
from huiqi.rulebook.domain.table_shelf import with_name, with_table, without_table
from huiqi.rulebook.domain.table_text import RawTable, rewritten
from huiqi.rulebook.models import DraftText
from huiqi.rulebook.services.drafting import locked, save_text


class CannotFill(Cannot):
    """Some cells cannot be saved; `problems` says which and why."""

    messages: ClassVar[Mapping[str, Words]] = {
        "cells": ("没有保存，请先改正下列内容；其余都还在这一页。", "Nothing is saved: mend what follows. All else stays on this page."),
    }  # fmt: skip

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__("cells")
        self.problems = problems


def save_table(
    *, draft: UUID, path: str, version: str, table: str, wanted: RawTable, over: int, actor: Actor, now: datetime
) -> DraftText:
    """Save a table over the text with the number `over`; comments, order and all else of that text stay.

    Raises CannotFill, CannotRewrite, CannotSave where somebody saved another text in between, CannotDraft, CannotChange, CannotSeeDraft.
    """
    problems = tuple(problems_of(wanted))
    if problems:
        raise CannotFill(problems)
    opened = queries.draft_of(actor, id=draft)
    base = queries.text_of(opened, path=path, number=over)
    text = rewritten(base.text, version, table, wanted)
    return save_text(draft=draft, path=path, text=text, over=over, actor=actor, now=now)


def add_table(
    *, draft: UUID, version: str, table: str, name: Pair, wanted: RawTable, actor: Actor, now: datetime
) -> DraftText:
    """Write a new table into a version of a draft's policy.

    Raises CannotRewrite, CannotDraft, CannotChange, CannotSeeDraft, CannotSeeTable.
    """
    return _changed(draft, lambda text: with_table(text, version, table, name, wanted), actor=actor, now=now)


def rename_table(
    *, draft: UUID, version: str, table: str, wanted: str, name: Pair, actor: Actor, now: datetime
) -> DraftText:
    """Give a table of a draft another id and other names.

    Raises CannotRewrite, CannotDraft, CannotChange, CannotSeeDraft, CannotSeeTable.
    """
    return _changed(draft, lambda text: with_name(text, version, table, wanted, name), actor=actor, now=now)


def remove_table(*, draft: UUID, version: str, table: str, actor: Actor, now: datetime) -> DraftText:
    """Take a table out of a draft; earlier texts keep it.

    Raises CannotRewrite, CannotDraft, CannotChange, CannotSeeDraft, CannotSeeTable.
    """
    return _changed(draft, lambda text: without_table(text, version, table), actor=actor, now=now)


@transaction.atomic
def _changed(draft: UUID, change: Callable[[str], str], *, actor: Actor, now: datetime) -> DraftText:
    # The last text is read under the lock, so nothing that somebody else saved is lost.
    last = queries.policy_text(locked(draft, actor=actor))
    return save_text(draft=draft, path=last.path, text=change(last.text), over=last.number, actor=actor, now=now)
