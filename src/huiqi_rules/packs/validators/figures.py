"""Figures of limits that cannot be right together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from huiqi_rules.check.rulebook import MONEY_ROLES, clause_roles
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.values import EXACT
from huiqi_rules.model.policy import Clause
from huiqi_rules.packs.constants import LookUp, evaluate, version_constants
from huiqi_rules.packs.validators.context import Context


def figures(context: Context) -> Iterable[Diagnostic]:
    """Shares of payers that do not add up to 1, more prizes than places, an interim share outside of 0 to 1, money below 0.

    Bad:
        limits: {payers: {city: 0.5, zone: 0.4}}
    Good:
        limits: {payers: {city: 0.5, zone: 0.5}}
    """
    for policy, version in context.versions():
        constants = version_constants(context.loaded.rulebook, version, dict(context.names(policy, version)))
        for clause in version.clauses:
            yield from _payers(context, clause)
            yield from _below_zero(context, clause, constants)
            ranking, stages = clause.limits.ranking, clause.limits.stages
            if ranking is not None and len(ranking.prizes) > ranking.places:
                yield context.finding("limit-figures", clause.limits.place, f"clause {clause.id!r} has "
                                      f"{len(ranking.prizes)} prizes for {ranking.places} places", "Correct `places`.")  # fmt: skip
            if stages is not None and not 0 < stages.share < 1:
                yield context.finding("limit-figures", clause.limits.place, f"clause {clause.id!r} pays the share "
                                      f"{stages.share} at the interim stage", "Write a share between 0 and 1, as 0.8.")  # fmt: skip


def _below_zero(context: Context, clause: Clause, constants: LookUp) -> Iterator[Diagnostic]:
    # Points, ranks and dates may be below 0; money that is paid, capped or dealt out may not.
    for role, formula in clause_roles(clause):
        amount = evaluate(formula.tree, constants) if role.partition(".")[0] in MONEY_ROLES else None
        if isinstance(amount, Fraction) and amount < 0:
            yield context.finding("limit-figures", formula.place, f"clause {clause.id!r} names an amount below 0",
                                  "Write 0 or more.")  # fmt: skip


def _payers(context: Context, clause: Clause) -> Iterator[Diagnostic]:
    payers = clause.limits.payers
    shares = [payer.share for payer in payers if payer.share is not None]
    if shares and len(shares) < len(payers):
        yield context.finding("limit-figures", clause.limits.place, f"payers of clause {clause.id!r} mix shares and amounts",
                              "Write a share for each payer, or an amount for each.")  # fmt: skip
    elif shares:
        total = Decimal(0)
        for share in shares:
            total = EXACT.add(total, share)
        if total != 1:
            yield context.finding("limit-figures", clause.limits.place, f"the payers of clause {clause.id!r} bear {total} of "
                                  "the award, not 1", "Make the shares add up to 1; write an amount as 元(5).")  # fmt: skip
