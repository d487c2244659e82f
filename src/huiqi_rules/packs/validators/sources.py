"""Rules that do not say which text they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.model.facts import Source
from huiqi_rules.packs.validators.context import Context


def sources(context: Context) -> Iterable[Diagnostic]:
    """A clause, condition, value or dated figure without document or article, after the defaults of its version.

    Bad:
        conditions:
          registered: {zh: 注册一年以上, en: Registered for a year, when: 注册成立天数 >= 365}
    Good:
        conditions:
          registered: {zh: 注册一年以上, en: Registered for a year, when: 注册成立天数 >= 365, source: {article: 第十一条}}
    """
    for what, source, place in _sourced(context):
        lacking = [part for part in ("document", "article") if not getattr(source, part)]
        if lacking:
            yield context.finding("no-source", place, f"{what} has no {' and no '.join(lacking)} in its source",
                                  "Add `source: {document: …, article: …}` here or in the version.")  # fmt: skip


def _sourced(context: Context) -> Iterator[tuple[str, Source, Place]]:
    for _, version in context.versions():
        for value in version.values:
            yield f"value {value.id!r}", value.source, value.place
        for condition in version.conditions:
            yield f"condition {condition.id!r}", condition.source, condition.place
        for clause in version.clauses:
            yield f"clause {clause.id!r}", clause.source, clause.place
    for parameter in context.loaded.rulebook.parameters.values():
        if parameter.id in context.loaded.own_parameters:
            for dated in parameter.values:
                yield f"a value of parameter {parameter.id!r}", dated.source, dated.place
