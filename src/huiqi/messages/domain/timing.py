"""When a message may go out: at once, after the quiet hours, or with the day's digest; in China's time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from huiqi.kernel.clock import CHINA

DIGEST_AT = time(8, 30)


def due(now: datetime, *, quiet_from: time | None, quiet_until: time | None, daily: bool) -> datetime:
    """Return the first moment from now on at which a message may go out.

    Quiet hours run from one time of the day up to another, over midnight where the first is the later; with one of them
    missing, or both alike, there are none.
    """
    moment = next_at(now, DIGEST_AT) if daily else now
    if (
        quiet_from is None
        or quiet_until is None
        or not within(moment.astimezone(CHINA).time(), quiet_from, quiet_until)
    ):
        return moment
    return next_at(moment, quiet_until)


def within(clock: time, quiet_from: time, quiet_until: time) -> bool:
    """Return whether a time of the day lies in the quiet hours; their end does not."""
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def next_at(now: datetime, clock: time) -> datetime:
    """Return the next moment at which China's clocks show a time, after now."""
    local = now.astimezone(CHINA)
    shown = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return (shown if shown > local else shown + timedelta(days=1)).astimezone(UTC)


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None where it is given up: about a day in all."""
    waits = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=18))
    return waits[attempts - 1] if attempts <= len(waits) else None
