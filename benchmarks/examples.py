"""Addresses of the pages of the made-up zone, with what there is of their kind in their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.zone import Zone
from benchmarks.zone_pack import ORDER, TABLE

_MOST = 12
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
    "casework/packs/<uuid:job>/file": ("kernel.Job", {"owner": MINE, "kind": "casework.pack"}),
    "casework/earlier/files/<": ("casework.EarlierFile", {"state": "checked"}),
    "casework/outcomes/<": ("casework.OutcomeOrder", {}),
    "casework/outcomes/<uuid:id>/report": ("casework.OutcomeOrder", {"stage": "promised"}),
    "ledger/owed/<": ("ledger.Obligation", {"cause__startswith": "arrear/bench/", "payable__gt": 0}),
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


def addresses_of(route: Any, place: Any, zone: Zone, actor: Any, *, times: int) -> Iterator[str]:
    """Yield the address with what there is of its kind, others each time where there are others."""
    from huiqi.casework.models import RunClause

    words: dict[str, object] = {"name": "operating_revenue", "gate": "self-review", "number": 1, "year": "2026"}
    first = RunClause.objects.order_by("-met").values("policy", "clause").first()
    words |= first or {}
    if "<str:table>" in route.pattern:
        words |= {"policy": TABLE[0], "table": TABLE[2]}
    if route.pattern.startswith("casework/outcomes/new/"):
        words |= dict(zip(("policy", "clause"), ORDER, strict=True))
    keys = keys_of(route.pattern, place, zone, actor)
    query = asked_with(route.pattern)
    for number in range(times):
        values = {name: found[number % len(found)] for name, found in keys.items() if found}
        yield route.at(**(words | values)) + query


def asked_with(pattern: str) -> str:
    """Return what a page wants to be asked with."""
    from huiqi.casework.models import Receipt, Run

    if pattern == "ledger/cause":
        return "?cause=claim%2Fback%2F1"
    if pattern == "rulebook/drafts/<uuid:id>/tables/name":
        return f"?version={TABLE[1]}&table={TABLE[2]}"
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
        rows = found.values_list(field or "pk", flat=True)[:_MOST]
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
        known["id"] = [cause.partition("/")[2] for cause in causes.values_list("cause", flat=True)[:_MOST]]
    if "<uuid:call>" in pattern:
        known["call"] = list(
            apps.get_model("huiqi_messages.HookCall").objects.filter(hook__in=known["id"]).values_list("pk", flat=True)
        )
    if "<uuid:application>" in pattern:
        scored = apps.get_model("casework.Application").objects.filter(intake__way="by_ranking")
        known["application"] = list(scored.values_list("pk", flat=True))
    if "<uuid:file>" in pattern:
        proofs = apps.get_model("casework.ApplicationFile").objects.filter(application__in=known["application"])
        known["file"] = list(proofs.values_list("evidence", flat=True))
    if start.startswith("register/grid/schemes/<uuid:id>/companies"):
        kept = apps.get_model("register.KeyCompany").objects.filter(scheme__in=known["id"])
        known["company"] = list(kept.values_list("company", flat=True)[:_MOST])
    if "<uuid:other>" in pattern:
        known["other"] = known["id"]
    return known
