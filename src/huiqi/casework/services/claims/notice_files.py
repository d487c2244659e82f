"""The PDF of a notice: the same at any time, made by the worker when it is posted, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import translation

from huiqi.casework import queries
from huiqi.casework.queries.claims.notices import standing_notice
from huiqi.kernel.money import full
from huiqi.ui.pdf import kept_pdf
from huiqi.ui.words import chosen, chosen_day, in_english

_TEMPLATE: Final = Path(__file__).parents[2] / "templates" / "casework" / "claims" / "notice.typ"


def set_notice(*, id: UUID, now: datetime) -> None:
    """Make the PDF of a notice in both languages; of one that was over before a worker came to it there is none to make."""
    found = standing_notice(id, now=now)
    if found is None:
        return
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            notice_pdf(found)


def notice_pdf(found: queries.PublicNotice) -> bytes:
    """Return the PDF of a notice in the language in use."""
    return kept_pdf(_TEMPLATE, data=_told(found), made_at=found.row.posted_at)


def _told(found: queries.PublicNotice) -> Mapping[str, object]:
    """Return a notice as its PDF needs it."""
    made, row = found.row.round, found.row
    return {
        "english": in_english(),
        "zone": made.zone.name,
        "title": chosen(made.zh, made.en),
        "policy": chosen(made.policy_zh, made.policy_en),
        "article": made.article,
        "first": chosen_day(row.first_day),
        "last": chosen_day(found.last_day),
        "days": row.days,
        "claims": [
            {"name": one.name, "code": one.credit_code, "amount": full(one.amount) if one.amount is not None else ""}
            for one in queries.claims_on(found).order_by("place")
        ],
        "total": full(found.total),
        "before": queries.posted_before(found),
        "off": "、".join(queries.taken_off(found)),
    }
