"""What belongs to the people who look at the pages of the made-up zone: a message, a webhook, work, a draft, a seat on a panel.

Other people's would not be shown to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.zone import NOW, Zone

EVENT = "register.facts.recorded"


def fill_people(zone: Zone, actors: Mapping[tuple[Any, ...], Any]) -> None:
    """Give everybody something of their own; one of them starts a draft and issues the compendium."""
    from huiqi.casework.models import Application, ApplicationFile, Competition, Declaration, PanelMember
    from huiqi.kernel import jobs
    from huiqi.kernel.ids import new_id
    from huiqi.messages.models import Message
    from huiqi.register.models import EvidenceFile

    competition = Competition.objects.get()
    scored = Application.objects.get(intake=competition.intake)
    proof = EvidenceFile.objects.filter(organisation=scored.company)[0]
    ApplicationFile.objects.create(application=scored, question="applied_this_year", evidence=proof)
    for actor in actors.values():
        Message.objects.create(
            id=new_id(NOW), person=actor.person, kind="claim.offered", title_zh="测速消息", title_en="Message",
            key=f"bench/{actor.person}", added_at=NOW,
        )  # fmt: skip
        jobs.open_job(kind="bench", title=("测速工作", "Bench"), actor=actor, now=NOW)
        member = PanelMember.objects.create(competition=competition, person=actor.person, name=actor.name)
        Declaration.objects.create(member=member, application=scored, text="无利害关系", at=NOW)
        pack(actor)
    webhook(next(iter(actors.values())))
    policies(zone, next(actor for roles, actor in actors.items() if "policy_officer" in roles))


def pack(actor: Any) -> None:
    """An audit pack that was asked for, and is there."""
    from huiqi.casework.services.claims.packing import KIND, path_of
    from huiqi.kernel import jobs

    job = jobs.open_job(kind=KIND, title=("测速审计包", "Bench pack"), actor=actor, now=NOW)
    with jobs.at_work(job.pk):
        path_of(job.pk).parent.mkdir(parents=True, exist_ok=True)
        path_of(job.pk).write_bytes(b"PK\x05\x06" + bytes(18))


def webhook(actor: Any) -> None:
    """A webhook with a call."""
    from huiqi.kernel.ids import new_id
    from huiqi.messages import services
    from huiqi.messages.models import HookCall

    address = "https://program.example.org/bench"
    hook, _ = services.add_hook(name="测速推送", address=address, events=[EVENT], actor=actor, now=NOW)
    HookCall.objects.create(id=new_id(NOW), hook=hook, event=EVENT, body="{}", added_at=NOW, due_at=NOW)


def policies(zone: Zone, actor: Any) -> None:
    """A draft of a change, and an edition of the compendium."""
    from huiqi.rulebook import services

    services.draft_change(zone=zone.id, policy="bench-0", actor=actor, now=NOW)
    issue = services.Issue("测速汇编", b"%PDF-1.7\n%%EOF", NOW.date(), policies=8, version=1)
    services.issue_edition(zone=zone.id, issue=issue, actor=actor, now=NOW)
