"""The clocks of applications: by when an officer checks, by when a company puts right, by when a fast claim is paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huiqi.casework.models import Application
from huiqi.casework.services.claims.due import pay_clock, working
from huiqi.casework.services.clocks import start_clocks, stop_clocks


def check_clock(application: UUID) -> str:
    """Return what the clock is called by which an application is checked."""
    return f"application/{application}/check"


def fix_clock(application: UUID) -> str:
    """Return what the clock is called by which an application that was sent back is put right."""
    return f"application/{application}/fix"


def start_check_clock(application: Application, *, now: datetime) -> None:
    """Start the clock by which an application is checked: the day of submission is not counted."""
    _start(application, check_clock(application.pk), ("待受理", "To check"), application.intake.check_days, now)


def start_fix_clock(application: Application, *, now: datetime) -> None:
    """Start the clock by which a company puts its application right."""
    _start(application, fix_clock(application.pk), ("待企业补正", "To be put right"), application.intake.fix_days, now)


def start_fast_clock(application: Application, *, now: datetime) -> None:
    """Start the clock by which a fast claim is paid; the claim that comes of the application goes on under it."""
    days = application.intake.pay_days
    if days is not None:
        _start(application, pay_clock(application.pk), ("快申快享，待拨付", "Fast claim, to pay"), days, now)


def stop_all(application: Application, *, now: datetime) -> None:
    """Stop the clocks of an application that came to its end."""
    stop_clocks(causes=[check_clock(application.pk), fix_clock(application.pk), pay_clock(application.pk)], now=now)


def _start(application: Application, cause: str, title: tuple[str, str], days: int, now: datetime) -> None:
    intake, name = application.intake, application.company.name
    zh, en = title
    said = working(cause, (f"{zh}：{name}", f"{en}: {name}"), days, now, "application", application.pk)
    start_clocks(zone=intake.zone_id, organisation=intake.scope_id, said=[said], now=now)
