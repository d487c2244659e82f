"""What the tests of drafts share: a draft that is ready, and the way through the gate."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiqi.kernel.actor import Actor
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.gate import IN_REVIEW, Gate
from huiqi.rulebook.models import Draft, PackVersion
from tests.cast import NOW

POLICY = "xian/policies/retired_policy.yaml"
SCENARIOS = "xian/scenarios/retired-policy.yaml"
LATER = NOW + timedelta(hours=1)


def text(draft: Draft, path: str = POLICY) -> str:
    return queries.last_texts(draft)[path].text


def write(draft: Draft, old: str, new: str, *, actor: Actor, path: str = POLICY, now: datetime = LATER) -> None:
    """Put something else into a file of a draft."""
    row = queries.last_texts(draft)[path]
    assert old in row.text
    body = row.text.replace(old, new)
    services.save_text(draft=draft.pk, path=path, text=body, over=row.number, actor=actor, now=now)


def pass_gates(
    draft: Draft, *, drafter: Actor, checker: Actor, leave: tuple[Gate, ...] = (), now: datetime = LATER
) -> None:
    """Send a draft in and put every check on record but those left out."""
    services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=drafter, now=now)
    for gate in IN_REVIEW:
        if gate not in leave:
            services.record_check(draft=draft.pk, gate=gate, said=services.Said("同意"), actor=checker, now=now)


def publish(draft: Draft, *, approver: Actor, now: datetime = LATER) -> PackVersion:
    return services.publish_draft(draft=draft.pk, said=services.Said("同意发布"), actor=approver, now=now)


TABLE = """\
    tables:
      # The bands of the notice.
      band:
        zh: 分档奖励
        en: Award by band
        inputs: [从业人员数, 行业]
        outputs:
          grade: {type: int, unit: point, zh: 得分, en: Points}
          award: {type: money, zh: 奖励, en: Award}
        rows:
          # The small ones.
          - [['< 100', '-'], [1, 10万]]
          - [['[100..500]', '"farm", "shop"'], [2, 20万]]
          - [['>= 500', '-'], [3, 50万]]   # agreed in 2024
"""
FACTS = """
people: {zh: 从业人员数, en: People employed, type: int, unit: person, min: 0}
sector:
  zh: 行业
  en: Sector
  type: enum
  options:
    farm: {zh: 农业, en: Farming}
    factory: {zh: 制造业, en: Manufacturing}
    shop: {zh: 商业, en: Trade}
"""


def write_table(draft: Draft, *, actor: Actor, table: str = TABLE) -> None:
    """Put a table with a gap and an overlap into a draft, and the facts that it reads into its dictionary."""
    write_facts(draft, actor=actor)
    write(draft, "    conditions:\n", f"{table}    conditions:\n", actor=actor)


def write_facts(draft: Draft, *, actor: Actor) -> None:
    """Put the facts that the table reads into a draft's dictionary."""
    facts = queries.last_texts(draft)["xian/facts.yaml"]
    services.save_text(
        draft=draft.pk, path=facts.path, text=facts.text + FACTS, over=facts.number, actor=actor, now=LATER
    )
