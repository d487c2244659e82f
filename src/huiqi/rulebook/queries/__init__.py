"""Reading the rulebook: books ready to decide, the dictionary, policies and their versions."""

from __future__ import annotations

from huiqi.rulebook.domain.answering import read_answers
from huiqi.rulebook.domain.populations import read_values
from huiqi.rulebook.domain.reading import CannotRead
from huiqi.rulebook.queries.books import (
    Book,
    CannotFindBook,
    book_of,
    book_of_version,
    book_with,
    current_book,
    current_version,
)
from huiqi.rulebook.queries.calculator import Calculation, calculate, policies_in_force
from huiqi.rulebook.queries.compendium import compendium
from huiqi.rulebook.queries.conversation import converse
from huiqi.rulebook.queries.dictionary import FactEntry, dictionary, facts_of
from huiqi.rulebook.queries.drafts import (
    CannotSeeDraft,
    Report,
    authors,
    check_files,
    draft_of,
    drafts,
    editor,
    files_over,
    history,
    last_texts,
    report,
    text_of,
)
from huiqi.rulebook.queries.editions import edition_file, editions
from huiqi.rulebook.queries.editor_words import editor_words
from huiqi.rulebook.queries.expenses import expense_facts, hints
from huiqi.rulebook.queries.finding import find
from huiqi.rulebook.queries.gate import digest_of_texts, gate_page, is_behind, records_of
from huiqi.rulebook.queries.library import library, looked_for, policies_of, policy_of, themes, unspoken, warnings
from huiqi.rulebook.queries.model_out import MODEL_EDITIONS, NEWEST_EDITION, CannotTakeOut, policy_model
from huiqi.rulebook.queries.pages import PolicyPage, policy_page
from huiqi.rulebook.queries.published import published_versions, version_page
from huiqi.rulebook.queries.reach import zone_of
from huiqi.rulebook.queries.requirements import draft_graph, policy_graph
from huiqi.rulebook.queries.table_shelf import UNITS, ShelfPage, policy_text, shelf_page, used_table
from huiqi.rulebook.queries.tables import CannotSeeTable, draft_tables, try_on_table
from huiqi.rulebook.queries.zones import chosen_zone, publishing_zones, zone_among

__all__ = [
    "MODEL_EDITIONS",
    "NEWEST_EDITION",
    "UNITS",
    "Book",
    "Calculation",
    "CannotFindBook",
    "CannotRead",
    "CannotSeeDraft",
    "CannotSeeTable",
    "CannotTakeOut",
    "FactEntry",
    "PolicyPage",
    "Report",
    "ShelfPage",
    "authors",
    "book_of",
    "book_of_version",
    "book_with",
    "calculate",
    "check_files",
    "chosen_zone",
    "compendium",
    "converse",
    "current_book",
    "current_version",
    "dictionary",
    "digest_of_texts",
    "draft_graph",
    "draft_of",
    "draft_tables",
    "drafts",
    "edition_file",
    "editions",
    "editor",
    "editor_words",
    "expense_facts",
    "facts_of",
    "files_over",
    "find",
    "gate_page",
    "hints",
    "history",
    "is_behind",
    "last_texts",
    "library",
    "looked_for",
    "policies_in_force",
    "policies_of",
    "policy_graph",
    "policy_model",
    "policy_of",
    "policy_page",
    "policy_text",
    "published_versions",
    "publishing_zones",
    "read_answers",
    "read_values",
    "records_of",
    "report",
    "shelf_page",
    "text_of",
    "themes",
    "try_on_table",
    "unspoken",
    "used_table",
    "version_page",
    "warnings",
    "zone_among",
    "zone_of",
]
