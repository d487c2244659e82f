"""Reading the rulebook: books ready to decide, the dictionary, policies and their versions."""

from __future__ import annotations

from huiqi.rulebook.domain.answering import Answers, read_answers
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
from huiqi.rulebook.queries.calculator import Calculation, Offer, calculate, policies_in_force, why
from huiqi.rulebook.queries.compendium import compendium
from huiqi.rulebook.queries.conversation import Conversation, converse
from huiqi.rulebook.queries.dictionary import FactEntry, dictionary, facts_of
from huiqi.rulebook.queries.drafts import (
    CannotSeeDraft,
    Editor,
    Report,
    Tab,
    authors,
    check_files,
    draft_of,
    drafts,
    editor,
    files_of,
    files_over,
    history,
    last_texts,
    may_write,
    report,
    text_of,
)
from huiqi.rulebook.queries.editions import CannotFindEdition, edition_file, editions
from huiqi.rulebook.queries.editor_words import EditorWords, editor_words
from huiqi.rulebook.queries.expenses import Hint, expense_facts, hints
from huiqi.rulebook.queries.finding import Found, find
from huiqi.rulebook.queries.gate import GatePage, digest_of_texts, gate_page, is_behind, records_of
from huiqi.rulebook.queries.library import (
    Warnings,
    library,
    looked_for,
    policies_of,
    policy_of,
    themes,
    unspoken,
    warnings,
)
from huiqi.rulebook.queries.model_out import (
    MODEL_EDITIONS,
    NEWEST_EDITION,
    CannotTakeOut,
    NotHeld,
    PolicyModel,
    policy_model,
)
from huiqi.rulebook.queries.pages import PolicyPage, policy_page
from huiqi.rulebook.queries.published import (
    CannotSeeVersion,
    VersionPage,
    published_versions,
    version_page,
    versions_of_policy,
)
from huiqi.rulebook.queries.reach import sees_drafts, zone_of
from huiqi.rulebook.queries.requirements import draft_graph, policy_graph
from huiqi.rulebook.queries.table_shelf import UNITS, ShelfPage, UsedTable, policy_text, shelf_page, used_table
from huiqi.rulebook.queries.tables import CannotSeeTable, TablesPage, draft_tables, try_on_table
from huiqi.rulebook.queries.zones import PublishingZone, chosen_zone, publishing_zones, zone_among

__all__ = [
    "MODEL_EDITIONS",
    "NEWEST_EDITION",
    "UNITS",
    "Answers",
    "Book",
    "Calculation",
    "CannotFindBook",
    "CannotFindEdition",
    "CannotRead",
    "CannotSeeDraft",
    "CannotSeeTable",
    "CannotSeeVersion",
    "CannotTakeOut",
    "Conversation",
    "Editor",
    "EditorWords",
    "FactEntry",
    "Found",
    "GatePage",
    "Hint",
    "NotHeld",
    "Offer",
    "PolicyModel",
    "PolicyPage",
    "PublishingZone",
    "Report",
    "ShelfPage",
    "Tab",
    "TablesPage",
    "UsedTable",
    "VersionPage",
    "Warnings",
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
    "files_of",
    "files_over",
    "find",
    "gate_page",
    "hints",
    "history",
    "is_behind",
    "last_texts",
    "library",
    "looked_for",
    "may_write",
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
    "sees_drafts",
    "shelf_page",
    "text_of",
    "themes",
    "try_on_table",
    "unspoken",
    "used_table",
    "version_page",
    "versions_of_policy",
    "warnings",
    "why",
    "zone_among",
    "zone_of",
]
