"""Inventory entries that cannot be entries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.packs.validators.context import Context

_ENTRY: Final = re.compile(r"[A-Z]{2}-[0-9]{2}")


def inventory(context: Context) -> Iterable[Diagnostic]:
    """An id under `inventory`, of a policy or a scenario, that is not two capitals, a hyphen and two digits.

    Bad:
        inventory: [XM10]
    Good:
        inventory: [XM-10]
    """
    rulebook = context.loaded.rulebook
    policies = [policy for policy in rulebook.policies.values() if policy.id in context.loaded.own_policies]
    named = [(f"policy {policy.id!r}", policy.inventory, policy.place) for policy in policies]
    named += [
        (f"scenario {scenario.name!r}", scenario.inventory, scenario.places.get("inventory", scenario.place))
        for scenario in context.scenarios
    ]
    for what, ids, place in named:
        for entry in ids:
            if not _ENTRY.fullmatch(entry):
                yield context.finding("inventory-id", place, f"{what} names the inventory entry {entry!r}",
                                      "Write two capitals, a hyphen and two digits, as XM-10.")  # fmt: skip
