"""What to ask when an answer is unknown, in the order that settles most.

First what can settle a condition of every open clause alone, yes/no before choices before figures; then what touches the
most open conditions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType, Type
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.figures import need_name
from huiqi_rules.explain.needs import Need
from huiqi_rules.explain.sentences import Line
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.decision import Determination, Outcome


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask for. `alone`: its answer settles a condition without any other; `conditions`: the open ones it touches."""

    need: Need
    alone: bool
    conditions: tuple[str, ...]


def ask(case: Case, determination: Determination, needs: Sequence[Need]) -> tuple[Question, ...]:
    """Return the questions of a determination that waits for facts; figures that nobody published are no questions."""
    open_ = _open_conditions(case, determination)
    asked = []
    for need in needs:
        if need.published:
            touched = tuple(condition for condition, facts in open_.items() if need.id in facts)
            alone = any(open_[condition] == (need.id,) for condition in touched) or len(needs) == 1
            asked.append(Question(need, alone, touched))
    return tuple(sorted(asked, key=lambda question: _order(question, case)))


def _open_conditions(case: Case, determination: Determination) -> Mapping[str, tuple[str, ...]]:
    """Return the open facts of each unknown condition that a clause still needs."""
    found: dict[str, tuple[str, ...]] = {}
    for decision in determination.clauses:
        if decision.outcome is Outcome.UNKNOWN:
            for name, answer in decision.conditions.items():
                node = case.definition(NameKind.CONDITION, name) if answer is None else None
                if node is not None:
                    found[name] = case.reading.open_facts(node)
    return found


def _order(question: Question, case: Case) -> tuple[bool, int, int]:
    effort = _effort(case.rulebook.facts[question.need.id].type)
    return (not question.alone, effort if question.alone else 0, -len(question.conditions))


def _effort(kind: Type) -> int:
    return 0 if isinstance(kind, BoolType) else 1 if isinstance(kind, EnumType | SetType) else 2


def question_text(question: Question, case: Case, wording: Wording) -> str:
    """Return a question in words: the dictionary's own where it has one, else by type and unit."""
    fact = case.rulebook.facts[question.need.id]
    if fact.question is not None:
        return wording.title(fact.question)
    name = need_name(question.need, wording)
    match fact.type:
        case BoolType():
            return wording.say("ask_yes_no", name=name)
        case EnumType():
            return wording.say("ask_option", name=name, options=wording.either(_labels(fact.labels, wording)))
        case SetType():
            return wording.say("ask_set", name=name, options=wording.either(_labels(fact.labels, wording)))
        case DateType():
            return wording.say("ask_date", name=name)
        case NumberType():
            return _number_question(fact.type, name, wording)
        case AnnualType(of=of) if question.need.years:
            return _number_question(of, name, wording)
        case AnnualType(of=of):
            return _number_question(of, wording.year_name(name, ()), wording)
        case _:
            return wording.say("ask_plain", name=name)


def _number_question(kind: NumberType, name: str, wording: Wording) -> str:
    if kind.unit is None or not kind.unit.powers:
        return wording.say("ask_plain" if kind.integer else "ask_ratio", name=name)
    return wording.say("ask_number", name=name, unit=wording.counted("", str(kind.unit)).strip())


def _labels(labels: Sequence[tuple[str, object]], wording: Wording) -> list[str]:
    return [wording.name(text) for _, text in labels]  # type: ignore[arg-type]  # labels pair codes with texts


def question_lines(questions: Sequence[Question], case: Case, wording: Wording) -> list[Line]:
    """Return the part of an explanation that asks for what is missing."""
    if not questions:
        return []
    lines = [Line(0, "", ""), Line(0, "", wording.say("questions_heading") + wording.say("colon").rstrip())]
    for number, question in enumerate(questions, start=1):
        hint = wording.say("decides_alone") if question.alone and len(questions) > 1 else ""
        lines.append(Line(0, f"{number}.", question_text(question, case, wording) + hint))
    return lines


def question_data(question: Question, case: Case, wording: Wording) -> dict[str, object]:
    """Return a question as what JSON can hold, its sentence beside it."""
    return {
        "fact": question.need.id,
        "years": list(question.need.years),
        "alone": question.alone,
        "conditions": list(question.conditions),
        "shown": question_text(question, case, wording),
    }
