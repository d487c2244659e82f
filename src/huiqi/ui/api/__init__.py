"""What all parts of the API share: problems, texts, pages by cursor, scopes, calls that count once."""

from __future__ import annotations

from huiqi.ui.api.once import Key, once
from huiqi.ui.api.paging import Cursor, Limit, Page, paged
from huiqi.ui.api.problems import READS, WRITES, Problem
from huiqi.ui.api.scopes import ApiRequest, Scope, needs
from huiqi.ui.api.texts import Line, Sought

__all__ = [
    "READS",
    "WRITES",
    "ApiRequest",
    "Cursor",
    "Key",
    "Limit",
    "Line",
    "Page",
    "Problem",
    "Scope",
    "Sought",
    "needs",
    "once",
    "paged",
]
