"""The words for facts: those of the zone's published pack, those of the register's own, and a bare name for any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from huiqi.register.domain.own_facts import OWN_FACTS
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import FactEntry

_PLAIN = FactEntry(
    id="", zh="", en="", type="text", unit="", unit_zh="", is_annual=False, options=(), is_sensitive=False,
    minimum=None, maximum=None, meaning="", question_zh="", question_en="",
)  # fmt: skip
_OWN: Final = {name: replace(_PLAIN, id=name, zh=zh, en=en) for name, (zh, en) in OWN_FACTS.items()}


def fact_words(*, zone: UUID, now: datetime) -> Mapping[str, FactEntry]:
    """Return the facts that can be said of a company of the zone, by id; without a published pack those of the register alone."""
    try:
        return _OWN | rulebook.dictionary(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return _OWN


def entry_of(name: str, words: Mapping[str, FactEntry]) -> FactEntry:
    """Return the entry of a fact; one that no dictionary knows any more is called by its name."""
    return words.get(name) or replace(_PLAIN, id=name, zh=name, en=name)
