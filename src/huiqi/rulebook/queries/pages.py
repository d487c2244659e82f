"""A policy's page: its words on a day, the days of its texts, its standing; all from the published pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook.domain.policy_words import Cited, VersionWords, cited, version_words
from huiqi.rulebook.domain.rights import DRAFT, STAFF
from huiqi.rulebook.domain.standing import Standing
from huiqi.rulebook.domain.table_words import ShownTable, shown_tables
from huiqi.rulebook.models import PackVersion
from huiqi.rulebook.queries.books import Book, current_book
from huiqi.rulebook.queries.library import policy_of
from huiqi.rulebook.queries.published import versions_of_policy
from huiqi.rulebook.queries.reach import zone_of
from huiqi_rules.model.policy import Policy

if TYPE_CHECKING:
    from huiqi.rulebook.queries.library import StandingPolicy


@dataclass(frozen=True, slots=True)
class TextInTime:
    """A text of a policy: from a day to a day, both included."""

    id: str
    start: date
    end: date | None
    source: Cited


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What the page of a policy shows: `standing` is today's, `text` the one of the day asked for, none where none holds on it."""

    row: StandingPolicy
    standing: Standing
    day: date
    text: VersionWords | None
    texts: tuple[TextInTime, ...]
    # The last text before the day, where none holds on it.
    ended: TextInTime | None
    # Whether the actor drafts and names contacts here.
    may_draft: bool
    # The versions of the pack that changed its file, for those who work with the library.
    versions: tuple[PackVersion, ...] = ()
    # The decision tables of the text, in words.
    tables: tuple[ShownTable, ...] = ()


def policy_page(actor: Actor, *, policy: str, day: date, now: datetime, zone: str = "") -> PolicyPage:
    """Return the page of a policy on a day; `zone` is the one that a visitor names. Raises CannotFindBook."""
    place = zone_of(actor, named=zone)
    row = policy_of(actor, zone=place, policy=policy, day=day_in_china(now))
    may_draft = place in actor.organisations(*DRAFT)
    if row.is_unpublished:
        return PolicyPage(row, Standing(row.standing), day, None, (), None, may_draft)
    book = current_book(zone=place, now=now)
    rules = book.loaded.rulebook.policies[policy]
    texts = tuple(TextInTime(one.id, one.start, one.end, cited(one.source)) for one in rules.versions)
    before = [one for one in texts if one.end is not None and one.end < day]
    text = words_on(book, rules, day)
    ended = before[-1] if before and not text else None
    path = rules.place.path.removeprefix(f"{book.loaded.path.parent.as_posix()}/")
    versions = versions_of_policy(actor, zone=place, path=path) if actor.holds(*STAFF) else ()
    return PolicyPage(
        row, Standing(row.standing), day, text, texts, ended, may_draft, versions, tables_on(book, rules, day)
    )


def tables_on(book: Book, policy: Policy, day: date) -> tuple[ShownTable, ...]:
    """Return the decision tables of the text of a day in words; none where no text holds on it."""
    version = policy.on(day)
    return () if version is None else shown_tables(book.loaded, book.engine.checked, policy, version, day)


def words_on(book: Book, policy: Policy, day: date) -> VersionWords | None:
    """Return the text of a day in words; none where no text holds on it."""
    version = policy.on(day)
    return None if version is None else version_words(book.engine.checked, policy, version, day)
