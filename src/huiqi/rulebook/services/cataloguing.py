"""The catalogue follows the published pack: in the transaction of a publication its rows are made anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from huiqi.kernel.ids import new_id
from huiqi.rulebook.domain.labels import THEMES, label
from huiqi.rulebook.models import CataloguedPolicy, PackVersion
from huiqi_rules.model.policy import Policy
from huiqi_rules.packs import Loaded

_TAKEN = (
    "title_zh", "title_en", "level", "theme", "subject", "issuer", "starts", "ends", "clauses", "is_inherited",
    "version", "office", "phone", "spokesperson", "words", "repealed_on",
)  # fmt: skip


def catalogue(version: PackVersion, loaded: Loaded, *, now: datetime) -> None:
    """Bring the catalogue of a zone in line with a version that was just added; policies that are gone leave it."""
    known = {row.policy: row for row in CataloguedPolicy.objects.filter(zone=version.zone)}
    rows = [row_of(policy, version, loaded, known, now=now) for policy in loaded.rulebook.policies.values()]
    CataloguedPolicy.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("zone", "policy"), update_fields=_TAKEN, batch_size=500
    )
    gone = CataloguedPolicy.objects.filter(zone=version.zone, version__isnull=False)
    gone.exclude(policy__in=loaded.rulebook.policies).delete()


def row_of(
    policy: Policy, version: PackVersion, loaded: Loaded, known: Mapping[str, CataloguedPolicy], *, now: datetime
) -> CataloguedPolicy:
    """Return the row of a policy; what an officer said of its contact stays, and its repeal as long as its end does."""
    before = known.get(policy.id)
    ends = [one.end for one in policy.versions]
    last = None if None in ends else max(end for end in ends if end is not None)
    row = CataloguedPolicy(
        id=before.pk if before else new_id(now),
        zone=version.zone,
        policy=policy.id,
        title_zh=policy.title.zh or policy.title.en or policy.id,
        title_en=policy.title.en,
        level=policy.level,
        theme=policy.theme,
        subject=policy.subject,
        issuer=policy.issuer,
        starts=min(one.start for one in policy.versions),
        ends=last,
        clauses=len(policy.versions[-1].clauses),
        is_inherited=policy.id not in loaded.own_policies,
        version=version,
        words="\n".join(words_of(policy)).lower(),
    )
    contact = before if before is not None and before.contact_is_own else policy.contact
    row.office, row.phone, row.spokesperson = contact.office, contact.phone, contact.spokesperson
    if before is not None and before.repealed_on == last:
        row.repealed_on = before.repealed_on
    return row


def words_of(policy: Policy) -> Iterator[str]:
    """Yield all that somebody may look for a policy by."""
    yield from (policy.id, policy.title.zh, policy.title.en, policy.issuer, *label(THEMES, policy.theme))
    for version in policy.versions:
        yield version.source.cite()
        named = [(one.name, one.source) for one in version.clauses]
        named += [(one.name, one.source) for one in version.conditions]
        named += [(one.name, one.source) for one in version.values]
        for name, source in named:
            yield from (name.zh, name.en, source.cite())
