"""A policy in words on a day: who may get what by which clause, on which conditions, within which limits, by which article.

All of it is made of the rules themselves. Texts are pairs, Chinese and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.formula_words import Speaker
from huiqi.rulebook.domain.labels import CERTAINTIES, DELIVERIES, label
from huiqi.rulebook.domain.limit_words import limit_words
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.check.scope import version_names
from huiqi_rules.check.tree import NameKind
from huiqi_rules.explain.display import show
from huiqi_rules.explain.explanation import WORDINGS
from huiqi_rules.model.facts import DatedValue, Formula, Parameter, Source, Text
from huiqi_rules.model.policy import (
    Clause,
    Condition,
    ExactAmount,
    Policy,
    RangeAmount,
    Rulebook,
    Unpublished,
    Value,
    Version,
)
from huiqi_rules.packs.validators.trees import formulas_of, names_read
from huiqi_rules.syntax import ast


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a rule stands: document and article, a quote, a link, and how sure the reading is (empty: as published)."""

    document: str
    article: str
    quote: str
    link: str
    doubt: Pair


@dataclass(frozen=True, slots=True)
class Named:
    """A condition or a named figure: its name, its rule in words and as written, its source."""

    id: str
    name: Pair
    words: Pair
    formula: str
    source: Cited


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause in words; terms are in days, None where the text says nothing."""

    id: str
    name: Pair
    gives: Pair
    title: Pair | None
    conditions: tuple[Named, ...]
    limits: tuple[Pair, ...]
    delivery: Pair
    notice_days: int | None
    pay_within_days: int | None
    source: Cited


@dataclass(frozen=True, slots=True)
class Dated:
    """A value of a parameter from a day to a day, both included."""

    start: date
    end: date | None
    words: Pair
    source: Cited


@dataclass(frozen=True, slots=True)
class ParameterWords:
    """A parameter with all its dated values, as many as it has."""

    id: str
    name: Pair
    values: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class VersionWords:
    """The text in force from a day to a day, in words."""

    id: str
    start: date
    end: date | None
    clauses: tuple[ClauseWords, ...]
    values: tuple[Named, ...]
    parameters: tuple[ParameterWords, ...]


def version_words(checked: CheckedRulebook, policy: Policy, version: Version, day: date) -> VersionWords:
    """Return a version in words, with the figures of the day."""
    sayer = Sayer.of(checked.rulebook, policy, version, day)
    conditions = {one.id: one for one in version.conditions}
    return VersionWords(
        id=version.id,
        start=version.start,
        end=version.end,
        clauses=tuple(clause_words(sayer, clause, conditions) for clause in version.clauses),
        values=tuple(value_words(sayer, value) for value in version.values),
        parameters=tuple(map(parameter_words, parameters_of(checked.rulebook, policy, version))),
    )


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says formulas of one version in both languages, and names clauses of its rulebook."""

    zh: Speaker
    en: Speaker
    rulebook: Rulebook

    @staticmethod
    def of(rulebook: Rulebook, policy: Policy, version: Version, day: date) -> Sayer:
        """Return the sayer of a version, with the figures of a day beside the names of parameters."""
        meanings = version_names(rulebook, policy, version)
        named = {one.id: one.name for one in version.conditions} | {one.id: one.name for one in version.values}
        labels = {one.id: dict(one.labels) for one in version.values}

        def codes(name: str) -> Mapping[str, Text]:
            meaning = meanings.get(name)
            match None if meaning is None else meaning.kind:
                case NameKind.FACT:
                    return dict(rulebook.facts[meanings[name].id].labels)
                case NameKind.VALUE:
                    return labels.get(meanings[name].id, {})
                case _:
                    return {}

        def word(name: str, *, english: bool) -> str:
            if name not in meanings:
                return name
            thing = meanings[name].id
            match meanings[name].kind:
                case NameKind.FACT:
                    return one_of(rulebook.facts[thing].name, english)
                case NameKind.PARAMETER:
                    return figure_words(rulebook.parameters[thing], day, english)
                case NameKind.VALUE | NameKind.CONDITION:
                    return one_of(named[thing], english) or thing
                case NameKind.DAY:
                    return "the day assessed" if english else "评定日"
                case _:
                    return "the year assessed" if english else "评定年度"

        alone = {code: text for known in labels.values() for code, text in known.items()}
        zh, en = (Speaker(english, partial(word, english=english), codes, alone) for english in (False, True))
        return Sayer(zh, en, rulebook)

    def beside(self, node: ast.Node) -> Sayer:
        """Return who says codes that stand beside a part of a formula as that means them."""
        return replace(self, zh=self.zh.beside(node), en=self.en.beside(node))

    def say(self, formula: Formula) -> Pair:
        """Return a formula in Chinese and English."""
        return self.zh.formula(formula), self.en.formula(formula)

    def clause(self, reference: str) -> Pair:
        """Return the name of a clause (`policy/clause`), as its last text has it; the reference where there is none."""
        policy, _, clause = reference.partition("/")
        texts = self.rulebook.policies[policy].versions if policy in self.rulebook.policies else ()
        names = [pair(one.name) for text in texts for one in text.clauses if one.id == clause]
        return names[-1] if names else (reference, reference)


