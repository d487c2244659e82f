"""What a draft is made of: its kinds and states, the files that belong to a policy, and how they lie over the published ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.pack_files import Files
from huiqi_rules.packs import Loaded
from huiqi_rules.packs.scenarios import Scenario

POLICY_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Kind(StrEnum):
    """Why a draft is made."""

    NEW = "new"
    CHANGE = "change"
    RENEWAL = "renewal"
    REPEAL = "repeal"


class State(StrEnum):
    """How far a draft is."""

    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN: Final = (State.DRAFTING, State.IN_REVIEW)

KINDS: Final[Mapping[str, Pair]] = {
    Kind.NEW: ("新政策", "New policy"),
    Kind.CHANGE: ("修改", "Change"),
    Kind.RENEWAL: ("延期", "Renewal"),
    Kind.REPEAL: ("废止", "Repeal"),
}
STATES: Final[Mapping[str, Pair]] = {
    State.DRAFTING: ("起草中", "Being drafted"),
    State.IN_REVIEW: ("审查中", "In review"),
    State.PUBLISHED: ("已发布", "Published"),
    State.DISCARDED: ("已放弃", "Discarded"),
}
# The parts of a draft, by where a file lies; the order is that of the editor's tabs.
PARTS: Final[Mapping[str, Pair]] = {
    "policies": ("政策条款", "Policy"),
    "parameters": ("标准与参数", "Figures"),
    "scenarios": ("情景", "Scenarios"),
    "facts": ("数据项", "Facts"),
}


def part_of(path: str) -> str:
    """Return the part of a pack that a file belongs to: `policies`, `parameters`, `scenarios` or `facts`."""
    return path.split("/")[1].removesuffix(".yaml")


def in_order(paths: list[str]) -> list[str]:
    """Return the files of a draft in the order of the editor's tabs."""
    order = list(PARTS)
    return sorted(paths, key=lambda path: (order.index(part_of(path)), path))


def paths_of(loaded: Loaded, scenarios: tuple[Scenario, ...], policy: str, root: str) -> list[str]:
    """Return the zone's own files that say a policy: its own, those of the figures it reads, of its scenarios, the dictionary.

    `root` is what all paths of the loaded pack begin with. Where there is no file of a kind yet, one of the policy's name.
    """
    rules = loaded.rulebook.policies[policy]
    own = f"{loaded.head.id}/"
    found = {rules.place.path.removeprefix(root)}
    read = {name for version in rules.versions for name in _names(loaded, policy, version.id)}
    parameters = (loaded.rulebook.parameters[name].place.path.removeprefix(root) for name in read)
    found |= {path for path in parameters if path.startswith(own)}
    found |= {one.place.path.removeprefix(root) for one in scenarios if one.policy == policy}
    return in_order([*found, *_missing(found, loaded.head.id, policy)])


def new_paths(pack: str, policy: str) -> list[str]:
    """Return the files of a policy that is new."""
    path = f"{pack}/policies/{policy}.yaml"
    return in_order([path, *_missing({path}, pack, policy)])


def laid_over(base: Files, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the published files with a draft's over them; a file that the draft leaves empty is not there."""
    over = {path: text.encode() for path, text in texts.items()}
    return {
        path: content
        for path, content in {**base, **over}.items()
        if content.strip() or path in base.keys() - over.keys()
    }


def tidy(text: str) -> str:
    """Return a text as it is kept: line feeds alone, one at the end; nothing where nothing is written."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n ")
    return f"{lines}\n" if lines else ""


def _missing(found: set[str], pack: str, policy: str) -> list[str]:
    parts = {part_of(path) for path in found}
    wanted = {
        "parameters": f"{pack}/parameters/{policy}.yaml",
        "scenarios": f"{pack}/scenarios/{policy}.yaml",
        "facts": f"{pack}/facts.yaml",
    }
    return [path for part, path in wanted.items() if part not in parts]


def _names(loaded: Loaded, policy: str, version: str) -> set[str]:
    from huiqi.rulebook.domain.policy_words import parameters_of

    rules = loaded.rulebook.policies[policy]
    text = next(one for one in rules.versions if one.id == version)
    return {one.id for one in parameters_of(loaded.rulebook, rules, text)}


def template(policy: str, title: Pair, day: date) -> str:
    """Return the text that a new policy begins with: everything that must be said, in its place."""
    return f"""\
id: {policy}
title: {{zh: {_quoted(title[0])}, en: {_quoted(title[1])}}}
subject: enterprise
theme: reward
outputs: []
source: {{document: 文件名称及文号, article: 第一条, certainty: published}}
versions:
  - id: "{day.year}"
    from: {day.isoformat()}
    to: null
    conditions:
      first:
        zh: 第一个条件
        en: First condition
        when: 数据项 >= 标准
        source: {{article: 第二条}}
    clauses:
      - id: award
        zh: 奖励
        en: Award
        needs: [first]
        amount: unpublished
        delivery: on_application
        source: {{article: 第三条}}
"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
