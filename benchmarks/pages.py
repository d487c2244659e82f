"""Every page that reads, opened at 33,000 companies with three years of facts under forty clauses. The goal: p95 150 ms.

Each page is opened by somebody its door lets in, through Django's test client: what the server takes, without the network. Beside the
time stand the processor's time and the number of queries, which say the same on a busy machine.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.examples import addresses_of
from benchmarks.workload import peak_mb
from benchmarks.zone import NOW, YEARS, Zone, analyse, database, make_zone
from benchmarks.zone_pack import write_pack

COMPANIES = int(os.environ.get("HUIQI_BENCH_COMPANIES", "33000"))
TIMES = int(os.environ.get("HUIQI_BENCH_TIMES", "12"))
GOAL_MILLISECONDS = 150


@dataclass(frozen=True, slots=True)
class Opened:
    """One page, opened several times: milliseconds on the clock and of the processor, and numbers of queries."""

    address: str
    who: str
    status: int
    clock: tuple[float, ...]
    # Until something arrives: of a file that is sent while it is made, long before its end.
    first: float
    processor: tuple[float, ...]
    queries: tuple[int, ...]
    database: float

    @property
    def p95(self) -> float:
        return sorted(self.clock)[int(len(self.clock) * 0.95)]

    def shown(self) -> dict[str, object]:
        least, most = min(self.queries), max(self.queries)
        return {
            "p95_milliseconds": self.p95,
            "median_milliseconds": middle(self.clock),
            "first_byte_milliseconds": self.first,
            "processor_milliseconds": middle(self.processor),
            "database_milliseconds": self.database,
            "queries": least if least == most else f"{least} to {most}",
        }


def main() -> dict[str, object]:
    """Return the figures of all pages together, and of the slowest by name."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as data, database():
        os.environ["HUIQI_DATA"] = data
        places, zone = made(data)
        warm_as_served()
        found = list(all_opened(places, zone))
    good = sorted(found, key=lambda one: -one.p95)
    slow = [one for one in good if one.p95 > GOAL_MILLISECONDS]
    every = sorted(one for page in good for one in page.clock)
    return {
        "companies": COMPANIES,
        "goal_milliseconds": GOAL_MILLISECONDS,
        "pages": len(good),
        "over_the_goal": len(slow),
        # One less where a list is empty: there is no page of it to read. Once in a while a process looks whether its rules are the last.
        "whose_queries_grow": sorted(one.address for one in good if sorted(one.queries)[-2] - min(one.queries) > 1),
        "p95_milliseconds_of_all": every[int(len(every) * 0.95)],
        "median_milliseconds_of_all": middle(every),
        "most_queries": max(max(one.queries) for one in good),
        "slowest": {f"{one.address} ({one.who})": one.shown() for one in good[: max(12, len(slow))]},
        "peak_memory_mb": peak_mb(),
    }


def made(data: str) -> tuple[Any, Zone]:
    """Make the zone with work of years in it, and people who look."""
    from pathlib import Path

    from django.conf import settings

    from benchmarks.zone_money import fill_money
    from benchmarks.zone_rest import fill_rest
    from benchmarks.zone_work import fill_lists
    from huiqi.casework.services.rematching import rematch_zone
    from huiqi.kernel.actor import system
    from huiqi.register.models import Organisation
    from huiqi.rulebook import services as rulebook
    from tests.cast import Cast
    from tests.site.filling import fill

    logging.disable(logging.WARNING)
    settings.ALLOWED_HOSTS = ["*"]
    zone = make_zone(COMPANIES, years=YEARS)
    rulebook.install_pack(zone=zone.id, folder=write_pack(Path(data)), actor=system("bench"), now=NOW)
    own, north, south, one, other = (
        Organisation.objects.get(pk=key) for key in (zone.id, *zone.parks[:2], *zone.companies[:2])
    )
    Organisation.objects.filter(pk=one.pk).update(parent=north, within=[one.pk, north.pk, own.pk])
    one.refresh_from_db()
    place = fill(Cast(own, north, south, one, other), north, one, mark="测速", number=123_454_321)
    fill_lists(zone, place.officer.person)
    fill_money(place, zone)
    fill_rest(place, zone)
    rematch_zone(zone=zone.id, batch=zone.id, now=NOW)
    analyse()
    return place, zone


