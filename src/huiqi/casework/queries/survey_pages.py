"""What the pages of a campaign show: the questions in words, answers beside what the register holds, groups of companies to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.campaigns import Answer, Progress, Question, answer_of
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.casework.queries.campaigns import asked_companies
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.sensitive import sensitive
from huiqi.register.domain.titles import BY_KEY, KINDS
from huiqi.register.queries import KnownFact
from huiqi.rulebook.queries import FactEntry


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A question with its entry of the dictionary, the answer if there is one, and what the register holds."""

    question: Question
    entry: FactEntry
    answer: Answer | None
    known: KnownFact | None


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What one company is asked, with its answers so far."""

    asked: AskedCompany
    facts: tuple[AskedFact, ...]

    @property
    def entries(self) -> dict[str, FactEntry]:
        """Return the entries of the dictionary by fact."""
        return {one.entry.id: one.entry for one in self.facts}

    @property
    def known(self) -> dict[str, KnownFact]:
        """Return what the register holds, by question."""
        return {one.question.key: one.known for one in self.facts if one.known is not None}


def questions_in_words(campaign: Campaign, *, now: datetime) -> tuple[tuple[Question, FactEntry], ...]:
    """Return the questions of a campaign with their entries; one that the dictionary lost is called by its name."""
    words = dictionary_of(campaign, now=now)
    return tuple((question, entry_of(question.name, words)) for question in campaign.questions)


def dictionary_of(campaign: Campaign, *, now: datetime) -> Mapping[str, FactEntry]:
    """Return the words for facts where a campaign asks."""
    return fact_words(zone=campaign.organisation.within[0], now=now)


def survey_page(actor: Actor, *, asked: AskedCompany, now: datetime) -> SurveyPage:
    """Return what the page of one company shows, to who may see its facts; a look at sensitive ones is noted. Raises CannotSee."""
    register.note_look(actor, organisations=[asked.company], names=(), marked=sensitive_names(asked.campaign, now=now))
    held = {
        Question(fact.name, fact.period): fact
        for fact in register.facts(actor, subject=asked.company_id, valid_on=day_in_china(now))
    }
    facts = tuple(
        AskedFact(
            question,
            entry,
            answer_of(asked.answers[question.key]) if question.key in asked.answers else None,
            held.get(question),
        )
        for question, entry in questions_in_words(asked.campaign, now=now)
    )
    return SurveyPage(asked, facts)


def groups_to_ask(actor: Actor, *, campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return the groups of companies that can be asked together: (value, Chinese, English)."""
    place = campaign.organisation.name
    found = [("all", f"{place}的全部企业", f"All companies of {place}")]
    found += [
        (f"scheme:{scheme.pk}", f"“{scheme.name}”的重点企业", f"Key companies of “{scheme.name}”")
        for scheme in register.schemes(actor)
    ]
    found += [(f"title:{kind.key}", f"持有“{kind.zh}”的企业", f"Companies with the title {kind.en}") for kind in KINDS]
    return found


def companies_of_group(actor: Actor, *, campaign: Campaign, group: str, now: datetime) -> list[UUID]:
    """Return the companies of a group that are within the place of a campaign and that the actor may see."""
    inside = register.organisations(actor, kind="company").filter(within__contains=[campaign.organisation_id])
    what, _, which = group.partition(":")
    match what:
        case "all":
            pass
        case "scheme":
            rows = register.key_companies(actor, scheme=UUID(which), at=now)
            inside = inside.filter(pk__in=list(rows.values_list("company", flat=True)))
        case "title" if which in BY_KEY:
            held = register.titles(actor, kind=which, valid_on=day_in_china(now))
            inside = inside.filter(pk__in=list(held.values_list("organisation", flat=True)))
        case _:
            return []
    return list(inside.values_list("pk", flat=True))


def dictionary_for(actor: Actor, *, now: datetime) -> Mapping[str, FactEntry]:
    """Return the words for facts of all zones in which the actor has a role; for a new campaign, before its place is chosen."""
    found: dict[str, FactEntry] = {}
    for zone in sorted(actor.zones):
        found |= fact_words(zone=zone, now=now)
    return found


def answered_companies(actor: Actor, *, campaign: Campaign, now: datetime) -> QuerySet[AskedCompany]:
    """Return the companies that have answered, with their answers; that the actor looks at sensitive ones is noted."""
    rows = asked_companies(actor, campaign=campaign.pk)
    answered = rows.filter(progress__in=[Progress.SENT.value, Progress.TAKEN.value])
    seen = register.organisations(actor).filter(pk__in=answered.values("company"))
    register.note_look(actor, organisations=seen, names=(), marked=sensitive_names(campaign, now=now))
    return answered


def sensitive_names(campaign: Campaign, *, now: datetime) -> frozenset[str]:
    """Return the facts of a campaign that are sensitive, by the dictionary or by the register's own words."""
    marked = {entry.id for _, entry in questions_in_words(campaign, now=now) if entry.is_sensitive}
    return sensitive({question.name for question in campaign.questions}) | marked
