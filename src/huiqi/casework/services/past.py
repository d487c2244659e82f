"""Keeping what a run is given of the past."""

from __future__ import annotations

from collections.abc import Sequence

from huiqi.casework.domain.past import digest_of, lines_of
from huiqi.casework.models import Past
from huiqi.rulebook.domain.past import Awarded


def keep_past(awards: Sequence[Awarded]) -> Past | None:
    """Keep earlier awards under their hash, once for all runs that are given the same; nothing where there are none."""
    if not awards:
        return None
    lines = lines_of(awards)
    return Past.objects.get_or_create(digest=digest_of(lines), defaults={"lines": lines, "count": len(lines)})[0]
