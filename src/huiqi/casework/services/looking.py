"""Looking at what may be sensitive leaves a row in the audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.queries import CompanyTrace
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor


@transaction.atomic
def look_at_trace(
    *, run: UUID, policy: str, clause: str, company: UUID, english: bool, actor: Actor, now: datetime
) -> CompanyTrace:
    """Return why a company has its answer; a look at sensitive facts is recorded. Raises CannotSeeRun, CannotReadSnapshot."""
    found = queries.company_trace(actor, run=run, policy=policy, clause=clause, company=company, english=english)
    if found.sensitive:
        audit.record(
            "casework.trace.seen",
            actor=actor, subject_kind="company", subject=company, organisation=company, now=now,
            after={"run": run, "policy": policy, "clause": clause, "facts": sorted(found.sensitive)},
        )  # fmt: skip
    return found