def clause_words(sayer: Sayer, clause: Clause, conditions: Mapping[str, Condition]) -> ClauseWords:
    """Return a clause in words."""
    found = (conditions[need] for need in clause.needs if need in conditions)
    return ClauseWords(
        id=clause.id,
        name=pair(clause.name),
        gives=gives(sayer, clause),
        title=None if clause.title is None else pair(clause.title),
        conditions=tuple(
            Named(one.id, pair(one.name), sayer.say(one.when), one.when.text, cited(one.source)) for one in found
        ),
        limits=limit_words(clause.limits, sayer.say, sayer.clause),
        delivery=label(DELIVERIES, clause.delivery.value),
        notice_days=clause.notice_days,
        pay_within_days=clause.pay_within_days,
        source=cited(clause.source),
    )


def gives(sayer: Sayer, clause: Clause) -> Pair:
    """Return what a clause gives in money; where it gives none, an empty pair."""
    match clause.amount:
        case Unpublished():
            return "金额未公布", "the amount is not published"
        case ExactAmount(of=of, at_most=None):
            return sayer.say(of)
        case ExactAmount(of=of, at_most=Formula() as most):
            (zh, en), (most_zh, most_en) = sayer.say(of), sayer.say(most)
            return f"{zh}，最高 {most_zh}", f"{en}, at most {most_en}"
        case RangeAmount(low=None, high=high):
            zh, en = sayer.say(high)
            return f"最高 {zh}", f"up to {en}"
        case RangeAmount(low=Formula() as low, high=high):
            (low_zh, low_en), (high_zh, high_en) = sayer.say(low), sayer.say(high)
            return f"{low_zh} 至 {high_zh}", f"{low_en} to {high_en}"
        case _:
            return "", ""


def value_words(sayer: Sayer, value: Value) -> Named:
    """Return a named figure in words."""
    words = ("原文未公布", "not published") if value.of is None else sayer.say(value.of)
    return Named(value.id, pair(value.name), words, "" if value.of is None else value.of.text, cited(value.source))


def parameters_of(rulebook: Rulebook, policy: Policy, version: Version) -> tuple[Parameter, ...]:
    """Return the parameters that the formulas of a version read, in the order of the rulebook."""
    meanings = version_names(rulebook, policy, version)
    read = {name for formula in formulas_of(version) for name in names_read(formula.tree) if name in meanings}
    ids = {meanings[name].id for name in read if meanings[name].kind is NameKind.PARAMETER}
    return tuple(one for one in rulebook.parameters.values() if one.id in ids)


def parameter_words(parameter: Parameter) -> ParameterWords:
    """Return a parameter with all its dated values in words."""
    values = (
        Dated(
            one.start,
            one.end,
            (value_shown(parameter, one, False), value_shown(parameter, one, True)),
            cited(one.source),
        )
        for one in parameter.values
    )
    return ParameterWords(parameter.id, pair(parameter.name), tuple(values))


def figure_words(parameter: Parameter, day: date, english: bool) -> str:
    """Return a parameter's value on a day; with its name where none is published or in force."""
    dated = parameter.on(day)
    if dated is not None and dated.value is not None:
        return value_shown(parameter, dated, english)
    name = one_of(parameter.name, english)
    why = ("未公布" if dated else "当日无规定", "unpublished" if dated else "none in force that day")[english]
    return f"{name} ({why})" if english else f"{name}（{why}）"


def value_shown(parameter: Parameter, dated: DatedValue, english: bool) -> str:
    """Return a dated value of a parameter in words."""
    if dated.value is None:
        return "unpublished" if english else "未公布"
    return show(dated.value, parameter.type, WORDINGS["en" if english else "zh"])


def cited(source: Source) -> Cited:
    """Return a source in words."""
    link = source.link if source.link.startswith(("https://", "http://")) else ""
    return Cited(source.document, source.article, source.quote, link, CERTAINTIES.get(source.certainty, ("", "")))


def pair(text: Text) -> Pair:
    """Return a text as a pair, the one language where the other is missing."""
    return text.zh or text.en, text.en or text.zh


def one_of(text: Text, english: bool) -> str:
    """Return a text in one language, in the other where it is missing."""
    return pair(text)[english]
