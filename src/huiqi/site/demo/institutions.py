"""What is known of the invented institutions, and whom to call there."""

from __future__ import annotations

from decimal import Decimal

from huiqi.register import services
from huiqi.register.domain.own_facts import ADDRESS
from huiqi.register.services import ContactSaid, Said
from huiqi.site.demo.places import DEMO, INSTITUTIONS
from huiqi.site.demo.scene import BEGUN_DAYS_AGO, Scene

_SOURCE = "机构年报(虚构)"
_CALLED = ("褚经理", "卫主任", "蒋工程师", "韩老师")


def describe_institutions(scene: Scene) -> None:
    """Say of each institution where it is, how many work there, and whom to call."""
    now, year = scene.ago(BEGUN_DAYS_AGO - 1), scene.day(0).year
    for number, (name, called) in enumerate(zip(INSTITUTIONS, _CALLED, strict=True), start=1):
        own = scene.places[name].pk
        chance = scene.draw(f"institution {number}")
        staff = chance.randint(60, 900)
        said = [Said(ADDRESS, f"示范大道{number * 8}号(虚构)")]
        for past in (3, 2, 1):
            said.append(Said("staff", Decimal(staff), str(year - past)))
            staff += chance.randint(0, staff // 10)
        services.record_facts(subject=own, said=said, source=_SOURCE, actor=DEMO, now=now)
        contact = ContactSaid(called, "policy", "联络员", f"0571-8700{number:04}")
        services.add_contact(organisation=own, said=contact, actor=DEMO, now=now)
