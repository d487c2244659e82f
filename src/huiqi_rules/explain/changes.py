"""Changes of facts: one figure, choice or day from what it is to what it would have to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from huiqi_rules.core.types import PURE, YUAN, AnnualType, BoolType, EnumType, NumberType, SetType, Type
from huiqi_rules.core.values import ABSENT, EXACT, FEN
from huiqi_rules.explain.case import Case, Facts
from huiqi_rules.explain.years import recorded_years
from huiqi_rules.model.decision import FactValue

RATIO_STEP: Final = Decimal("0.0001")
ONE: Final = Decimal(1)
RATIO_DECIMALS_MOST: Final = 10
Variable: TypeAlias = "tuple[str, int | None]"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact (of one year, where it is annual) from `before` to `to`.

    `beyond` is set where the limit itself is not enough and the fact has no smallest step: anything past it will do, `to`
    is one such value. `points` is what the change adds to a score, where it is a part of one.
    """

    fact: str
    before: FactValue
    to: FactValue
    year: int | None = None
    beyond: Decimal | None = None
    points: Decimal | None = None

    @property
    def variable(self) -> Variable:
        """Return what is changed: the fact and its year."""
        return self.fact, self.year


def applied(case: Case, changes: Sequence[Change]) -> Case:
    """Return the case with changes made."""
    return case.with_facts(changed_facts(case.facts, changes))


def changed_facts(facts: Facts, changes: Sequence[Change]) -> Mapping[str, FactValue]:
    """Return the facts that changes touch, as they would be."""
    touched: dict[str, FactValue] = {}
    for change in changes:
        if change.year is None:
            touched[change.fact] = change.to
            continue
        annual = touched.get(change.fact, facts[change.fact])
        assert isinstance(annual, Mapping) and isinstance(change.to, Decimal)
        touched[change.fact] = {**annual, change.year: change.to}
    return touched


def cost(changes: Sequence[Change]) -> Decimal:
    """Return how large changes are: relative for figures (doubling and halving alike), 1 for every other."""
    return sum((_cost(change) for change in changes), Decimal(0))


def _cost(change: Change) -> Decimal:
    before, to = change.before, change.to
    if isinstance(before, Decimal) and isinstance(to, Decimal) and before and to:
        return abs(EXACT.divide(to - before, min(abs(before), abs(to))))
    if isinstance(before, date) and isinstance(to, date):
        return Decimal(abs((to - before).days)) / 365
    return ONE


def number_variables(case: Case, facts: Sequence[str]) -> tuple[Variable, ...]:
    """Return the figures among facts that are known or known to be absent: annual ones by year, latest first."""
    found: list[Variable] = []
    for fact_id in facts:
        kind, value = case.rulebook.facts[fact_id].type, case.facts.get(fact_id)
        if isinstance(kind, AnnualType):
            found.extend((fact_id, year) for year in reversed(recorded_years(value)))
        elif isinstance(kind, NumberType) and value is not None:
            found.append((fact_id, None))
    return tuple(found)


def current(case: Case, variable: Variable) -> Decimal | None:
    """Return the present figure of a variable; None where it is known to be absent."""
    value = case.facts.get(variable[0])
    if variable[1] is not None and isinstance(value, Mapping):
        value = value.get(variable[1])
    return value if isinstance(value, Decimal) else None


def step_of(case: Case, variable: Variable) -> tuple[Decimal, bool]:
    """Return the smallest step of a figure, and whether it is a true one: a person, a fen; ratios have none."""
    kind: Type = case.rulebook.facts[variable[0]].type
    of = kind.of if isinstance(kind, AnnualType) else kind
    assert isinstance(of, NumberType)
    if of.integer:
        return ONE, True
    return (FEN, True) if of.unit == YUAN else (RATIO_STEP if of.unit == PURE else FEN, False)


def allowed(case: Case, variable: Variable, value: Decimal) -> bool:
    """Return whether a fact can have a value by its declared minimum and maximum."""
    fact = case.rulebook.facts[variable[0]]
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def change_to(case: Case, variable: Variable, to: Decimal, beyond: Decimal | None = None) -> Change:
    """Return the change of a figure to a value."""
    before = current(case, variable)
    return Change(variable[0], ABSENT if before is None else before, to, variable[1], beyond)


def around(case: Case, variable: Variable, root: Fraction) -> tuple[tuple[Decimal, Decimal | None], ...]:
    """Return the values next to a breakpoint that a fact can have: at it, and one step to either side.

    Each comes with the limit that it lies beyond, where the fact has no true smallest step.
    """
    step, true_step = step_of(case, variable)
    exact = _exact(root)
    if not true_step and exact is not None:
        return (exact, None), (exact + step, exact), (exact - step, exact)
    unit = Fraction(step)
    low = step * (root / unit).__floor__()
    high = step * (root / unit).__ceil__()
    return tuple((value, None) for value in dict.fromkeys((low, high, high + step, low - step)))


def other_changes(case: Case, fact_id: str) -> Iterable[Change]:
    """Return the changes that a known yes/no, code or set can make: the other answer, each other code, one code more."""
    kind, value = case.rulebook.facts[fact_id].type, case.facts.get(fact_id)
    if value is None:
        return []
    match kind:
        case BoolType():
            return [Change(fact_id, value is True, value is not True)]
        case EnumType(options=options):
            return [Change(fact_id, value, option) for option in options if option != value]
        case SetType(options=options):
            held = value if isinstance(value, frozenset) else frozenset()
            more = [Change(fact_id, held, held | {option}) for option in options if option not in held]
            return [*more, *(Change(fact_id, held, held - {option}) for option in options if option in held)]
        case _:
            return []


def _exact(root: Fraction) -> Decimal | None:
    scaled = root * 10**RATIO_DECIMALS_MOST
    return Decimal(scaled.numerator).scaleb(-RATIO_DECIMALS_MOST).normalize(EXACT) if scaled.denominator == 1 else None
