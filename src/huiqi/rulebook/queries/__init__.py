"""Reading the rulebook: books ready to decide, the dictionary, policies and their versions."""

from __future__ import annotations

from huiqi.rulebook.domain.answering import Answers, read_answers
from huiqi.rulebook.domain.populations import read_values
from huiqi.rulebook.domain.reading import CannotRead
from huiqi.rulebook.queries.books import Book, CannotFindBook, book_of, book_with, current_book
from huiqi.rulebook.queries.calculator import Calculation, Offer, calculate, policies_in_force, why
from huiqi.rulebook.queries.conversation import Conversation, converse
from huiqi.rulebook.queries.dictionary import FactEntry, dictionary, facts_of
from huiqi.rulebook.queries.finding import Found, find
from huiqi.rulebook.queries.library import (
    library,
    looked_for,
    policies_of,
    policy_of,
    soonest_to_end,
    themes,
    without_spokesperson,
)
from huiqi.rulebook.queries.pages import PolicyPage, policy_page
from huiqi.rulebook.queries.reach import sees_drafts, zone_of
from huiqi.rulebook.queries.zones import PublishingZone, chosen_zone, publishing_zones, zone_among

__all__ = [
    "Answers",
    "Book",
    "Calculation",
    "CannotFindBook",
    "CannotRead",
    "Conversation",
    "FactEntry",
    "Found",
    "Offer",
    "PolicyPage",
    "PublishingZone",
    "book_of",
    "book_with",
    "calculate",
    "chosen_zone",
    "converse",
    "current_book",
    "dictionary",
    "facts_of",
    "find",
    "library",
    "looked_for",
    "policies_in_force",
    "policies_of",
    "policy_of",
    "policy_page",
    "publishing_zones",
    "read_answers",
    "read_values",
    "sees_drafts",
    "soonest_to_end",
    "themes",
    "why",
    "without_spokesperson",
    "zone_among",
    "zone_of",
]
