"""Policies found by plain words: what a person types is cut into pairs of characters, and the policies that say most of them come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

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
    wanted = pieces(words)
    scored = [(score(policy, version, book, wanted), policy, version) for policy, version in kept]
    fitting = [one for one in scored if not wanted or one[0] > 0]
    fitting.sort(key=lambda one: (-one[0], one[1].title.zh))
    return tuple(Found(policy, version, tuple(promises(version))) for _, policy, version in fitting)


def pieces(text: str) -> frozenset[str]:
    """Return a text as what it can be found by: words of Latin letters and digits, pairs of other characters; one alone stays one."""
    folded = normalize("NFKC", text).casefold()
    found: set[str] = set()
    for part in "".join(character if character.isalnum() else " " for character in folded).split():
        if part.isascii():
            found.add(part)
        else:
            found.update({part[start : start + 2] for start in range(len(part) - 1)} or {part})
    return frozenset(found)


def score(policy: Policy, version: Version, book: Book, wanted: frozenset[str]) -> float:
    """Return how well a policy fits; 0 where it says less than half of what is wanted."""
    if not wanted:
        return 0
    said = [(place, pieces(text)) for place, text in words_of(policy, version, book)]
    every = frozenset[str]().union(*(parts for _, parts in said))
    hits = [
        one for one in wanted if one in every or (not one.isascii() and len(one) == 1 and any(one in p for p in every))
    ]
    if len(hits) < _LEAST_SHARE * len(wanted):
        return 0
    return len(hits) / len(wanted) + sum(_WEIGHTS[place] * len(wanted & parts) for place, parts in said) / 100


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
