"""Names that are missing in one of the two languages, or stand in the other one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.model.facts import Text
from huiqi_rules.model.limits import UNTITLED
from huiqi_rules.packs.validators.context import Context

_CHINESE: Final = re.compile(r"[㐀-鿿]")
_WORD: Final = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")


def texts(context: Context) -> Iterable[Diagnostic]:
    """A name without `zh` or `en` (an error), English words in `zh` or Chinese in `en` (a warning).

    Bad:
        staff: {zh: Number of staff, type: int}
    Good:
        staff: {zh: 职工总数, en: Staff, type: int}
    """
    for what, name, place in _named(context):
        lacking = [language for language in ("zh", "en") if not getattr(name, language)]
        if lacking:
            yield context.finding("missing-text", place, f"{what} has no {' and no '.join(lacking)} name",
                                  "Give the name in both languages: {zh: …, en: …}.")  # fmt: skip
        if name.zh and not _CHINESE.search(name.zh) and _WORD.search(name.zh):
            yield context.warning(
                "wrong-language", place, f"`zh` of {what} is not Chinese: {name.zh!r}", "Translate it."
            )
        if name.en and _CHINESE.search(name.en) and not _WORD.search(name.en):
            yield context.warning(
                "wrong-language", place, f"`en` of {what} is not English: {name.en!r}", "Translate it."
            )


def _named(context: Context) -> Iterator[tuple[str, Text, Place]]:
    loaded = context.loaded
    if loaded.head.place.line:
        yield "the pack's title", loaded.head.title, loaded.head.place
    for fact in loaded.rulebook.facts.values():
        if fact.id in loaded.own_facts:
            yield f"fact {fact.id!r}", fact.name, fact.place
            yield from ((f"option {code!r} of fact {fact.id!r}", label, fact.place) for code, label in fact.labels)
    for parameter in loaded.rulebook.parameters.values():
        if parameter.id in loaded.own_parameters:
            yield f"parameter {parameter.id!r}", parameter.name, parameter.place
    for policy in loaded.rulebook.policies.values():
        if policy.id in loaded.own_policies:
            yield f"the title of policy {policy.id!r}", policy.title, policy.place
    for _, version in context.versions():
        for value in version.values:
            yield f"value {value.id!r}", value.name, value.place
        for condition in version.conditions:
            yield f"condition {condition.id!r}", condition.name, condition.place
        for clause in version.clauses:
            yield f"clause {clause.id!r}", clause.name, clause.place
            if clause.title is not None:
                yield f"the title that clause {clause.id!r} gives", clause.title, clause.place
            pool = clause.limits.pool
            for limit in (*clause.limits.caps, *(() if pool is None else (pool,))):
                if limit.title != UNTITLED:
                    yield f"the title of {limit.id!r} in clause {clause.id!r}", limit.title, clause.limits.place
