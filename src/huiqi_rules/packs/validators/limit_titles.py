"""Caps and pools that clauses share under different titles."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.facts import Text
from huiqi_rules.model.limits import UNTITLED
from huiqi_rules.packs.validators.context import Context


def limit_titles(context: Context) -> Iterable[Diagnostic]:
    """A cap or pool that two clauses share by its id and name differently: reasons could tell only one of the names.

    Bad:
        caps: [{id: interest, title: {zh: 年度贴息, en: Interest of a year}, …}]
        caps: [{id: interest, title: {zh: 贴息, en: Interest}, …}]          # in another clause
    Good:
        caps: [{id: interest, title: {zh: 年度贴息, en: Interest of a year}, …}]
        caps: [{id: interest, …}]
    """
    titles: dict[str, Text] = {}
    for policy, version in context.versions():
        for clause in version.clauses:
            pool = clause.limits.pool
            for limit in (*clause.limits.caps, *(() if pool is None else (pool,))):
                if limit.title != UNTITLED and titles.setdefault(limit.id, limit.title) != limit.title:
                    yield context.finding("limit-title", clause.limits.place, f"{limit.id!r} of policy {policy.id!r} is also called "
                                          f"{titles[limit.id].zh!r}", "Give it one title.")  # fmt: skip
