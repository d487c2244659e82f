"""Reading the rulebook: books ready to decide, the dictionary, policies and their versions."""

from __future__ import annotations

from huiqi.rulebook.domain.reading import CannotRead
from huiqi.rulebook.queries.books import Book, CannotFindBook, book_of, book_with, current_book
from huiqi.rulebook.queries.dictionary import FactEntry, dictionary, facts_of

__all__ = [
    "Book",
    "CannotFindBook",
    "CannotRead",
    "FactEntry",
    "book_of",
    "book_with",
    "current_book",
    "dictionary",
    "facts_of",
]
