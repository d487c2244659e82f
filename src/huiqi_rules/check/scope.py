"""What a name in a formula means: one order of look-up for the checker, the compiler and the completion of an editor.

A policy's own values and conditions come first, then its short names of facts, the dictionary, the parameters, and the
day of assessment. Everything has an id and a Chinese name; either may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiqi_rules.check.tree import NameKind
from huiqi_rules.model.facts import Fact, Parameter
from huiqi_rules.model.policy import Policy, Rulebook, Version

DAY_NAMES = ("as of", "评定日")
YEAR_NAMES = ("policy year", "评定年度")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The kind and the id that a name stands for."""

    kind: NameKind
    id: str


def dictionary_names(facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> dict[str, Meaning]:
    """Return the meaning of every name that any policy of a rulebook may use; facts win over parameters."""
    names: dict[str, Meaning] = {}
    for name in YEAR_NAMES:
        names[name] = Meaning(NameKind.YEAR, "policy year")
    for name in DAY_NAMES:
        names[name] = Meaning(NameKind.DAY, "as of")
    for parameter in parameters.values():
        names[parameter.name.zh] = names[parameter.id] = Meaning(NameKind.PARAMETER, parameter.id)
    for fact in facts.values():
        names[fact.id] = Meaning(NameKind.FACT, fact.id)
    for fact in facts.values():
        names[fact.name.zh] = Meaning(NameKind.FACT, fact.id)
    return names


def version_names(rulebook: Rulebook, policy: Policy, version: Version) -> dict[str, Meaning]:
    """Return the meaning of every name in the formulas of one version."""
    names = dictionary_names(rulebook.facts, rulebook.parameters)
    zh_facts = {fact.name.zh: fact.id for fact in rulebook.facts.values()}
    for alias, target in policy.aliases.items():
        fact_id = target if target in rulebook.facts else zh_facts.get(target)
        if fact_id is not None:
            names[alias] = Meaning(NameKind.FACT, fact_id)
    for kind, items in ((NameKind.VALUE, version.values), (NameKind.CONDITION, version.conditions)):
        for item in items:
            if item.name.zh and item.name.zh not in names:
                names[item.name.zh] = Meaning(kind, item.id)
    # Values last: where a condition and a value share an id (`rd_ratio`), formulas mean the figure, not the yes or no.
    for condition in version.conditions:
        names[condition.id] = Meaning(NameKind.CONDITION, condition.id)
    for value in version.values:
        names[value.id] = Meaning(NameKind.VALUE, value.id)
    return names


def fact_names(rulebook: Rulebook, policy: Policy | None) -> dict[str, str]:
    """Return the fact id for every name by which a fact may be given: id, Chinese name, the policy's short names."""
    names = {fact.id: fact.id for fact in rulebook.facts.values()}
    names.update((fact.name.zh, fact.id) for fact in rulebook.facts.values())
    if policy is not None:
        for alias, target in policy.aliases.items():
            if target in names:
                names[alias] = names[target]
    return names
