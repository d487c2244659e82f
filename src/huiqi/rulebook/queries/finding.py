"""Policies found by plain words: what a person types is cut into pairs of characters, and the policies that say most of them come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from huiqi.rulebook.domain.plain_words import shortened, words_in
from huiqi.rulebook.queries.books import Book
from huiqi_rules.model.facts import Text
from huiqi_rules.model.policy import ExactAmount, Policy, RangeAmount, Unpublished, Version

_WEIGHTS = {"title": 8, "clause": 4, "condition": 2, "fact": 1}
# A policy that says less than half of what was typed is about something else.
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A policy in force with what it promises, for a list."""

    policy: Policy
    version: Version
    promises: tuple[str, ...]


def find(book: Book, *, day: date, words: str, theme: str = "", level: str = "") -> tuple[Found, ...]:
    """Return the policies in force on a day that fit, the best first; without words all of them by title."""
    in_force = [(policy, version) for policy in book.loaded.rulebook.policies.values() if (version := policy.on(day))]
    kept = [
        (policy, version) for policy, version in in_force if theme in {"", policy.theme} and level in {"", policy.level}
    ]
    sought = " ".join(words_in(shortened(words)))
    scored = [(score(policy, version, book, sought), policy, version) for policy, version in kept]
    fitting = [one for one in scored if not runs(sought) or one[0] > 0]
    fitting.sort(key=lambda one: (-one[0], one[1].title.zh))
    return tuple(Found(policy, version, tuple(promises(version))) for _, policy, version in fitting)


def pieces(text: str) -> frozenset[str]:
    """Return a text as what it can be found by: words of Latin letters and digits, pairs of other characters; one alone stays one."""
    found: set[str] = set()
    for part in runs(text):
        if part.isascii():
            found.add(part)
        else:
            found.update({part[start : start + 2] for start in range(len(part) - 1)} or {part})
    return frozenset(found)


def runs(text: str) -> list[str]:
    """Return the runs of letters and digits in a text."""
    folded = normalize("NFKC", text).casefold()
    return "".join(character if character.isalnum() else " " for character in folded).split()


def score(policy: Policy, version: Version, book: Book, sought: str) -> float:
    """Return how well a policy fits; 0 where it says less than half of what is sought."""
    wanted = pieces(sought)
    if not wanted:
        return 0
    said = [(place, pieces(text) | pieces(shortened(text))) for place, text in words_of(policy, version, book)]
    share = share_said(sought, frozenset[str]().union(*(parts for _, parts in said)))
    if share < _LEAST_SHARE:
        return 0
    return share + sum(_WEIGHTS[place] * len(wanted & parts) for place, parts in said) / 100


def share_said(sought: str, said: frozenset[str]) -> float:
    """Return how much of what is sought stands in pieces that are said: of each word its characters, where it is Latin all or none."""
    found = whole = 0
    for word in runs(sought):
        whole += len(word)
        if word.isascii():
            found += len(word) if word in said else 0
        elif len(word) == 1:
            found += any(word in piece for piece in said)
        else:
            hits = [start for start in range(len(word) - 1) if word[start : start + 2] in said]
            found += len({place for start in hits for place in (start, start + 1)})
    return found / whole if whole else 0


def words_of(policy: Policy, version: Version, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the texts of a policy by what they are."""
    yield "title", both(policy.title)
    yield "title", policy.theme
    for clause in version.clauses:
        yield "clause", both(clause.name)
    for condition in version.conditions:
        yield "condition", both(condition.name)
    for name in policy.aliases.values():
        if name in book.loaded.rulebook.facts:
            yield "fact", both(book.loaded.rulebook.facts[name].name)


def both(text: Text) -> str:
    """Return a text in both languages."""
    return f"{text.zh} {text.en}"


def promises(version: Version) -> Iterator[str]:
    """Yield what a version gives: `exact`, `range`, `unpublished`, `title`; each once."""
    found = set()
    for clause in version.clauses:
        match clause.amount:
            case ExactAmount():
                found.add("exact")
            case RangeAmount():
                found.add("range")
            case Unpublished():
                found.add("unpublished")
        if clause.title is not None:
            found.add("title")
    yield from (kind for kind in ("exact", "range", "unpublished", "title") if kind in found)
