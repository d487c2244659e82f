"""One zone, many parks: nothing of one park shows to those of another, in no list, search, count, export, page or file.

Both parks are filled with something of everything, once for all tests here. Then every page is opened by people of the north who hold
among them every role: rights only add up, so what does not show to one who holds many shows to nobody who holds one of them. Whatever of
the south shows is a leak. And whatever happens in the south changes nothing that the north sees, so counts and sums leak nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.test import Client
from pytest_django import DjangoDbBlocker

from huiqi.casework.models import RunClause
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import AuditEntry, Job, Look
from huiqi.ledger.models import Entry, Hold, Line, Obligation, Proposal, Recovery, Voucher
from huiqi.messages.models import Hook, HookCall, Message
from huiqi.register import services
from huiqi.register.domain.rights import forbidden_together
from huiqi.register.models import Organisation, Person
from huiqi.rulebook import services as rulebook
from huiqi.ui.api.scopes import Scope
from huiqi.ui.doors import Door
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, make_cast, side, visit
from tests.register.companies import add_companies
from tests.site.filling import Place, fill
from tests.site.routes import Answer, Route, api_addresses, opened, own_routes

NORTH, SOUTH = ("朔方甲", 123_454_321), ("丹阳乙", 987_656_789)
# Pages about one thing that is the zone's, or somebody's own.
NOT_OF_A_PARK = ("rulebook/", "account/")
# Pages that nothing of a park opens for its people: one that only sends on to another, and those that are of one person alone.
NOTHING_FITS = {
    # Public while they stand; those of the fillings are over.
    "casework/notices/<uuid:id>",
    "casework/notices/<uuid:id>/object",
    "casework/notices/<uuid:id>/pdf",
    # A panel is open to its own people alone, whatever their roles (tests/casework/ranking).
    "casework/panels/<uuid:id>",
    "casework/panels/<uuid:id>/<uuid:application>",
    "casework/panels/<uuid:id>/<uuid:application>/files/<uuid:file>",
    "casework/archive/filings/<uuid:job>",
    "casework/packs/<uuid:job>",
    "casework/packs/<uuid:job>/file",
    "casework/runs/<uuid:id>/with",
    # Bans are the zone's.
    "ledger/bans/<uuid:id>/lift",
    "ledger/bans/<uuid:id>/prolong",
    "messages/<uuid:id>",
    "messages/hooks/<uuid:id>",
    "messages/hooks/<uuid:id>/calls/<uuid:call>",
    "work/<uuid:id>",
}
# Each test begins where the filling ended.
pytestmark = pytest.mark.django_db
# What belongs to a park by its people, or by what is no foreign key.
THEIRS = (
    (Message, "person", "register.Person"),
    (Hook, "person", "register.Person"),
    (HookCall, "hook__person", "register.Person"),
    (Job, "owner", "register.Person"),
    (AuditEntry, "organisation", "register.Organisation"),
)
# The ledger knows places by their identifiers alone.
WITHIN = (
    (Line, ""),
    (Entry, "transfers__line__"),
    (Proposal, "parts__line__"),
    (Hold, "line__"),
    (Obligation, "line__"),
    (Voucher, "line__"),
    (Recovery, "line__"),
)
# Whose numbers stand in addresses: a number fits many tables, so it has to be said.
NUMBERED = {
    "register/trail/": "kernel.AuditEntry",
    "imports/duplicates/": "register.DuplicatePair",
    "ledger/owed/": "ledger.Obligation",
}
METHOD_NOT_ALLOWED = 405
REFUSED = {403, 404, METHOD_NOT_ALLOWED}


@dataclass(frozen=True)
class Colleague:
    """Somebody of the north, logged in."""

    roles: tuple[Role, ...]
    actor: Actor
    client: Client

    def comes_in(self, door: Door) -> bool:
        return door.is_public or not door.roles or bool({*door.roles} & {*self.roles})


@dataclass(frozen=True)
class Parks:
    """Both parks, the people of the north, and what they saw before anything was in the south."""

    north: Place
    south: Place
    colleagues: tuple[Colleague, ...]
    before: dict[str, Answer]


@pytest.fixture(scope="module")
def parks(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Parks]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("HUIQI_DATA", str(tmp_path_factory.mktemp("data")))
        cast = make_cast()
        rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
        north = fill(cast, cast.north, cast.north_company, mark=NORTH[0], number=NORTH[1])
        colleagues = tuple(colleague(north, roles) for roles in persons())
        before = {
            f"{who.roles[0]} {route.pattern}": opened(who.client, route.at()) for who, route in visits(colleagues)
        }
        south = fill(cast, cast.south, cast.south_company, mark=SOUTH[0], number=SOUTH[1])
        add_companies(cast.south, 3)
        yield Parks(north, south, colleagues, before)
        transaction.set_rollback(True)


def persons() -> list[tuple[Role, ...]]:
    """All roles on as few persons as may be: those of a company apart, and no forbidden pair."""
    found: list[list[Role]] = []
    for role in Role:
        for held in found:
            if side(held[0]) == side(role) and not any(forbidden_together(role, other) for other in held):
                held.append(role)
                break
        else:
            found.append([role])
    return [tuple(held) for held in found]


def colleague(place: Place, roles: tuple[Role, ...]) -> Colleague:
    institution = Organisation.objects.get(kind="institution", parent=place.park)
    within = {"company": place.company, "institution": institution, "place": place.park}[side(roles[0])]
    actor = place.cast.person("某人", *((role, within) for role in roles))
    return Colleague(roles, actor, visit(actor))


def visits(colleagues: tuple[Colleague, ...]) -> Iterator[tuple[Colleague, Route]]:
    """Everybody with each page that is about no one thing and lets them in, without those of one's own account."""
    for route in own_routes():
        if not (route.takes or "account/" in route.pattern):
            yield from ((who, route) for who in colleagues if who.comes_in(route.door))


