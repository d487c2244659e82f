"""Policies that the invented zone writes itself: one published and about to end, its renewal, one at the gate, two just begun.

One of these two has a decision table, with a case that no rule matches yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import Kind
from huiqi.rulebook.domain.gate import IN_REVIEW, Gate
from huiqi.rulebook.services import Said
from huiqi.site.demo.companies import JOINT_CENTRE
from huiqi.site.demo.policy_texts import Written, texts_of
from huiqi.site.demo.scene import Scene
from huiqi.site.demo.table_texts import POLICY, TITLE, table_texts

# At the gate, its budget set: what the tutorial of the first automatic payment publishes.
JOINT = Written(
    "joint-centre-award", "产学研共建奖励", "Award for joint centres", JOINT_CENTRE, "与高校共建研发中心", 100_000, None,
    delivery="auto_entitlement",
)  # fmt: skip


def write_policies(scene: Scene) -> None:
    """Draft, send in, publish: each as far as it is to be."""
    ends = scene.day(-45)
    unit = Written(
        "rd-unit-award", "研发机构建设奖励", "Award for R&D units", "has_rd_unit", "自建研发机构", 200_000, ends
    )
    published = draft_unit(scene, unit, days_ago=50)
    send_in(scene, published, checks=IN_REVIEW, days_ago=48)
    approver, writer = scene.people["approver"], scene.people["policy"]
    services.publish_draft(draft=published, said=Said("同意发布。"), actor=approver, now=scene.ago(46))
    send_in(scene, draft_unit(scene, JOINT, days_ago=12), checks=IN_REVIEW[:3], days_ago=9)
    draft(scene, POLICY, TITLE, table_texts(scene.day(0)), days_ago=5)
    title = ("夜班交通补贴", "Night-shift transport subsidy")
    services.draft_policy(zone=scene.zone, policy="night-shift-subsidy", title=title, actor=writer, now=scene.ago(3))
    services.draft_end(
        zone=scene.zone, policy=unit.policy, kind=Kind.RENEWAL, last_day=later(ends), reason="企业反映良好，拟延期一年。",
        actor=writer, now=scene.ago(2),
    )  # fmt: skip


def later(day: date) -> date:
    """Return the day a year later; the last of February stands for a 29th that is not there."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def draft_unit(scene: Scene, written: Written, *, days_ago: int) -> UUID:
    """Draft a policy that rewards what one fact says; return the draft."""
    texts = texts_of(written, today=scene.day(0))
    return draft(scene, written.policy, (written.zh, written.en), texts, days_ago=days_ago)


def draft(scene: Scene, policy: str, title: tuple[str, str], texts: Mapping[str, str], *, days_ago: int) -> UUID:
    """Draft a policy with its texts by the part of the pack in which they stand; return the draft."""
    author, now = scene.people["policy"], scene.ago(days_ago)
    begun = services.draft_policy(zone=scene.zone, policy=policy, title=title, actor=author, now=now)
    for path, row in queries.last_texts(begun).items():
        part = next((part for part in texts if f"/{part}" in path), None)
        if part is not None:
            saved_at = now + timedelta(hours=1)
            services.save_text(draft=begun.pk, path=path, text=texts[part], over=row.number, actor=author, now=saved_at)
    return begun.pk


def send_in(scene: Scene, id: UUID, *, checks: tuple[Gate, ...], days_ago: int) -> None:
    """Send a draft into review and put some checks on record."""
    now = scene.ago(days_ago)
    services.send_in(draft=id, said=Said("已自查：依据、标准、程序无误。"), actor=scene.people["policy"], now=now)
    for hours, gate in enumerate(checks, start=1):
        said = Said("无不同意见。", document=f"会签单{hours}号(虚构)", given_by="示范理工大学专家组(虚构)")
        services.record_check(
            draft=id, gate=gate, said=said, actor=scene.people["approver"], now=now + timedelta(hours=hours)
        )
