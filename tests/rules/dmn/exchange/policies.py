"""Policies of the bundled packs as models, and generated companies of whom everything is known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from huiqi_rules.api.engine import Circumstances, Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.numbers import Quotient, shortened
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType
from huiqi_rules.core.values import Bounds, OpenNumber
from huiqi_rules.dmn.exchange import export_policy
from huiqi_rules.packs import bundled_folder, load_pack
from huiqi_rules.scalar.program import figures_on


@cache
def pack(name):
    loaded = load_pack(bundled_folder() / name)
    findings = Findings()
    engine = Engine(check_rulebook(loaded.rulebook, findings))
    assert not findings.errors
    return loaded, engine


def policies_of(*names):
    return [(name, policy) for name in names for policy in sorted(pack(name)[0].own_policies)]


def day_of(name, policy_id):
    return pack(name)[0].rulebook.policies[policy_id].versions[-1].start


@cache
def exported(name, policy_id):
    loaded, engine = pack(name)
    return export_policy(engine.checked, policy_id, day_of(name, policy_id), loaded.tables.get(policy_id, ()))


def company(name, policy_id, random, *, zeros=False):
    """Return facts of which none is unknown: near the figures of the policy, above 0 unless `zeros`."""
    loaded, engine = pack(name)
    day = day_of(name, policy_id)
    program = engine.program(policy_id, loaded.rulebook.policies[policy_id].on(day).id)
    figures = [
        value for one, value in figures_on(loaded.rulebook.parameters, day).items()
        if one in program.parameters and isinstance(value, Decimal)
    ]  # fmt: skip
    return {fact: _value(loaded.rulebook.facts[fact], random, figures, day, zeros=zeros) for fact in program.facts}


def _value(fact, random: Random, figures, day: date, *, zeros):
    match fact.type:
        case BoolType():
            return random.random() < 0.7
        case DateType():
            return day - timedelta(days=random.choice([1, 30, 364, 365, 366, 900, 4_000]))
        case EnumType(options=options):
            return random.choice(options)
        case SetType(options=options):
            return frozenset(random.sample(options, random.randint(0, min(2, len(options)))))
        case AnnualType():
            return {day.year - back: _figure(fact, random, figures, zeros=zeros) for back in range(1, 5)}
        case NumberType():
            return _figure(fact, random, figures, zeros=zeros)
        case _:
            return random.choice(["3011", "0111", "6511", "4700", "A", "5"])


def _figure(fact, random: Random, figures, *, zeros):
    kind = fact.type.of if isinstance(fact.type, AnnualType) else fact.type
    near = random.choice(figures) if figures and random.random() < 0.6 else Decimal(random.randint(1, 400))
    value = near * random.choice([Decimal("0.5"), Decimal(1), Decimal(1), Decimal("1.01"), Decimal(3), Decimal(40)])
    if zeros and random.random() < 0.3:
        value = Decimal(0)
    value = value if fact.minimum is None else max(fact.minimum, value)
    value = value if fact.maximum is None else min(fact.maximum, value)
    return value.quantize(Decimal(1)) or Decimal(0 if zeros else 1) if kind.integer else value


def engine_answers(name, policy_id, facts):
    """Return what the engine works out, by the keys of an export's names; unknown and open figures are None."""
    loaded, engine = pack(name)
    day = day_of(name, policy_id)
    version = loaded.rulebook.policies[policy_id].on(day)
    program = engine.program(policy_id, version.id)
    environment = program.run(program.template(day, figures_on(loaded.rulebook.parameters, day)), facts)
    answers = {
        f"{kind}/{own}": _plain(environment[slot])
        for (kind, own), slot in program.slots.items()
        if kind in (NameKind.VALUE, NameKind.CONDITION, NameKind.FACT)
    }
    for decision in engine.assess(policy_id, day, facts, Circumstances(), limits=False).clauses:
        outcome = {"met": True, "not_met": False, "unknown": None}[str(decision.outcome)]
        answers[f"clause/{decision.clause}"] = outcome
        amount = decision.amount
        if isinstance(amount, Bounds):
            answers |= {f"low/{decision.clause}": amount.low, f"high/{decision.clause}": amount.high}
        answers[f"amount/{decision.clause}"] = None if outcome is None else _plain(amount)
    return answers


def _plain(value):
    if isinstance(value, Quotient):
        return shortened(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return None if isinstance(value, Bounds | OpenNumber | dict) else value
