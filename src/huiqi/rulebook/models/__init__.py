"""The rulebook's tables, one subject a file. Only the rulebook imports them."""

from __future__ import annotations

from huiqi.rulebook.models.drafts import Draft, DraftText
from huiqi.rulebook.models.editions import Edition
from huiqi.rulebook.models.gate import GateRecord
from huiqi.rulebook.models.library import CataloguedPolicy
from huiqi.rulebook.models.packs import Content, PackFile, PackVersion

__all__ = ["CataloguedPolicy", "Content", "Draft", "DraftText", "Edition", "GateRecord", "PackFile", "PackVersion"]
