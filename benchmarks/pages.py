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
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks.workload import peak_mb
from benchmarks.zone import NOW, YEARS, Zone, database, make_zone
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
            "median_milliseconds": sorted(self.clock)[len(self.clock) // 2],
            "processor_milliseconds": sorted(self.processor)[len(self.processor) // 2],
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
    good = sorted((one for one in found if one.status < 400), key=lambda one: -one.p95)
    slow = [one for one in good if one.p95 > GOAL_MILLISECONDS]
    every = sorted(one for page in good for one in page.clock)
    return {
        "companies": COMPANIES,
        "goal_milliseconds": GOAL_MILLISECONDS,
        "pages": len(good),
        "over_the_goal": len(slow),
        "without_an_example": sorted(one.address for one in found if one.status >= 400),
        # One less where a list is empty: there is no page of it to read.
        "whose_queries_grow": sorted(one.address for one in good if max(one.queries[1:]) - min(one.queries[1:]) > 1),
        "p95_milliseconds_of_all": every[int(len(every) * 0.95)],
        "median_milliseconds_of_all": every[len(every) // 2],
        "most_queries": max(max(one.queries) for one in good),
        "slowest": {f"{one.address} ({one.who})": one.shown() for one in good[: max(12, len(slow))]},
        "peak_memory_mb": peak_mb(),
    }


def made(data: str) -> tuple[Any, Zone]:
    """Make the zone with work of years in it, and people who look."""
    from pathlib import Path

    from django.conf import settings

    from benchmarks.zone_money import fill_money
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
    rematch_zone(zone=zone.id, batch=zone.id, now=NOW)
    analyse_again()
    return place, zone


def warm_as_served() -> None:
    """Do what a process that serves pages does at its start."""
    from huiqi.site import warming

    warming.warm()


def analyse_again() -> None:
    from benchmarks.zone import analyse

    analyse()


def all_opened(place: Any, zone: Zone) -> Iterator[Opened]:
    """Open every page that reads, as the first of the people whom its door lets in."""
    from benchmarks.zone_people import fill_people
    from tests.cast import visit
    from tests.site.routes import own_routes

    actors = colleagues(place)
    fill_people(zone, actors)
    people = {roles: visit(actor) for roles, actor in actors.items()}
    for route in own_routes():
        if "account/" in route.pattern or "^" in route.pattern:
            continue
        who = next(
            (held for held in people if route.door.is_public or not route.door.roles or {*held} & {*route.door.roles}),
            None,
        )
        if who is None:
            continue
        addresses = list(islice(addresses_of(route, place, zone, actors[who]), TIMES))
        opened = measure(people[who], route.pattern, who[0], addresses)
        if opened is not None:
            sys.stderr.write(
                f"{opened.status} {opened.p95:7.0f} ms, processor {sorted(opened.processor)[TIMES // 2]:5.0f}, "
                f"database {opened.database:5.0f}, queries {opened.queries[-1]:3}  {opened.address}\n"
            )
            yield opened


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


def addresses_of(route: Any, place: Any, zone: Zone, actor: Any) -> Iterator[str]:
    """Yield the address with what there is of its kind, others each time where there are others."""
    from huiqi.casework.models import RunClause

    words: dict[str, object] = {"name": "operating_revenue", "gate": "self-review", "number": 1, "year": "2026"}
    first = RunClause.objects.order_by("-met").values("policy", "clause").first()
    words |= first or {}
    keys = keys_of(route.pattern, place, zone, actor)
    query = asked_with(route.pattern)
    for number in range(TIMES):
        values = {name: found[number % len(found)] for name, found in keys.items() if found}
        yield route.at(**(words | values)) + query


def asked_with(pattern: str) -> str:
    """Return what a page wants to be asked with."""
    from huiqi.casework.models import Receipt, Run

    if pattern == "ledger/cause":
        return "?cause=claim%2Fback%2F1"
    if pattern == "casework/runs/<uuid:id>/with":
        return f"?with={Run.objects.filter(is_trial=False).latest('pk').pk}"
    if pattern == "casework/payments/receipts/statement":
        claim = Receipt.objects.latest("made_at").claim
        return f"?clause={claim.policy}/{claim.clause}"
    return "?period=2024" if "/facts/<str:name>/" in pattern else ""


def keys_of(pattern: str, place: Any, zone: Zone, actor: Any) -> dict[str, list[object]]:
    """Return what fits each place of an address; of what belongs to one person, the actor's."""
    from django.apps import apps

    from huiqi.register.domain.rights import COMPANY

    companies: list[object] = [place.company.pk, *zone.companies[5::977]]
    if actor.holds(*COMPANY):
        companies = companies[:1]
    known: dict[str, list[object]] = {}
    start = max((one for one in TABLES if pattern.startswith(one)), key=len, default="")
    if start:
        named, condition = TABLES[start]
        label, _, field = named.partition(":")
        own = {MINE: actor.person, OURS: place.company.pk}
        where = {name: own.get(value, value) for name, value in condition.items()}
        found = apps.get_model(label).objects.filter(**where).order_by("pk")
        rows = found.values_list(field or "pk", flat=True)[:TIMES]
        known[pattern[start.index("<") + 1 :].split(">", maxsplit=1)[0].rsplit(":", maxsplit=1)[-1]] = list(rows)
    if start == "companies/<":
        known = {"id": companies}
    known |= {"company": companies if start != "casework/runs/<" else [place.company.pk]}
    for name, label in (("contact", "register.Contact"), ("title", "register.Title")):
        rows = apps.get_model(label).objects.filter(organisation=place.company).values_list("pk", flat=True)
        known[name] = list(rows)
        if f"<uuid:{name}>" in pattern:
            known["id"] = [place.company.pk]
    if start == "institutions/<":
        contacts = apps.get_model("register.Contact").objects.filter(organisation__kind="institution")
        known |= {"id": [one.organisation_id for one in contacts], "contact": [one.pk for one in contacts]}
    if pattern.startswith("ledger/projects/<"):
        # A project is named by the proposal that promised it its money.
        causes = apps.get_model("ledger.Obligation").objects.filter(cause__startswith="agreement/")
        known["id"] = [cause.partition("/")[2] for cause in causes.values_list("cause", flat=True)[:TIMES]]
    if "<uuid:call>" in pattern:
        known["call"] = list(
            apps.get_model("huiqi_messages.HookCall").objects.filter(hook__in=known["id"]).values_list("pk", flat=True)
        )
    if "<uuid:application>" in pattern:
        scored = apps.get_model("casework.Application").objects.filter(intake__way="by_ranking")
        known["application"] = list(scored.values_list("pk", flat=True))
    if start.startswith("register/grid/schemes/<uuid:id>/companies"):
        kept = apps.get_model("register.KeyCompany").objects.filter(scheme__in=known["id"])
        known["company"] = list(kept.values_list("company", flat=True)[:TIMES])
    if "<uuid:other>" in pattern:
        known["other"] = known["id"]
    return known


# In a condition: the actor, and the actor's company.
MINE, OURS = "<the actor>", "<the company>"
TABLES: dict[str, tuple[str, dict[str, object]]] = {
    "companies/corrections/<": ("register.Correction", {}),
    "companies/files/<": ("register.EvidenceFile", {}),
    "companies/<": ("register.Organisation", {"kind": "company"}),
    "institutions/files/<": ("register.EvidenceFile", {}),
    "institutions/<": ("register.Organisation", {"kind": "institution"}),
    "register/people/<": ("register.Person", {}),
    "register/own-people/<": ("register.Organisation", {"pk": OURS}),
    "register/tree/<": ("register.Organisation", {"kind": "park"}),
    "register/trail/<": ("kernel.AuditEntry", {}),
    "register/undertakings/<": ("register.Undertaking", {}),
    "register/residents/<": ("register.Residency", {}),
    "register/labels/<": ("register.Label", {}),
    "register/grid/schemes/<": ("register.Scheme", {"name": "重点企业包保"}),
    "register/grid/schemes/<uuid:id>/companies/<": ("register.Scheme", {"name": "重点企业包保"}),
    "register/grid/placements/<": ("register.PlacementBatch", {}),
    "register/grid/grids/<": ("register.Grid", {"scheme__name": "重点企业包保"}),
    "register/grid/visits/<": ("register.Visit", {}),
    "register/figures/<": ("register.PublishedFigure", {}),
    "rulebook/drafts/<": ("rulebook.Draft", {}),
    "rulebook/compendium/editions/<": ("rulebook.Edition", {}),
    "casework/own/<": ("register.Organisation", {"kind": "company", "gone_at": None}),
    "casework/campaigns/<": ("casework.Campaign", {"title": "年度摸底"}),
    "casework/asked/<": ("casework.AskedCompany", {}),
    "casework/surveys/<": ("casework.AskedCompany", {"campaign__title": "测速摸底"}),
    "casework/runs/<": ("casework.Run", {"is_trial": False}),
    "casework/sandbox/<": ("casework.WhatIf", {}),
    "casework/rounds/<": ("casework.Round", {"met__gt": 1_000}),
    "casework/rounds/new/<": ("casework.Run", {"is_trial": False}),
    "casework/notices/<": ("casework.Notice", {"round__met__gt": 1_000}),
    "casework/claims/<": ("casework.Claim", {"round__met__gt": 1_000}),
    "casework/awards/<": ("casework.Claim", {"company": OURS}),
    "casework/accounts/<": ("register.Organisation", {"pk": OURS}),
    "casework/batches/<": ("casework.Batch", {"count__gt": 1}),
    "casework/objections/<": ("casework.Objection", {}),
    "casework/clocks/<": ("casework.Clock", {"stopped_at": None}),
    "casework/applications/<": ("casework.Application", {"intake__way": "on_application"}),
    "casework/applying/<": ("casework.Application", {"company": OURS}),
    "casework/archive/<": ("casework.ArchiveRecord", {}),
    "casework/archive/filings/<": ("kernel.Job", {"owner": MINE}),
    "casework/contracts/<": ("casework.ContractTerm", {}),
    "casework/intakes/<": ("casework.Intake", {}),
    "casework/intakes/<uuid:id>/competition": ("casework.Intake", {"way": "by_ranking"}),
    "casework/listed/<": ("casework.ListedClause", {}),
    "casework/packs/<": ("kernel.Job", {"owner": MINE}),
    "casework/panels/<": ("casework.Competition", {}),
    "casework/panels/<uuid:id>/<": ("casework.Competition", {}),
    "casework/payments/receipts/<": ("casework.Receipt", {}),
    "casework/payments/results/<": ("casework.BankResult", {}),
    "casework/receipts/<": ("casework.Objection:receipt", {}),
    "casework/samples/<": ("casework.Sample", {}),
    "casework/samples/calls/<": ("casework.Call", {}),
    "ledger/lines/<": ("ledger.Line", {"kind": "line"}),
    "ledger/entries/<": ("ledger.Entry", {}),
    "ledger/parties/<": ("ledger.Ban:party", {}),
    "ledger/held/<": ("ledger.Hold", {}),
    "ledger/proposals/<": ("ledger.Proposal", {}),
    "ledger/bans/<": ("ledger.Ban", {}),
    "ledger/recoveries/<": ("ledger.Recovery", {}),
    "ledger/vouchers/<": ("ledger.Voucher", {}),
    "imports/sources/<": ("imports.Source", {}),
    "imports/duplicates/<": ("register.DuplicatePair", {}),
    "imports/merges/<": ("register.Merge", {}),
    "imports/<": ("imports.SheetImport", {}),
    "messages/hooks/<": ("huiqi_messages.Hook", {"person": MINE}),
    "messages/hooks/<uuid:id>/calls/<": ("huiqi_messages.Hook", {"person": MINE}),
    "messages/<": ("huiqi_messages.Message", {"person": MINE}),
    "work/<": ("kernel.Job", {"owner": MINE}),
}


def measure(client: Any, pattern: str, who: str, addresses: list[str]) -> Opened | None:
    """Open addresses once each after a first that fills caches; None for what only takes forms."""
    from django.db import connection

    spent: list[float] = []

    def note(execute: Any, *arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - begun)

    client.raise_request_exception = False
    status = client.get(addresses[0]).status_code
    if status == 405:  # takes only forms
        return None
    clock, processor, queries, database = [], [], [], []
    for address in addresses:
        spent.clear()
        with connection.execute_wrapper(note):
            begun, used = time.perf_counter(), time.process_time()
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
            clock.append((time.perf_counter() - begun) * 1000)
            processor.append((time.process_time() - used) * 1000)
        queries.append(len(spent))
        database.append(sum(spent) * 1000)
    middle = sorted(database)[len(database) // 2]
    return Opened(pattern, who, status, tuple(clock), tuple(processor), tuple(queries), middle)
