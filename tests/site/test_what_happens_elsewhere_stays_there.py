"""One zone, many parks: nothing of one park shows to those of another, in no list, search, count, export, page or file.

Both parks are filled with something of everything. Then every page is opened by somebody of the north: whatever of the south shows is a
leak. And whatever happens in the south changes nothing that the north sees, so counts and sums leak nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, Q
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import Look
from huiqi.register import services
from huiqi.register.domain.rights import COMPANY
from huiqi.register.models import Organisation
from huiqi.rulebook import services as rulebook
from huiqi.ui.api.scopes import Scope
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.register.companies import add_companies
from tests.site.filling import Place, fill
from tests.site.routes import Answer, Route, api_addresses, opened, own_routes

NORTH, SOUTH = ("朔方甲", 123_454_321), ("丹阳乙", 987_656_789)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))


@pytest.fixture
def north(cast: Cast) -> Place:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
    return fill(cast, cast.north, cast.north_company, mark=NORTH[0], number=NORTH[1])


@pytest.fixture
def south(cast: Cast, north: Place) -> Place:
    return fill(cast, cast.south, cast.south_company, mark=SOUTH[0], number=SOUTH[1])


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
    """The keys of all rows that belong to a park, by table."""
    found: dict[str, list[object]] = {}
    for model in apps.get_models():
        ways = list(paths(model)) if model.__module__.startswith("huiqi.") else []
        if model is Organisation:
            found[model._meta.label] = list(model.objects.filter(within__contains=[park.pk]).values_list("pk", flat=True))
        elif ways:
            of_it = Q()
            for way in ways:
                of_it |= Q(**{f"{way}__within__contains": [park.pk]})
            found[model._meta.label] = list(model._base_manager.filter(of_it).values_list("pk", flat=True))
    return found


def identifiers(keys: dict[str, list[object]]) -> dict[str, list[str]]:
    """Those keys that stand in addresses."""
    return {label: [str(key) for key in found if isinstance(key, UUID)] for label, found in keys.items()}


def everybody(place: Place) -> dict[Role, Client]:
    """Somebody of the park, or of its company, in each role, logged in."""
    return {
        role: visit(place.cast.person("某人", (role, place.company if role in COMPANY else place.park))) for role in Role
    }


def plain_routes(role: Role) -> list[Route]:
    """The pages that are about no one thing and let the role in, without those of one's own account."""
    return [
        route
        for route in own_routes()
        if not (route.wants_identifier or "account/" in route.pattern or "^" in route.pattern)
        and (route.door.is_public or not route.door.roles or role in route.door.roles)
    ]


def leaks(answer: Answer, place: Place, told: set[str]) -> list[str]:
    """What of a place shows in an answer."""
    marks = {place.mark, place.company.credit_code, f"{place.number}", f"{place.number:,}"}
    return [text for text in (*marks, *told) if text in answer.text]


def shows_income(answer: Answer, place: Place) -> bool:
    return f"{place.number}" in answer.text or f"{place.number:,}" in answer.text


def looks_at(place: Place) -> int:
    return Look.objects.filter(reached__contains=[place.company.pk]).count()


def test_every_table_that_belongs_somewhere_is_filled(south: Place) -> None:
    found = belonging(south.park)
    assert len(found) > 20
    lacking = {label for label, keys in found.items() if not keys}
    assert lacking == set(), "add a filling for these tables to tests/site/filling.py"


def test_lists_searches_and_exports_show_nothing_of_the_south(north: Place, south: Place) -> None:
    told = {key for keys in identifiers(belonging(south.park)).values() for key in keys}
    found, count = [], 0
    for role, client in everybody(north).items():
        for route in plain_routes(role):
            for asked in ({}, {"format": "xlsx"}, {"q": SOUTH[0]}):
                answer = opened(client, route.at(), **asked)
                count += NORTH[0] in answer.text
                shown = [text for text in leaks(answer, south, told) if text not in asked.values()]
                found += [f"{role} {route.pattern} {asked}: {text}" for text in shown]
    assert count > 50, "what is the north's own is there"
    assert found == []


