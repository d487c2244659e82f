"""Where some of the invented zone want to be told as well; without a mail server the log of deliveries says so."""

from __future__ import annotations

from huiqi.messages import services
from huiqi.messages.domain.kinds import Channel
from huiqi.site.demo.scene import Scene

_WANTED = frozenset({"correction.opened", "correction.closed", "campaign.asked"})


def wish_to_be_told(scene: Scene) -> None:
    """Let an officer and an owner give an address that leads nowhere (RFC 2606)."""
    for login in ("service", "company1"):
        services.wish(
            actor=scene.people[login], now=scene.ago(59), language="zh", quiet_from=None, quiet_until=None, daily=False,
            targets={Channel.MAIL: f"{login}@zone.example"}, wanted={Channel.MAIL: _WANTED},
        )  # fmt: skip
