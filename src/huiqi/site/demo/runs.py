"""Runs over the invented register: two that can be compared, and a what-if. The worker carries them out as soon as it starts."""

from __future__ import annotations

from huiqi.casework import services
from huiqi.site.demo.scene import Scene

_TRIED = "hnte_first_reward"


def run_policies(scene: Scene) -> None:
    """Put a run of yesterday, one of today, and a what-if into the queue."""
    officer = scene.people["policy"]
    for name, days_ago in (("季度测算", 1), ("最新测算", 0)):
        services.start_run(scope=scene.zone, day=scene.day(days_ago), actor=officer, now=scene.ago(days_ago), name=name)
    tried = services.make_what_if(
        scope=scene.zone, name="首次认定奖励提高到50万元", day=scene.day(0), policies=["hnte-reward"],
        actor=officer, now=scene.now,
    )  # fmt: skip
    services.change_what_if(
        id=tried.pk, figures={_TRIED: "50万"}, texts={}, over=tried.edition, actor=officer, now=scene.now
    )
    services.start_what_if(id=tried.pk, actor=officer, now=scene.now)
