"""A decision table of a draft is saved: written into its policy's text, and saved as that text is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.rulebook import queries
from huiqi.rulebook.domain.table_text import RawTable, rewritten
from huiqi.rulebook.models import DraftText
from huiqi.rulebook.services.drafting import save_text


def save_table(
    *, draft: UUID, path: str, version: str, table: str, wanted: RawTable, over: int, actor: Actor, now: datetime
) -> DraftText:
    """Save a table over the text with the number `over`; comments, order and all else of that text stay.

    Raises CannotRewrite, CannotSave where somebody saved another text in between, CannotDraft, CannotChange, CannotSeeDraft.
    """
    opened = queries.draft_of(actor, id=draft)
    base = queries.text_of(opened, path=path, number=over)
    text = rewritten(base.text, version, table, wanted)
    return save_text(draft=draft, path=path, text=text, over=over, actor=actor, now=now)
