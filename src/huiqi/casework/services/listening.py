"""What casework does when others announce something: it puts work into the queue (`site.wiring`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID, uuid4

from huiqi.kernel import jobs

_FACTS = "huiqi.casework.tasks.match_after_facts"
_ZONE = "huiqi.casework.tasks.match_zone"
# A job carries its companies with it; more come in parts, each a batch of its own companies.
COMPANIES_A_JOB: Final = 5_000


def facts_were_recorded(*, subjects: Collection[UUID], facts: Collection[str]) -> None:
    """Have those companies matched again whose facts changed; one batch, whatever was said of them."""
    batch, wanted = str(uuid4()), [str(subject) for subject in subjects]
    for start in range(0, len(wanted), COMPANIES_A_JOB):
        some = wanted[start : start + COMPANIES_A_JOB]
        jobs.put_into_queue(_FACTS, batch=batch, subjects=some, facts=sorted(facts))


def pack_was_published(*, zone: UUID, hash: str, before: str | None) -> None:
    """Have the companies of a zone matched again under the policies that its new rules answer otherwise."""
    jobs.put_into_queue(_ZONE, batch=str(uuid4()), zone=str(zone), before=before or "")
