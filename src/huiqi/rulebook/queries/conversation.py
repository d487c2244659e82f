"""One step of a conversation: what was answered so far and what the person did last give offers, and the next question.

Nothing is kept between the steps: the page carries what was typed. What the register knows of a company is not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.rulebook.domain.answering import UNSURE, Answers, fields_of, read_answers
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.queries.calculator import Calculation, Offer, calculate, why
from huiqi.rulebook.queries.dictionary import FactEntry, entry
from huiqi_rules.explain.explanation import Explanation
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact

ANSWER: Final = "a."
_ANSWERS_MOST: Final = 600
_ANSWER_LENGTH_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a question: its name in the form, the year of an annual figure, what was typed, and why it cannot be read."""

    name: str
    year: int | None
    typed: str
    problem_zh: str = ""
    problem_en: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the fact as the dictionary has it, and its inputs."""

    fact: FactEntry
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was answered: the fact, and the answer in words (empty: the person does not know)."""

    fact: FactEntry
    words: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A step: the offers, the next question, what was told so far, what the page has to carry on, and reasons that were asked for."""

    calculation: Calculation
    question: Asked | None
    told: tuple[Told, ...]
    carried: tuple[tuple[str, str], ...]
    reasons: Mapping[str, Explanation]

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[Offer, ...], str], ...]:
        """Return the offers by answer, each with its heading in both languages."""
        return (
            ("符合", "Met", self.calculation.met, "met"),
            ("还不能判断", "Not known yet", self.calculation.unknown, "unknown"),
            ("暂不符合", "Not met", self.calculation.not_met, "not_met"),
        )


def converse(
    book: Book,
    *,
    day: date,
    said: Mapping[str, str],
    known: Mapping[str, FactValue],
    english: bool,
) -> Conversation:
    """Return the next step. `said` is the form as sent: answers under `a.`, and one of `unsure`, `change`, `why` with an id.

    `known` are facts that need no asking; what is typed for them counts instead.
    """
    facts = book.loaded.rulebook.facts
    typed = answers_in(said)
    changing = facts.get(said.get("change", ""))
    if (fact := facts.get(said.get("unsure", ""))) is not None:
        typed = without(typed, fact, day) | {fields_of(fact, day)[0][0]: UNSURE}
    before = dict(typed)
    if changing is not None:
        typed = without(typed, changing, day)
    answers = read_answers(typed, facts, day)
    calculation = calculate(book, day=day, facts={**known, **answers.values}, unsure=answers.unsure)
    wrong = next((facts[name.partition(".")[0]] for name in answers.problems), None)
    next_one = wrong or changing or calculation.question
    return Conversation(
        calculation=calculation,
        question=None if next_one is None else asked(next_one, answers, before, day),
        told=tuple(told(facts[name], answers, english=english) for name in given_in_order(answers)),
        carried=tuple(
            (ANSWER + name, text)
            for name, text in answers.typed.items()
            if next_one is None or not belongs(name, next_one)
        ),
        reasons={
            offer.policy.id: why(book, offer, english=english)
            for offer in calculation.offers
            if offer.policy.id == said.get("why")
        },
    )


def answers_in(said: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a form by field; more or longer ones than any honest form has are left out."""
    found = [(name.removeprefix(ANSWER), text) for name, text in said.items() if name.startswith(ANSWER)]
    return {name: text for name, text in found[:_ANSWERS_MOST] if len(text) <= _ANSWER_LENGTH_MOST}


def belongs(name: str, fact: Fact) -> bool:
    """Return whether a field is one of a fact's."""
    return name.partition(".")[0] == fact.id


def without(typed: Mapping[str, str], fact: Fact, day: date) -> dict[str, str]:
    """Return the answers without those of a fact."""
    return {name: text for name, text in typed.items() if not belongs(name, fact)}


def asked(fact: Fact, answers: Answers, typed: Mapping[str, str], day: date) -> Asked:
    """Return the question of a fact, with what was typed before."""
    fields = []
    for name, year in fields_of(fact, day):
        problem = answers.problems.get(name)
        shown = typed.get(name, "")
        fields.append(
            Field(
                name=ANSWER + name,
                year=year,
                typed="" if shown == UNSURE else shown,
                problem_zh="" if problem is None else f"{problem.reason('zh')}。{problem.remedy('zh')}",
                problem_en="" if problem is None else f"{problem.reason('en')}. {problem.remedy('en')}",
            )
        )
    return Asked(entry(fact), tuple(fields))


def given_in_order(answers: Answers) -> list[str]:
    """Return the facts that were answered, the first first."""
    names = dict.fromkeys(name.partition(".")[0] for name in answers.typed)
    wrong = {name.partition(".")[0] for name in answers.problems}
    return [name for name in names if name not in wrong]


def told(fact: Fact, answers: Answers, *, english: bool) -> Told:
    """Return what was answered about a fact, in words."""
    known = entry(fact)
    texts = [text for name, text in answers.typed.items() if belongs(name, fact) and text != UNSURE]
    options = {value: en if english else zh for value, zh, en in known.options}
    return Told(known, " / ".join(options.get(text, text) for text in texts))
