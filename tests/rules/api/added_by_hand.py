"""Totals of a register added up company by company from the answers of closures: what counts and sums must equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from huiqi_rules.api.adding_up import Totals, add_up
from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.api.summaries import ClauseSummary
from huiqi_rules.columnar.layouts import Source
from huiqi_rules.columnar.store import connect, store_subjects
from huiqi_rules.core.values import bounds_of
from huiqi_rules.model.decision import Outcome

OUTCOMES = (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN)
Figures = Mapping[str, Decimal | str | None]
NOTHING: Figures = MappingProxyType({})
Plain = dict[tuple[str, str], tuple[object, ...]]


def by_hand(
    engine: Engine, rows: Sequence[Mapping[str, object]], day: date, policies: Iterable[str], figures: Figures = NOTHING
) -> Plain:
    """Return counts and money of every clause, each company decided alone."""
    found: Plain = {}
    subjects = [Subject(f"s{number}", row) for number, row in enumerate(rows)]  # type: ignore[arg-type]  # facts
    for policy in policies:
        version = engine.policy(policy).on(day)
        if version is None:
            continue
        answers = engine.assess_all(policy, day, subjects, Circumstances(figures=figures), limits=False)
        for place, clause in enumerate(version.clauses):
            decided = [one.clauses[place] for one in answers]
            met = [one for one in decided if one.outcome is Outcome.MET]
            ends = [bounds_of(one.amount) for one in met if one.amount is not None]
            money: tuple[object, ...] = (None, None, 0)
            if clause.amount is not None:
                low, high = (sum((end[at] for end in ends), Decimal(0)) for at in (0, 1))
                money = (low, high, len(met) - len(ends))
            found[policy, clause.id] = (*(sum(one.outcome is kind for one in decided) for kind in OUTCOMES), *money)
    return found


def by_columns(
    engine: Engine, rows: Sequence[Mapping[str, object]], day: date, policies: Sequence[str], figures: Figures = NOTHING
) -> Totals:
    """Return the totals of the same companies, added up by the database."""
    with connect() as connection:
        stored = store_subjects(connection, rows, engine.checked.rulebook.facts)  # type: ignore[arg-type]  # facts
        source = Source(stored.relation, stored.layout)
        return add_up(engine, connection, source, day, policies=policies, figures=figures)


def plain(summaries: Iterable[ClauseSummary]) -> Plain:
    """Return summaries as counts and money by policy and clause."""
    return {
        (one.policy, one.clause): (
            one.met, one.not_met, one.unknown, one.amount_low, one.amount_high, one.open_amounts,
        )
        for one in summaries
    }  # fmt: skip
