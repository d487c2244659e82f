"""A distance that is claimed passes when its changes are made, for every refused scenario of the national pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from huiqi_rules.api.engine import Circumstances, Engine
from huiqi_rules.api.why import distances
from huiqi_rules.check.rulebook import facts_used
from huiqi_rules.explain.changes import Change, changed_facts
from huiqi_rules.explain.distance import Distance, Option
from huiqi_rules.model.decision import Determination, Outcome
from tests.rules.explain.national import all_decided, decided, national


def _refused() -> Iterator[tuple[str, Determination, Circumstances, tuple[Distance, ...]]]:
    engine, _ = national()
    for scenario, determination, circumstances in all_decided():
        if determination.outcome is Outcome.NOT_MET:
            yield scenario.name, determination, circumstances, distances(engine, determination, circumstances)


def _options(found: tuple[Distance, ...]) -> list[tuple[Distance, Option]]:
    return [(distance, option) for distance in found for option in distance.options]


def _after(
    engine: Engine, determination: Determination, changes: tuple[Change, ...], circumstances: Circumstances
) -> Determination:
    facts = {**determination.facts, **changed_facts(determination.facts, changes)}
    return engine.assess(determination.policy, determination.as_of, facts, circumstances)


def test_every_claimed_change_passes_and_touches_only_what_is_read() -> None:
    engine, _ = national()
    claimed = 0
    for name, determination, circumstances, found in _refused():
        for distance in found:
            version = engine.checked.version(determination.policy, determination.version or "")
            clause = next(clause for clause in version.version.clauses if clause.id == distance.clause)
            read = set(facts_used(version, clause))
            for option in distance.options:
                then = _after(engine, determination, option.changes, circumstances)
                assert then.conditions[distance.condition] is True, (name, distance.condition, option)
                assert {change.fact for change in option.changes} <= read, (name, option)
                claimed += 1
    assert claimed > 200


def test_no_smaller_step_would_do() -> None:
    engine, _ = national()
    tried = 0
    for name, determination, circumstances, found in _refused():
        for distance, option in _options(found):
            smaller = _one_step_less(engine, option)
            if smaller is not None:
                then = _after(engine, determination, (smaller,), circumstances)
                assert then.conditions[distance.condition] is not True, (name, distance.condition, option)
                tried += 1
    assert tried > 40


def _one_step_less(engine: Engine, option: Option) -> Change | None:
    """Return the change one person, point or fen smaller; None where it is no single figure with a smallest step."""
    if len(option.changes) != 1:
        return None
    change = option.changes[0]
    kind = engine.checked.rulebook.facts[change.fact].type
    kind = getattr(kind, "of", kind)
    if not isinstance(change.to, Decimal) or not isinstance(change.before, Decimal):
        return None
    if "yuan" not in str(kind) and not getattr(kind, "integer", False):
        return None
    step = Decimal(1) if getattr(kind, "integer", False) else Decimal("0.01")
    less = change.to - step if change.to > change.before else change.to + step
    return None if less == change.before else replace(change, to=less)


def test_what_would_break_is_said() -> None:
    engine, _ = national()
    told = 0
    for name, determination, circumstances, found in _refused():
        for distance, option in _options(found):
            then = _after(engine, determination, option.changes, circumstances)
            clause = next(clause for clause in determination.clauses if clause.clause == distance.clause)
            broken = {
                condition
                for condition, answer in clause.conditions.items()
                if answer is True and then.conditions[condition] is not True
            }
            assert broken == set(option.breaks), (name, option)
            told += bool(broken)
    assert told


def _only(policy: str, name: str) -> tuple[Distance, ...]:
    engine, scenarios = national()
    scenario = next(each for each in scenarios if (each.policy, each.name) == (policy, name))
    determination, circumstances = decided(scenario)
    return distances(engine, determination, circumstances)


def test_whole_people_are_rounded_up() -> None:
    (distance,) = _only("hnte-2016", "科技人员9%")
    assert [(change.fact, change.to) for option in distance.options for change in option.changes] == [
        ("science_staff", Decimal(10)),
        ("staff", Decimal(90)),
    ]


def test_a_limit_that_is_not_enough_itself_needs_one_step_more() -> None:
    (distance,) = _only("hnte-2016", "评价得分70分不通过")
    assert [change.to for option in distance.options for change in option.changes] == [Decimal(71)]


def test_met_and_unknown_have_no_distance() -> None:
    engine, _ = national()
    for _, determination, circumstances in all_decided():
        if determination.outcome is not Outcome.NOT_MET:
            assert distances(engine, determination, circumstances) == ()
