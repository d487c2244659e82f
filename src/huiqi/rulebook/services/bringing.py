"""A decision model of the DMN standard becomes the draft of a new policy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.words import Pair
from huiqi.rulebook import queries
from huiqi.rulebook.models import Draft
from huiqi.rulebook.services.drafting import TEXT_MOST, CannotDraft, draft_policy
from huiqi_rules.dmn.exchange import Language, import_model, in_chinese, joined
from huiqi_rules.dmn.xml import UnreadableModel
from huiqi_rules.model.facts import Text

_SAID: Final[tuple[tuple[Language, str], ...]] = (("zh", "；"), ("en", "; "))


@dataclass(frozen=True, slots=True)
class GivenModel:
    """A model as it was handed in: its file, its test cases where there are some, and the names of what is yuan."""

    name: str
    content: bytes
    tests_name: str = ""
    tests: bytes | None = None
    yuan: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class BroughtModel:
    """The draft that a model became, and how much of the model was left behind."""

    draft: Draft
    left: int


@transaction.atomic
def draft_model(
    *, zone: UUID, policy: str, title: Pair, model: GivenModel, actor: Actor, now: datetime
) -> BroughtModel:
    """Start the draft of a new policy from a model; what was left behind stands at the head of its text.

    Raises CannotDraft, CannotChange, CannotFindBook.
    """
    book = queries.current_book(zone=zone, now=now)
    rulebook = book.loaded.rulebook
    try:
        brought = import_model(
            model.content,
            pack=book.pack,
            name=model.name,
            tests=model.tests,
            tests_name=model.tests_name,
            known=rulebook.facts,
            taken={name for one in rulebook.parameters.values() for name in (one.id, one.name.zh)},
            since=day_in_china(now),
            yuan=model.yuan,
            policy=policy,
            title=Text(*title),
        )
    except UnreadableModel as error:
        raise CannotDraft("no_model", name=model.name[:100], why=(in_chinese(str(error)), str(error))) from None
    if not brought.files:
        why = tuple(mark.join(one.said(language) for one in brought.left[:10]) or "-" for language, mark in _SAID)
        raise CannotDraft("nothing_over", name=model.name[:100], why=why)
    own = {name: f"{book.pack}/{name}" for name in ("pack.yaml", "facts.yaml")}
    there = {name: book.files[path].decode() for name, path in own.items() if path in book.files}
    texts = {f"{book.pack}/{path}": text for path, text in joined(brought.files, there).items()}
    if max(map(len, texts.values())) > TEXT_MOST:
        raise CannotDraft("too_long", most=TEXT_MOST)
    draft = draft_policy(zone=zone, policy=policy, title=title, actor=actor, now=now, texts=texts)
    return BroughtModel(draft, len(brought.left))
