"""Clauses that cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.validators.context import Context


def duplicate_clauses(context: Context) -> Iterable[Diagnostic]:
    """Two clauses of one version with the same id, or two clauses of one highest-only group with the same id.

    Bad:
        clauses: [{id: award, limits: {group: {id: titles}}}, {id: award, limits: {group: {id: titles}}}]
    Good:
        clauses: [{id: city-award, limits: {group: {id: titles}}}, {id: zone-award, limits: {group: {id: titles}}}]
    """
    in_groups: dict[tuple[str, str], tuple[str, Place]] = {}
    for policy, version in context.versions():
        seen: dict[str, Place] = {}
        for clause in version.clauses:
            if clause.id in seen:
                yield context.finding("duplicate-clause", clause.place, f"the clause {clause.id!r} stands a second time in "
                                      f"version {version.id!r} (first in line {seen[clause.id].line})", "Rename one.")  # fmt: skip
                continue
            seen[clause.id] = clause.place
            group = clause.limits.group
            if group is None:
                continue
            owner, place = in_groups.setdefault((group.id, clause.id), (policy.id, clause.place))
            if owner != policy.id:
                yield context.finding("duplicate-clause", clause.place, f"group {group.id!r} holds a second clause "
                                      f"{clause.id!r} (first in policy {owner!r}, {place})", "Rename one of the clauses.")  # fmt: skip
