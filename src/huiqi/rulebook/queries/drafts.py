"""Drafts as an actor may see them, their texts, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.checking import Checked, ScenarioRun, check
from huiqi.rulebook.domain.drafting import PARTS, State, in_order, laid_over, part_of
from huiqi.rulebook.domain.pack_files import Files, digest_of, digest_of_all
from huiqi.rulebook.domain.reading import Read, laid_out, read_folder
from huiqi.rulebook.domain.rights import DRAFT, SEE_DRAFTS
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.models import Draft, DraftText, PackVersion
from huiqi.rulebook.queries.books import book_of_version

CHECKS: Final[Shelf[Checked]] = Shelf(32)
# The last texts that somebody looks at or tries something on; a large table is some megabytes.
READS: Final[Shelf[Read]] = Shelf(4)


class CannotSeeDraft(NotVisible):
    """There is no such draft, or no such text of it, for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的草案。", "there is no draft that you may see."),
        "no_such_text": ("草案中没有这个文件或版本。", "the draft has no such file or no such version of it."),
    }


@dataclass(frozen=True, slots=True)
class Tab:
    """A file of a draft: its path and its part in words."""

    path: str
    part: str
    name: Pair


@dataclass(frozen=True, slots=True)
class Editor:
    """What the editor shows of a draft: its files, and the last text of one of them."""

    draft: Draft
    tabs: tuple[Tab, ...]
    shown: DraftText
    may_write: bool


def drafts(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts that the actor may see."""
    if actor.is_system:
        return Draft.objects.all()
    return Draft.objects.filter(zone__in=sorted(actor.organisations(*SEE_DRAFTS)))


def draft_of(actor: Actor, *, id: UUID) -> Draft:
    """Return one draft; raises CannotSeeDraft."""
    found = drafts(actor).select_related("base").filter(pk=id).first()
    if found is None:
        raise CannotSeeDraft("not_found")
    return found


def may_write(actor: Actor, draft: Draft) -> bool:
    """Return whether the actor may write on a draft as it stands."""
    drafts_here = actor.is_system or draft.zone in actor.organisations(*DRAFT)
    return drafts_here and draft.state == State.DRAFTING


def last_texts(draft: Draft) -> dict[str, DraftText]:
    """Return the last text of each file of a draft, in the order of the editor's tabs."""
    rows = DraftText.objects.filter(draft=draft).select_related("content")
    found = {row.path: row for row in rows.order_by("path", "-number").distinct("path")}
    return {path: found[path] for path in in_order(list(found))}


def text_of(draft: Draft, *, path: str, number: int) -> DraftText:
    """Return a file of a draft as it was saved once; raises CannotSeeDraft."""
    found = DraftText.objects.filter(draft=draft, path=path, number=number).select_related("content").first()
    if found is None:
        raise CannotSeeDraft("no_such_text")
    return found


def editor(actor: Actor, *, id: UUID, path: str = "") -> Editor:
    """Return what the editor shows: the file asked for, else the policy's own. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    texts = last_texts(draft)
    if path and path not in texts:
        raise CannotSeeDraft("no_such_text")
    tabs = tuple(Tab(one, part_of(one), PARTS[part_of(one)]) for one in texts)
    return Editor(draft, tabs, texts[path or tabs[0].path], may_write(actor, draft))


def files_of(draft: Draft, texts: Mapping[str, str]) -> Files:
    """Return all files of the pack with those of a draft over the published ones."""
    return files_over(draft.base, texts)


def files_over(version: PackVersion, texts: Mapping[str, str]) -> Files:
    """Return all files of a version with some texts over them."""
    return laid_over(book_of_version(version).files, texts)


@dataclass(frozen=True, slots=True)
class Report:
    """What the page of a draft says of it: findings, its scenarios, and which of its files a finding may lead to."""

    draft: Draft
    checked: Checked
    run: ScenarioRun
    paths: tuple[str, ...]


def report(actor: Actor, *, id: UUID, changed: Mapping[str, str] | None = None) -> Report:
    """Return what the checks say of a draft, for its page; `changed` are texts as they are being typed. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    texts = {path: row.text for path, row in last_texts(draft).items()}
    texts |= {path: text for path, text in (changed or {}).items() if path in texts}
    checked = check_files(files_of(draft, texts), draft.pack, draft.policy)
    return Report(draft, checked, checked.of_policy(draft.policy), tuple(texts))


def check_files(files: Files, pack: str, policy: str) -> Checked:
    """Return what the checks say of some files; a process remembers the last of them."""
    digest = digest_of_all({path: digest_of(content) for path, content in files.items()})
    return CHECKS.get((pack, policy, digest), lambda: check(files, pack, policy))


def read_draft(draft: Draft, texts: Mapping[str, str]) -> tuple[Read, Files]:
    """Return a draft's pack with some texts over it as the engine reads it, and its files; a process remembers the last."""
    files = files_of(draft, texts)
    digest = digest_of_all({path: digest_of(content) for path, content in files.items()})
    return READS.get((draft.pack, digest), lambda: _read(files, draft.pack)), files


def _read(files: Files, pack: str) -> Read:
    with laid_out(files) as folder:
        return read_folder(folder, pack)


def authors(draft: Draft) -> frozenset[UUID | None]:
    """Return who wrote on a draft, who started it among them."""
    wrote = DraftText.objects.filter(draft=draft, number__gt=0).values_list("saved_by", flat=True).distinct()
    return frozenset({draft.started_by, *wrote})


def history(actor: Actor, *, id: UUID, path: str) -> QuerySet[DraftText]:
    """Return every saved text of a file, the last first. Raises CannotSeeDraft."""
    return DraftText.objects.filter(draft=draft_of(actor, id=id), path=path).order_by("-number")
