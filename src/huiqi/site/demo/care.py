"""Who looks after the invented companies: grids with their people, and with gaps; visits, some of which are overdue."""

from __future__ import annotations

from uuid import UUID

from huiqi.register import services
from huiqi.register.services import SchemeSaid
from huiqi.site.demo.places import DEMO, ZONE_NAME
from huiqi.site.demo.scene import Scene

KEY_COMPANIES = 36
_SOURCE = "示范高新区网格化服务方案(虚构)"
# Name of the grid, its department, officer and leader; None: a gap.
_GRIDS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    ("一号网格", "企业服务中心", "service", "leader"),
    ("二号网格", "经济发展局", "policy", "leader"),
    ("三号网格", "科技创新局", "inspector", None),
    ("四号网格", "财政局", "finance", "leader"),
    ("五号网格", None, None, "leader"),
)
# The last ones of the list are in no grid yet.
_UNPLACED = 3


def look_after(scene: Scene) -> None:
    """Open two schemes with their grids, and record who was in touch with whom."""
    said = SchemeSaid("重点企业网格化服务", _SOURCE, ("leader",), needs_department=True, contact_every_days=30)
    companies = scene.some(0, KEY_COMPANIES)
    open_scheme(scene, said, companies, _GRIDS)
    listed = SchemeSaid("上市后备企业专班", _SOURCE)
    open_scheme(scene, listed, scene.some(20, 8), (("上市专班", None, "approver", None),))
    for number, company in enumerate(companies):
        visit(scene, number, company)


def open_scheme(
    scene: Scene,
    said: SchemeSaid,
    companies: list[UUID],
    grids: tuple[tuple[str, str | None, str | None, str | None], ...],
) -> None:
    """Open a scheme, its grids with their people, and put its companies into them in turn."""
    now = scene.ago(58)
    scheme = services.open_scheme(organisation=scene.zone, said=said, actor=DEMO, now=now)
    services.name_key_companies(scheme=scheme.pk, companies=companies, reason="重点企业(虚构)", actor=DEMO, now=now)
    opened = []
    for name, department, officer, leader in grids:
        home = scene.places[department].pk if department else None
        grid = services.open_grid(scheme=scheme.pk, name=name, department=home, actor=DEMO, now=now)
        for duty, login in (("officer", officer), ("leader", leader)):
            if login:
                services.appoint(grid=grid.pk, duty=duty, person=person(scene, login), actor=DEMO, now=now)
        opened.append(grid.pk)
    placed = companies[: max(len(companies) - _UNPLACED, 1)] if len(grids) > 1 else companies
    for number, company in enumerate(placed):
        services.place_company(company=company, grid=opened[number % len(opened)], actor=DEMO, now=now)


def person(scene: Scene, login: str) -> UUID:
    """Return a person of the zone by log-in."""
    found = scene.people[login].person
    assert found is not None, f"{login} of {ZONE_NAME} is somebody"
    return found


def visit(scene: Scene, number: int, company: UUID) -> None:
    """Record a visit of a few days ago, one of long ago, or none."""
    days = (6, 45, None)[number % 3]
    if days is None:
        return
    officer, way = scene.people["service"], ("visit", "phone")[number % 2]
    note = "了解经营情况，讲解可享政策。"
    services.record_visit(company=company, day=scene.day(days), way=way, note=note, actor=officer, now=scene.ago(days))
