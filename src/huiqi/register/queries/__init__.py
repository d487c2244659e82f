"""Reading the register. Every function takes the actor first: what the actor may not see is not there.

`within_reach` is the one door to a row; lists, counts and single rows all go through it.
"""

from __future__ import annotations

from huiqi.register.queries.contacts import contact, contacts
from huiqi.register.queries.corrections import correction, corrections
from huiqi.register.queries.facts import KnownFact, fact, facts, history
from huiqi.register.queries.files import evidence_content, evidence_file
from huiqi.register.queries.ladder import (
    SOON_DAYS,
    Applications,
    LadderPage,
    applications,
    candidates,
    expiring_titles,
    holding,
    ladder_page,
    moved,
    on_ladder,
)
from huiqi.register.queries.naming import CannotName, all_named, named
from huiqi.register.queries.organisations import organisation, organisations, places_to_keep
from huiqi.register.queries.people import (
    CompanyPerson,
    HeldRole,
    SeenPerson,
    company_people,
    grants_of,
    holding_role,
    link_holder,
    may_manage_account,
    own_companies,
    people,
    person,
    person_by_login,
    role_places,
)
from huiqi.register.queries.population import Cell, Column, Member, Population, columns_of, population
from huiqi.register.queries.published import Derived, derived, published_figure, published_figures, wholes
from huiqi.register.queries.reach import (
    CannotSee,
    actor_of,
    has_second_factor,
    visible_subject,
    waits_for_second_factor,
    within_reach,
)
from huiqi.register.queries.residents import flow, places, residencies, residency, residents
from huiqi.register.queries.searching import Found, matching, search
from huiqi.register.queries.titles import HeldTitle, held_titles, title, titles
from huiqi.register.queries.tokens import tokens
from huiqi.register.queries.tree import Branch, tree
from huiqi.register.queries.undertaking_page import (
    CountsPage,
    UndertakingPage,
    YearFlow,
    counts_page,
    flows,
    undertaking_page,
)
from huiqi.register.queries.undertakings import (
    carrying,
    holds_on,
    label,
    labels,
    listed_undertakings,
    tally_of_labels,
    undertaking,
    undertakings,
)

__all__ = [
    "SOON_DAYS",
    "Applications",
    "Branch",
    "CannotName",
    "CannotSee",
    "Cell",
    "Column",
    "CompanyPerson",
    "CountsPage",
    "Derived",
    "Found",
    "HeldRole",
    "HeldTitle",
    "KnownFact",
    "LadderPage",
    "Member",
    "Population",
    "SeenPerson",
    "UndertakingPage",
    "YearFlow",
    "actor_of",
    "all_named",
    "applications",
    "candidates",
    "carrying",
    "columns_of",
    "company_people",
    "contact",
    "contacts",
    "correction",
    "corrections",
    "counts_page",
    "derived",
    "evidence_content",
    "evidence_file",
    "expiring_titles",
    "fact",
    "facts",
    "flow",
    "flows",
    "grants_of",
    "has_second_factor",
    "held_titles",
    "history",
    "holding",
    "holding_role",
    "holds_on",
    "label",
    "labels",
    "ladder_page",
    "link_holder",
    "listed_undertakings",
    "matching",
    "may_manage_account",
    "moved",
    "named",
    "on_ladder",
    "organisation",
    "organisations",
    "own_companies",
    "people",
    "person",
    "person_by_login",
    "places",
    "places_to_keep",
    "population",
    "published_figure",
    "published_figures",
    "residencies",
    "residency",
    "residents",
    "role_places",
    "search",
    "tally_of_labels",
    "title",
    "titles",
    "tokens",
    "tree",
    "undertaking",
    "undertaking_page",
    "undertakings",
    "visible_subject",
    "waits_for_second_factor",
    "wholes",
    "within_reach",
]
