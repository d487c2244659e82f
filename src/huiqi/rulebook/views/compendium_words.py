"""What the printed compendium says, in the language in use, as plain data for its template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huiqi.kernel.clock import CHINA
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.compendium import Chapter, Compendium, Count, Entry
from huiqi.rulebook.domain.labels import LEVELS, THEMES, label
from huiqi.rulebook.domain.policy_words import Cited, ClauseWords, Named
from huiqi.ui.words import chosen


def book_words(book: Compendium) -> dict[str, object]:
    """Return all that the printed compendium says."""
    named = [chosen(*label(THEMES, one.code)) for one in book.by_theme]
    is_part = len(book.by_theme) < len(book.themes)
    return {
        "issuer": chosen(*book.issuer),
        "day": f"{book.day:%Y-%m-%d}",
        "selection": chosen("、", ", ").join(named) if is_part else "",
        "policies": len(book.entries),
        "clauses": book.clauses,
        "by_theme": counts(book.by_theme),
        "by_level": counts(book.by_level),
        "number": book.number,
        "hash": book.hash,
        "published": f"{book.published_at.astimezone(CHINA):%Y-%m-%d}",
        "chapters": [chapter_words(chapter) for chapter in book.chapters],
    }


def counts(rows: Iterable[Count]) -> list[dict[str, object]]:
    """Return counts with their shares in percent."""
    return [{"name": chosen(*one.name), "policies": one.policies, "share": str(one.share)} for one in rows]


def chapter_words(chapter: Chapter) -> dict[str, object]:
    """Return a chapter with its policies."""
    return {"name": chosen(*chapter.name), "policies": [policy_words(entry) for entry in chapter.entries]}


def policy_words(entry: Entry) -> dict[str, object]:
    """Return what matters of a policy; what nobody is named for says so."""
    contact, nobody = entry.contact, chosen("尚未指定", "nobody is named")
    return {
        "title": chosen(*entry.title),
        "subject": chosen(*entry.subject),
        "place": f"{chosen(*label(LEVELS, entry.level))} · {chosen(*label(THEMES, entry.theme))}",
        "issuer": entry.issuer,
        "validity": validity(entry.start, entry.end),
        "office": " · ".join(filter(None, (contact.office, contact.phone))) or nobody,
        "spokesperson": contact.spokesperson or nobody,
        "source": source_words(entry.source),
        "clauses": [clause_words(clause) for clause in entry.clauses],
    }


def validity(start: date, end: date | None) -> str:
    """Return from when to when a text holds, both days included."""
    if end is None:
        return chosen(f"{start:%Y-%m-%d} 起长期有效", f"from {start:%Y-%m-%d}, without end")
    return chosen(
        f"{start:%Y-%m-%d} 至 {end:%Y-%m-%d}（含当日）", f"from {start:%Y-%m-%d} to {end:%Y-%m-%d} (included)"
    )


def clause_words(clause: ClauseWords) -> dict[str, object]:
    """Return a clause; an empty text where it says nothing of the kind."""
    return {
        "name": chosen(*clause.name),
        "gives": chosen(*clause.gives),
        "title": chosen(*clause.title) if clause.title else "",
        "delivery": chosen(*clause.delivery),
        "notice": days(clause.notice_days),
        "paid": days(clause.pay_within_days),
        "conditions": [condition_words(one) for one in clause.conditions],
        "limits": [chosen(*limit) for limit in clause.limits],
        "source": source_words(clause.source),
    }


def condition_words(one: Named) -> dict[str, str]:
    """Return a condition: its name, and its rule where that says more."""
    return {"name": chosen(*one.name), "words": spelled_out(one.name, one.words)}


def spelled_out(name: Pair, words: Pair) -> str:
    """Return the rule in words where it differs from the name."""
    return chosen(*words) if words != name else ""


def days(number: int | None) -> str:
    """Return a term in days; empty where there is none."""
    return "" if number is None else chosen(f"{number} 天", f"{number} days")


def source_words(source: Cited) -> str:
    """Return document and article, and how sure the reading is."""
    text = " ".join(filter(None, (source.document, source.article)))
    doubt = chosen(*source.doubt)
    return text + chosen(f"（{doubt}）", f" ({doubt})") if doubt else text
