"""The compendium of a zone: made of the published pack, with the contacts that officers name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.compendium import Compendium, Contact, Entry, chosen_themes, counted
from huiqi.rulebook.domain.labels import SUBJECTS, THEMES, label
from huiqi.rulebook.domain.policy_words import VersionWords, cited, pair, version_words
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.models import CataloguedPolicy
from huiqi.rulebook.queries.books import Book, book_of_version, current_version
from huiqi.rulebook.queries.reach import zone_of

# The words of all policies in force, by the digest of the pack and the day: they differ with nothing else.
_WORDS: Final[Shelf[Mapping[str, VersionWords]]] = Shelf(16)


def compendium(
    actor: Actor,
    *,
    day: date,
    now: datetime,
    arrangement: str = "theme",
    themes: Collection[str] = (),
    zone: str = "",
) -> Compendium:
    """Return the policies in force on a day, of some themes or of all; `zone` is the one that a visitor names.

    Raises CannotFindBook. Queries do not depend on how many policies there are.
    """
    place = zone_of(actor, named=zone)
    version = current_version(zone=place, now=now)
    book = book_of_version(version)
    found = entries(book, _WORDS.get((version.digest, day), lambda: words_in_force(book, day)), contacts(place))
    head = book.loaded.head
    return Compendium(
        zone=place,
        title=pair(head.title),
        issuer=pair(head.issuer),
        day=day,
        number=version.number,
        hash=version.hash,
        published_at=version.published_at,
        arrangement=arrangement,
        entries=chosen_themes(found, themes),
        themes=counted((entry.theme for entry in found), THEMES),
    )


def words_in_force(book: Book, day: date) -> dict[str, VersionWords]:
    """Return the texts in force on a day in words, by policy."""
    policies = book.loaded.rulebook.policies.values()
    return {
        one.id: version_words(book.engine.checked, one, version, day)
        for one in policies
        if (version := one.on(day)) is not None
    }


def contacts(zone: UUID) -> dict[str, Contact]:
    """Return whom to ask about the published policies of a zone, by policy."""
    rows = CataloguedPolicy.objects.filter(zone=zone, version__isnull=False)
    said = rows.values_list("policy", "office", "phone", "spokesperson")
    return {policy: Contact(office, phone, spokesperson) for policy, office, phone, spokesperson in said}


def entries(book: Book, words: Mapping[str, VersionWords], asked: Mapping[str, Contact]) -> list[Entry]:
    """Return what matters of each policy whose words are there."""
    found = []
    for name, text in words.items():
        policy = book.loaded.rulebook.policies[name]
        source = next(one.source for one in policy.versions if one.id == text.id)
        found.append(
            Entry(
                policy=name,
                title=pair(policy.title),
                theme=policy.theme,
                level=policy.level,
                subject=label(SUBJECTS, policy.subject),
                issuer=policy.issuer,
                start=text.start,
                end=text.end,
                source=cited(source),
                clauses=text.clauses,
                contact=asked[name],
            )
        )
    return found