def warm_as_served() -> None:
    """Do what a process that serves pages does at its start."""
    from huiqi.site import warming

    warming.warm()


def all_opened(place: Any, zone: Zone) -> Iterator[Opened]:
    """Open every page that reads as somebody whom its door lets in; raises AssertionError, before any is timed, where a page has no example."""
    examples = list(all_examples(place, zone))
    without = [one.pattern for one in examples if one.client is None]
    assert not without, f"nothing to open these with (examples.py, zone_*.py): {', '.join(without)}"
    for one in examples:
        opened = measure(one)
        sys.stderr.write(
            f"{opened.status} {opened.p95:7.0f} ms, first byte {opened.first:5.0f}, processor {middle(opened.processor):5.0f}, "
            f"database {opened.database:5.0f}, queries {opened.queries[-1]:3}  {opened.address}\n"
        )
        yield opened


@dataclass(frozen=True, slots=True)
class Example:
    """A page with addresses of its kind and somebody who may open them; nobody where nothing was found to open."""

    pattern: str
    who: str
    client: Any
    addresses: list[str]


def all_examples(place: Any, zone: Zone) -> Iterator[Example]:
    """Yield an example of every page that reads."""
    from benchmarks.zone_people import fill_people
    from tests.cast import visit
    from tests.site.routes import own_routes

    actors = colleagues(place)
    fill_people(zone, actors)
    clients = {roles: visit(actor) for roles, actor in actors.items()}
    for route in own_routes():
        if "account/" not in route.pattern and "^" not in route.pattern:
            let_in = [
                held for held in actors if route.door.is_public or not route.door.roles or {*held} & {*route.door.roles}
            ]
            found = example_of(route, place, zone, [(held[0], actors[held], clients[held]) for held in let_in])
            if found is not None:
                yield found


def example_of(route: Any, place: Any, zone: Zone, people: list[tuple[str, Any, Any]]) -> Example | None:
    """Return the first of some people who finds something there, with the addresses; None for what only takes forms."""
    for who, actor, client in people:
        client.raise_request_exception = False
        addresses = list(addresses_of(route, place, zone, actor, times=TIMES))
        status = client.get(addresses[0]).status_code
        if status == 405:  # takes only forms
            return None
        if status < 400:
            return Example(route.pattern, who, client, addresses)
    return Example(route.pattern, "", None, []) if people else None


def colleagues(place: Any) -> dict[tuple[str, ...], Any]:
    """People of the whole zone who hold all roles among them, and one of a company."""
    from huiqi.kernel.actor import Role
    from huiqi.register.domain.rights import forbidden_together
    from huiqi.register.models import Organisation
    from tests.cast import side

    institution = Organisation.objects.get(kind="institution", parent=place.park)
    places = {"company": place.company, "institution": institution, "place": place.cast.zone}
    groups: list[list[Role]] = []
    for role in sorted(Role, key=lambda role: role != Role.SERVICE_OFFICER):
        for held in groups:
            if side(held[0]) == side(role) and not any(forbidden_together(role, one) for one in held):
                held.append(role)
                break
        else:
            groups.append([role])
    return {tuple(held): place.cast.person("某人", *((role, places[side(role)]) for role in held)) for held in groups}


def measure(example: Example) -> Opened:
    """Open addresses once each after a first that fills caches."""
    from django.db import connection

    spent: list[float] = []

    def note(execute: Any, *arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - begun)

    status = example.client.get(example.addresses[0]).status_code
    clock, first, processor, queries, database = [], [], [], [], []
    for address in example.addresses:
        spent.clear()
        with connection.execute_wrapper(note):
            begun, used = time.perf_counter(), time.process_time()
            response = example.client.get(address)
            parts = iter(response.streaming_content if response.streaming else ())
            next(parts, b"")
            first.append((time.perf_counter() - begun) * 1000)
            b"".join(parts)
            clock.append((time.perf_counter() - begun) * 1000)
            processor.append((time.process_time() - used) * 1000)
        queries.append(len(spent))
        database.append(sum(spent) * 1000)
    return Opened(
        example.pattern,
        example.who,
        status,
        tuple(clock),
        middle(first),
        tuple(processor),
        tuple(queries),
        middle(database),
    )


def middle(times: Sequence[float]) -> float:
    """Return the middle one of some times."""
    return sorted(times)[len(times) // 2]
