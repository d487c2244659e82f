"""Work of some years in the made-up zone: titles, contacts, grids, visits, carriers, campaigns, so that every list is long.

One of everything comes from the fillings of the tests; what a zone has thousands of is written in bulk.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import count, cycle
from typing import Any
from uuid import UUID

from benchmarks.zone import NOW, SEED, Zone

KEY_COMPANIES, VISITS, CARRIERS, RESIDENTS, ASKED = 3_000, 20_000, 200, 4_000, 5_000


def fill_lists(zone: Zone, person: UUID) -> None:
    """Write what makes lists long; `person` is the officer whose work it was."""
    chance = random.Random(SEED)
    titles(zone, chance)
    contacts(zone)
    grids(zone, person, chance)
    carriers(zone, chance)
    campaign(zone)


def ids(number: int) -> Any:
    """Return fresh identifiers."""
    from huiqi.kernel.ids import new_ids

    return iter(list(new_ids(NOW, number)))


def in_bulk(model: Any, rows: list[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=2_000)


def titles(zone: Zone, chance: random.Random) -> None:
    """Titles of two companies in three, and aims of one in ten."""
    from huiqi.register.models import Candidate, Title

    keys = ids(3 * len(zone.companies))
    kinds = ("tech_sme", "hnte", "specialised_sme", "little_giant")
    year = timedelta(days=365)
    rows = []
    for company in zone.companies[2:]:
        for kind in chance.sample(kinds, chance.choice((0, 1, 1, 2))):
            begun = date(2023, 1, 1) + timedelta(days=chance.randrange(1_000))
            rows.append(
                Title(
                    id=next(keys), organisation_id=company, kind=kind, valid_from=begun, valid_to=begun + 3 * year,
                    source="名单", recorded_at=NOW, recorded_by_name="bench",
                )
            )  # fmt: skip
    in_bulk(Title, rows)
    aims = [
        Candidate(
            id=next(keys), company_id=company, kind="hnte", year=2026, stage="pool", source="名单", changed_at=NOW,
            changed_by_name="bench",
        )
        for company in zone.companies[2::10]
    ]  # fmt: skip
    in_bulk(Candidate, aims)


def contacts(zone: Zone) -> None:
    """Somebody to call at each company."""
    from huiqi.register.models import Contact

    keys = ids(len(zone.companies))
    in_bulk(
        Contact,
        [
            Contact(
                id=next(keys), organisation_id=company, name=f"联系人{place}", duty="finance", phone=f"138{place:08d}",
                changed_at=NOW, changed_by_name="bench",
            )
            for place, company in enumerate(zone.companies[2:])
        ],
    )  # fmt: skip


def grids(zone: Zone, person: UUID, chance: random.Random) -> None:
    """A scheme with thirty grids, three thousand key companies in them, and visits over a year."""
    from huiqi.register.models import Grid, GridDuty, GridPlace, KeyCompany, Scheme, Visit

    scheme, *cells = ids(31)
    since = (NOW - timedelta(days=300), None)
    Scheme.objects.create(
        id=scheme,
        organisation_id=zone.id,
        name="重点企业包保",
        source="方案",
        contact_every_days=30,
        added_at=NOW,
        changed_at=NOW,
    )
    in_bulk(
        Grid,
        [
            Grid(
                id=cell,
                scheme_id=scheme,
                name=f"第{place}网格",
                name_key=f"di wang ge {place:02}",
                added_at=NOW,
                changed_at=NOW,
            )
            for place, cell in enumerate(cells)
        ],
    )
    in_bulk(
        GridDuty,
        [
            GridDuty(id=key, grid_id=cell, duty="officer", person_id=person, period=since)
            for key, cell in zip(ids(30), cells, strict=True)
        ],
    )
    key_companies = chance.sample(zone.companies[2:], min(KEY_COMPANIES, len(zone.companies) // 3))
    keys, where = ids(2 * KEY_COMPANIES + VISITS), cycle(cells)
    in_bulk(
        KeyCompany,
        [
            KeyCompany(id=next(keys), scheme_id=scheme, company_id=one, reason="规上企业", period=since)
            for one in key_companies
        ],
    )
    in_bulk(
        GridPlace,
        [
            GridPlace(id=next(keys), scheme_id=scheme, company_id=one, grid_id=next(where), period=since)
            for one in key_companies[:-100]
        ],
    )
    in_bulk(
        Visit,
        [
            Visit(
                id=next(keys), company_id=chance.choice(key_companies), day=date(2026, 11, 1) - timedelta(days=place % 300),
                way="visit", person_id=person, person_name="bench", note="走访", recorded_at=NOW,
            )
            for place in range(VISITS)
        ],
    )  # fmt: skip


def carriers(zone: Zone, chance: random.Random) -> None:
    """Carriers with their companies."""
    from huiqi.register.models import Residency, Subject, Undertaking

    keys = list(ids(CARRIERS))
    in_bulk(
        Undertaking,
        [
            Undertaking(
                id=key, group="carrier", name=f"{place}号孵化器", name_key=f"{place:04} hao fu hua qi",
                organisation_id=zone.parks[place % len(zone.parks)], begun_on=date(2020, 1, 1), source="名录",
                added_at=NOW, changed_at=NOW,
            )
            for place, key in enumerate(keys)
        ],
    )  # fmt: skip
    in_bulk(
        Subject,
        [
            Subject(id=key, kind="carrier", organisation_id=zone.parks[place % len(zone.parks)])
            for place, key in enumerate(keys)
        ],
    )
    fresh = ids(RESIDENTS)
    in_bulk(
        Residency,
        [
            Residency(
                id=next(fresh), undertaking_id=chance.choice(keys), company_id=company,
                entered_on=date(2023, 1, 1), source="协议", recorded_at=NOW,
            )
            for company in zone.companies[2 : RESIDENTS + 2]
        ],
    )  # fmt: skip


def campaign(zone: Zone) -> None:
    """A campaign that asks five thousand companies, two in three of which have answered."""
    from huiqi.casework.models import AskedCompany, Campaign

    made, *keys = ids(ASKED + 1)
    Campaign.objects.create(
        id=made, organisation_id=zone.id, title="年度摸底", asks=[["staff", "2025"]], due_on=date(2026, 12, 1),
        stage="open", added_at=NOW, added_by_name="bench", changed_at=NOW, opened_at=NOW,
    )  # fmt: skip
    number = count()
    in_bulk(
        AskedCompany,
        [
            AskedCompany(
                id=key, campaign_id=made, company_id=company, progress="waiting" if next(number) % 3 else "sent",
                answers={"staff|2025": ["number", "12"]}, sent_at=NOW,
            )
            for key, company in zip(keys, zone.companies[2:], strict=False)
        ],
    )  # fmt: skip