def test_what_happens_in_the_south_changes_nothing_in_the_north(cast: Cast, north: Place) -> None:
    clients = everybody(north)

    def seen() -> dict[str, Answer]:
        return {
            f"{role} {route.pattern}": opened(client, route.at())
            for role, client in clients.items()
            for route in plain_routes(role)
        }

    before = seen()
    fill(cast, cast.south, cast.south_company, mark=SOUTH[0], number=SOUTH[1])
    add_companies(cast.south, 3)
    after = seen()
    assert len(before) > 100
    assert [page for page in before if before[page] != after[page]] == []


def test_pages_and_files_about_one_thing(north: Place, south: Place) -> None:
    """What the north opens is not there of the south; and who sees a sensitive figure leaves a look."""
    mine, theirs = identifiers(belonging(north.park)), identifiers(belonging(south.park))
    told = {key for keys in theirs.values() for key in keys}
    clients = everybody(north)
    there, silent, fitting = [], [], 0
    for route in own_routes():
        if not route.wants_identifier:
            continue
        client = clients[(route.door.roles or (Role.SERVICE_OFFICER,))[0]]
        unknown = opened(client, route.at()).status
        for label, keys in mine.items():
            before = looks_at(north)
            answer = opened(client, route.at(keys[0])) if keys else None
            if answer is None or answer.status == unknown:
                continue
            fitting += 1
            if shows_income(answer, north) and looks_at(north) == before:
                silent.append(f"{route.pattern} with {label}")
            for key in theirs[label][:3]:
                answer = opened(client, route.at(key))
                shown = leaks(answer, south, told - {key})
                if answer.status != unknown or shown:
                    there.append(f"{route.pattern} with {label}: {answer.status} instead of {unknown} {shown[:3]}")
    assert fitting >= 10
    assert there == []
    assert silent == [], "note the look: register.queries.note_look"


def test_list_or_export_with_a_sensitive_figure_leaves_a_look(north: Place) -> None:
    silent = []
    for role, client in everybody(north).items():
        for route in plain_routes(role):
            for asked in ({}, {"format": "xlsx"}):
                before = looks_at(north)
                if shows_income(opened(client, route.at(), **asked), north) and looks_at(north) == before:
                    silent.append(f"{role} {route.pattern} {asked}")
    assert silent == [], "note the look: register.queries.note_look"


@pytest.mark.parametrize("role", (Role.SERVICE_OFFICER, Role.COMPANY_OWNER, Role.AUDITOR, Role.ADMINISTRATOR))
def test_programs_see_no_more_than_pages(north: Place, south: Place, role: Role) -> None:
    actor = north.cast.person("某人", (role, north.company if role in COMPANY else north.park))
    visit(actor)  # who has a token has an account
    until = read_clock() + timedelta(days=30)
    _, token = services.make_token(name="同步", scopes=list(Scope), until=until, actor=actor, now=read_clock())
    program = Client(headers={"authorization": f"Bearer {token}"})
    theirs = identifiers(belonging(south.park))
    told = {key for keys in theirs.values() for key in keys}
    found, silent = [], []
    for address in api_addresses():
        for asked in ({}, {"name": SOUTH[0]}, {"limit": "1"}):
            before = looks_at(north)
            answer = opened(program, address.replace("<id>", str(north.company.pk)), **asked)
            found += [f"{address} {asked}: {text}" for text in leaks(answer, south, told) if text not in asked.values()]
            if shows_income(answer, north) and looks_at(north) == before:
                silent.append(address)
        if "<id>" in address:
            found += [
                f"{address} {key}"
                for keys in theirs.values()
                for key in keys[:2]
                if opened(program, address.replace("<id>", key)).status not in {403, 404, 405}
            ]
    assert found == []
    assert silent == [], "note the look: register.queries.note_look"
