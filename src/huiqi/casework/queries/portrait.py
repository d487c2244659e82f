"""One company on one page (一企一档): who it is, what is known of it as of a moment and a day, where that comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from huiqi.casework.domain import fact_values
from huiqi.casework.queries.fact_lines import FactLine, line, named
from huiqi.casework.queries.figures import Figures, key_figures
from huiqi.casework.queries.themes import Theme, by_theme
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.register.domain.contacts import Duty
from huiqi.register.domain.rights import KEEP_CONTACTS, KEEP_REGISTER, OWN, SEE_CONTACTS, SEE_LOOKS, SEE_SENSITIVE
from huiqi.register.domain.titles import BY_KEY, LEVELS
from huiqi.register.queries import HeldTitle, KnownFact
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Contact

_CHANGES_SHOWN = 8
_LINES_OVERSEEN = 24


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title as a page shows it; `state` is `holds`, `later`, `ended` or `revoked` on the day."""

    id: UUID
    name: str
    level: str
    number: str
    valid_from: date
    last_day: date | None
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as a page shows it; `seen` is when it was changed last, for the forms."""

    id: UUID
    name: str
    duty: str
    position: str
    phone: str
    email: str
    seen: str


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """A correction that waits for a decision."""

    id: UUID
    label: str
    asked_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the actor may do on the page."""

    edit: bool
    ask: bool
    see_contacts: bool
    keep_contacts: bool
    see_looks: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """All of the page, as plain values."""

    id: UUID
    kind: str
    name: str
    credit_code: str
    park: str
    zone: UUID
    former_names: tuple[tuple[str, datetime], ...]
    titles: tuple[TitleLine, ...]
    figures: Figures
    themes: tuple[Theme, ...]
    unsaid: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    open_corrections: tuple[OpenCorrection, ...]
    changes: tuple[FactLine, ...]
    rights: Rights

    @property
    def is_long(self) -> bool:
        """Return whether there are more facts than one looks over at once."""
        return sum(len(theme.lines) for theme in self.themes) > _LINES_OVERSEEN


def company_portrait(
    actor: Actor, *, id: UUID, now: datetime, day: date, known_on: datetime | None = None, valid_on: date | None = None
) -> Portrait:
    """Return a company as the actor may see it: as known at a moment, as valid on a day. Raises CannotSee.

    `day` is the day of the page itself, by which titles hold where no other day is asked for. The number of queries is fixed.
    """
    facts = register.facts(actor, subject=id, valid_on=valid_on, known_on=known_on)
    company = register.company(actor, id=id)
    words = fact_words(zone=company.within[0], now=now)
    sees = register.reaches(actor, company, *SEE_SENSITIVE)
    lines = [line(fact, words, sees=sees) for fact in facts]
    if sees:
        # The register notes what is sensitive by its name; what a pack marks, only the dictionary knows.
        marked = {fact.name for fact in facts if entry_of(fact.name, words).is_sensitive}
        register.note_look(actor, organisations=[company], names=(), marked=marked)
    titles = register.held_titles(actor, organisation=id, known_on=known_on)
    return Portrait(
        id=company.pk,
        kind=company.kind,
        name=company.name,
        credit_code=company.credit_code or "",
        park=company.parent.name if company.parent else "",
        zone=company.within[0],
        former_names=tuple((one.name, one.until) for one in register.former_names(actor, organisation=id)),
        titles=tuple(title_line(one, valid_on or day) for one in titles),
        figures=key_figures(yearly_numbers(facts, words, sees=sees), words),
        themes=by_theme(lines, words),
        # What a dictionary asks for is asked of companies.
        unsaid=tuple(
            chosen(entry.zh, entry.en) for name, entry in words.items()
            if company.kind == "company" and name not in {one.name for one in lines}
        ),
        contacts=tuple(contact_line(one) for one in register.contacts(actor, organisation=id)),
        open_corrections=tuple(
            OpenCorrection(one.pk, named(one.name, one.period, words), one.asked_at, one.asked_by_name)
            for one in register.corrections(actor, organisation=id).filter(status="open")
        ),
        changes=tuple(line(one, words, sees=sees) for one in register.latest_changes(actor, subject=id, most=_CHANGES_SHOWN)),
        rights=Rights(
            edit=register.reaches(actor, company, *KEEP_REGISTER),
            ask=register.reaches(actor, company, *OWN),
            see_contacts=register.reaches(actor, company, *SEE_CONTACTS),
            keep_contacts=register.reaches(actor, company, *KEEP_CONTACTS),
            see_looks=register.reaches(actor, company, *SEE_LOOKS),
        ),
    )  # fmt: skip


def fact_story(
    actor: Actor, *, id: UUID, name: str, period: str, now: datetime
) -> tuple[FactEntry, tuple[FactLine, ...]]:
    """Return a fact's entry and everything that was ever said of it, the latest first. Raises CannotSee."""
    told = register.history(actor, subject=id, name=name, period=period)
    company = register.company(actor, id=id)
    words = fact_words(zone=company.within[0], now=now)
    sees = register.reaches(actor, company, *SEE_SENSITIVE)
    return entry_of(name, words), tuple(line(one, words, sees=sees) for one in told)


def contact_line(contact: Contact) -> ContactLine:
    """Return a contact as a page shows it."""
    return ContactLine(
        id=contact.pk,
        name=contact.name,
        duty=chosen(*Duty(contact.duty).words),
        position=contact.position,
        phone=contact.phone,
        email=contact.email,
        seen=contact.changed_at.isoformat(),
    )


def title_line(title: HeldTitle, day: date) -> TitleLine:
    """Return a title as a page shows it, on a day."""
    kind = BY_KEY[title.kind]
    ended = title.valid_to is not None and title.valid_to <= day
    if title.valid_from > day:
        state = "later"
    elif ended:
        state = "revoked" if title.revoked_on else "ended"
    else:
        state = "holds"
    return TitleLine(
        id=title.id,
        name=chosen(kind.zh, kind.en),
        level=chosen(*LEVELS[title.level]) if title.level else "",
        number=title.number,
        valid_from=title.valid_from,
        last_day=fact_values.last_day(title.valid_to),
        state=state,
        source=title.source,
    )


def yearly_numbers(
    facts: Iterable[KnownFact], words: Mapping[str, FactEntry], *, sees: bool
) -> dict[str, dict[str, Decimal]]:
    """Return the numbers that were said of whole years, by fact and year."""
    found: dict[str, dict[str, Decimal]] = {}
    for fact in facts:
        seen = sees or not entry_of(fact.name, words).is_sensitive
        if seen and isinstance(fact.value, Decimal) and fact.period.isdecimal():
            found.setdefault(fact.name, {})[fact.period] = fact.value
    return found
