"""A program of the invented zone: a token, and a webhook that is switched off, so that nobody is called."""

from __future__ import annotations

from datetime import timedelta

from huiqi.messages import services as messages
from huiqi.register import services
from huiqi.site.demo.scene import Scene


def connect_programs(scene: Scene) -> None:
    """Make a token whose secret nobody has, and a webhook with a call that was not sent."""
    officer, now = scene.people["service"], scene.ago(10)
    scopes = ("register:read", "rulebook:read")
    services.make_token(name="统计系统(虚构)", scopes=scopes, until=now + timedelta(days=90), actor=officer, now=now)
    hook, _ = messages.add_hook(
        name="统计系统(虚构)", address="https://statistics.example/huiqi", events=["register.facts.recorded"],
        actor=officer, now=now,
    )  # fmt: skip
    messages.add_calls(hook=hook, event="register.facts.recorded", items=(), at=now, now=now)
    messages.switch_hook(id=hook.pk, on=False, actor=officer, now=now)