def paths(model: type[Model], seen: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """The ways by which a row of the model belongs to an organisation: `subject__organisation`."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field.null or field.related_model in (*seen, model):
            continue
        if field.related_model is Organisation:
            yield field.name
        else:
            yield from (f"{field.name}__{rest}" for rest in paths(field.related_model, (*seen, model)))


def belonging(park: Organisation) -> dict[str, list[object]]:
    """The keys of all rows that belong to a park, by table, and of its people and what is theirs."""
    found: dict[str, list[object]] = {}
    for model in apps.get_models():
        ways = list(paths(model)) if model.__module__.startswith("huiqi.") else []
        if model is Organisation:
            found[model._meta.label] = list(
                model.objects.filter(within__contains=[park.pk]).order_by("-kind").values_list("pk", flat=True)
            )
        elif ways:
            # Way by way: all in one condition would join some tables to each other a dozen times.
            each = [model._base_manager.filter(**{f"{way}__within__contains": [park.pk]}) for way in ways]
            found[model._meta.label] = list(
                dict.fromkeys(key for rows in each for key in rows.values_list("pk", flat=True))
            )
    people = Person.objects.filter(grants__organisation__within__contains=[park.pk]).distinct()
    found["register.Person"] = list(people.values_list("pk", flat=True))
    for model, way in WITHIN:
        of_it = model.objects.filter(**{f"{way}within__contains": [park.pk]})
        found[model._meta.label] = list(of_it.values_list("pk", flat=True).distinct())
    # The last one is paid by hand, those before it by their flows.
    found[Obligation._meta.label].sort(key=lambda key: int(str(key)), reverse=True)
    for model, whose, label in THEIRS:
        of_them = model.objects.filter(**{f"{whose}__in": found[label]})
        found[model._meta.label] = list(of_them.values_list("pk", flat=True))
    return found


def identifiers(park: Organisation) -> dict[str, list[str]]:
    """Those keys as they stand in addresses."""
    return {label: [str(key) for key in keys] for label, keys in belonging(park).items() if keys}


def secrets_of(park: Organisation) -> set[str]:
    """Those keys that show by themselves where they leak: numbers are everywhere."""
    return {str(key) for keys in belonging(park).values() for key in keys if isinstance(key, UUID)}


def leaks(answer: Answer, place: Place, told: set[str]) -> list[str]:
    """What of a place shows in an answer."""
    marks = {place.mark, place.company.credit_code, f"{place.number}", f"{place.number:,}"}
    return [text for text in (*marks, *told) if text in answer.text]


def shows_income(answer: Answer, place: Place) -> bool:
    return f"{place.number}" in answer.text or f"{place.number:,}" in answer.text


def looks_at(place: Place) -> int:
    return Look.objects.filter(reached__contains=[place.company.pk]).count()


def test_every_table_that_belongs_somewhere_is_filled(parks: Parks) -> None:
    found = belonging(parks.south.park)
    assert len(found) > 20
    lacking = {label for label, keys in found.items() if not keys}
    assert lacking == set(), "add a filling for these tables to tests/site/filling.py"


@pytest.mark.inventory("XM-32")
def test_what_happens_in_the_south_changes_nothing_in_the_north(parks: Parks) -> None:
    told = secrets_of(parks.south.park)
    changed, found, silent, own = [], [], [], 0
    for who, route in visits(parks.colleagues):
        page, looks = f"{who.roles[0]} {route.pattern}", looks_at(parks.north)
        answer = opened(who.client, route.at())
        own += NORTH[0] in answer.text
        found += [f"{page}: {text}" for text in leaks(answer, parks.south, told)]
        changed += [page] if answer != parks.before[page] else []
        silent += [page] if shows_income(answer, parks.north) and looks_at(parks.north) == looks else []
    assert own > 25, "what is the north's own is there"
    assert found == []
    assert changed == []
    assert silent == [], "note the look: register.queries.note_look"


def test_searches_and_exports_show_nothing_of_the_south(parks: Parks) -> None:
    told = secrets_of(parks.south.park)
    found, silent, own = [], [], 0
    for who, route in visits(parks.colleagues):
        for asked in ({"format": "xlsx"}, {"q": SOUTH[0]}):
            plain = parks.before[f"{who.roles[0]} {route.pattern}"]
            # A page that is no list takes no notice of what is asked.
            if plain.status != 200 or not any(
                f"{name}=" in plain.text or f'name="{name}"' in plain.text for name in asked
            ):
                continue
            looks = looks_at(parks.north)
            answer = opened(who.client, route.at(), **asked)
            own += NORTH[0] in answer.text
            shown = [text for text in leaks(answer, parks.south, told) if text not in asked.values()]
            found += [f"{who.roles[0]} {route.pattern} {asked}: {text}" for text in shown]
            if shows_income(answer, parks.north) and looks_at(parks.north) == looks:
                silent.append(f"{who.roles[0]} {route.pattern} {asked}")
    assert own > 20, "what is the north's own is there"
    assert found == []
    assert silent == [], "note the look: register.queries.note_look"


def test_pages_and_files_about_one_thing(parks: Parks) -> None:
    """What the north opens is not there of the south; and who sees a sensitive figure leaves a look."""
    mine, theirs = identifiers(parks.north.park), identifiers(parks.south.park)
    told = secrets_of(parks.south.park)
    first = RunClause.objects.filter(run__scope=parks.north.park).values("policy", "clause").first()
    words = {**(first or {}), "name": "operating_revenue"}
    known: dict[str, tuple[str, str]] = {}
    there, silent, unfit = [], [], []
    for route in sorted(own_routes(), key=lambda route: len(route.takes)):
        if not route.takes or route.pattern.startswith(NOT_OF_A_PARK):
            continue
        fit = fitting(route, parks, mine, words, known)
        if fit is None:
            continue
        if not fit.labels:
            unfit.append(route.pattern)
        if shows_income(fit.answer, parks.north) and not fit.looked:
            silent.append(f"{route.pattern} with {fit.labels}")
        for values, alone in elsewhere(route, fit, theirs):
            answer = opened(fit.who.client, route.at(**words, **values))
            shown = leaks(answer, parks.south, told - {*values.values()})
            if shown or (alone and answer.status != fit.unknown):
                there.append(f"{route.pattern} with {values}: {answer.status} instead of {fit.unknown} {shown[:3]}")
    assert there == []
    assert silent == [], "note the look: register.queries.note_look"
    assert {*unfit} == NOTHING_FITS, "fill what these pages are about in tests/site/filling.py"


@dataclass(frozen=True)
class Fit:
    """A page about something of the north: who opened it, with what in its places, and what came."""

    who: Colleague
    labels: dict[str, str]
    values: dict[str, str]
    answer: Answer
    looked: bool
    unknown: int


def fitting(
    route: Route, parks: Parks, mine: dict[str, list[str]], words: dict[str, str], known: dict[str, tuple[str, str]]
) -> Fit | None:
    """Return the first fit of a page; None where it only takes forms. `known` are the fits of the starts of addresses."""
    start = route.pattern[: route.pattern.index(">") + 1]
    fit = None
    for who in parks.colleagues:
        if not who.comes_in(route.door):
            continue
        unknown = opened(
            who.client, route.at(**words, **({route.takes[0]: 2**31} if route.takes_number else {}))
        ).status
        if unknown == METHOD_NOT_ALLOWED:
            return None
        for labels, values in () if route.pattern in NOTHING_FITS else tries(route, mine, known.get(start)):
            looks = looks_at(parks.north)
            answer = opened(who.client, route.at(**words, **values))
            if answer.status != unknown:
                known.setdefault(start, (labels[route.takes[0]], values[route.takes[0]]))
                return Fit(who, labels, values, answer, looks_at(parks.north) > looks, unknown)
        fit = Fit(who, {}, {}, Answer(unknown, ""), looked=False, unknown=unknown)
        if route.pattern in NOTHING_FITS:
            break
    return fit


def tries(
    route: Route, mine: dict[str, list[str]], known: tuple[str, str] | None
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """What may go into the places of an address: what fitted its start before, then tables in the order of their likeness to it."""

    def likeness(label: str) -> float:
        return SequenceMatcher(None, label.split(".")[1].lower(), route.pattern).find_longest_match().size

    single = [
        (label, key) for label in sorted(tables(route, mine), key=likeness, reverse=True) for key in mine[label][:2]
    ]
    first, *rest = route.takes
    starts = [known, *single] if known else single
    for label, key in starts if not rest else starts[:1]:
        if not rest:
            yield {first: label}, {first: key}
        for other, its in single if rest else ():
            yield {first: label, rest[0]: other}, {first: key, rest[0]: its}


def tables(route: Route, keys: dict[str, list[str]]) -> list[str]:
    """The tables whose keys may stand in the first place of an address."""
    if route.takes_number:
        return [NUMBERED[route.pattern.split("<")[0]]]
    return [label for label in keys if not keys[label][0].isdigit()]


def elsewhere(route: Route, fit: Fit, theirs: dict[str, list[str]]) -> Iterator[tuple[dict[str, str], bool]]:
    """The same places with what is the south's, and whether that is all that decides what is there.

    Where nothing of the north fitted, anything of the south is tried.
    """
    if not fit.labels:
        yield from ((dict.fromkeys(route.takes, theirs[label][0]), True) for label in tables(route, theirs))
        return
    for number in range(2):
        south = {name: theirs[label][number] for name, label in fit.labels.items() if number < len(theirs[label])}
        if len(south) == len(fit.labels):
            yield south, True
    *_, last = route.takes
    if len(fit.labels) > 1:
        yield from (({**fit.values, name: theirs[label][0]}, name == last) for name, label in fit.labels.items())


def test_programs_see_no_more_than_pages(parks: Parks) -> None:
    theirs = identifiers(parks.south.park)
    told = secrets_of(parks.south.park)
    found, silent = [], []
    for who in parks.colleagues:
        until = read_clock() + timedelta(days=30)
        _, token = services.make_token(name="同步", scopes=list(Scope), until=until, actor=who.actor, now=read_clock())
        program = Client(headers={"authorization": f"Bearer {token}"})

        def asked_for(address: str, program: Client = program, **asked: str) -> Answer:
            cache.clear()  # forget how many calls there were: no program may ask so much at once
            return opened(program, address, **asked)

        for address in api_addresses():
            for asked in ({}, {"name": SOUTH[0]}, {"limit": "1"}):
                before = looks_at(parks.north)
                answer = asked_for(address.replace("<id>", str(parks.north.company.pk)), **asked)
                shown = [text for text in leaks(answer, parks.south, told) if text not in asked.values()]
                found += [f"{who.roles[0]} {address} {asked}: {text}" for text in shown]
                if shows_income(answer, parks.north) and looks_at(parks.north) == before:
                    silent.append(f"{who.roles[0]} {address}")
            if "<id>" in address:
                keys = {key for some in theirs.values() for key in some[:2] if not key.isdigit()}
                answers = {key: asked_for(address.replace("<id>", key)).status for key in keys}
                found += [f"{address} {key}: {status}" for key, status in answers.items() if status not in REFUSED]
    assert found == []
    assert silent == [], "note the look: register.queries.note_look"
