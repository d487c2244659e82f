"""Accounts that were handed out and not opened: what an administrator looks after."""

from __future__ import annotations

from huiqi.kernel.actor import Role
from huiqi.register import services
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

# Log-in, name, department, role, and how many days ago the link was handed over; after seven it is too old.
_INVITED = (
    ("service2", "何新", "企业服务中心", Role.SERVICE_OFFICER, 12),
    ("inspector2", "许勘", "企业服务中心", Role.INSPECTOR, 2),
)


def invite(scene: Scene) -> None:
    """Make accounts whose holders have not set a password: one link is too old, the other still holds."""
    for login, name, place, role, days_ago in _INVITED:
        now = scene.ago(days_ago)
        made = services.add_person_with_account(
            name=name, organisation=scene.places[place].pk, login=login, actor=DEMO, now=now
        )
        services.grant_role(person=made.person, role=role, organisation=scene.zone, actor=DEMO, now=now)
