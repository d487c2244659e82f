"""Share: what a stage needs more than once is computed once, in a column of its own before it; what an earlier stage has
computed is read from there.

Without it a score with bounds, printed as text, doubles at every step; with it the text grows with the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import Plan
from huiqi_rules.plan.nodes import Column, Constant, Node
from huiqi_rules.plan.passes.interning import Interning
from huiqi_rules.plan.walk import rebuild

# Smaller parts are cheaper to print again than to carry in a column.
LEAST_WEIGHT = 4
HEAVY_WEIGHT = 40
SMALL_COLUMNS_MOST = 200
Stage = tuple[tuple[str, Node], ...]


def share(plan: Plan) -> Plan:
    """Return the plan with shared parts in stages of their own."""
    sharing = _Sharing()
    stages: list[Stage] = []
    for number, stage in enumerate(plan.stages):
        stages.extend(sharing.stages(f"s{number}", stage))
    return replace(plan, stages=tuple(stages))


@dataclass(slots=True)
class _Sharing:
    """The nodes of all stages so far, equal ones made one, and the columns that hold some of them."""

    known: Interning = field(default_factory=Interning)
    columns: dict[int, Column] = field(default_factory=dict)

    def stages(self, prefix: str, stage: Stage) -> Iterable[Stage]:
        """Return the stage, preceded by the stages of what it shares."""
        roots = [(name, self.known.number_of(node)) for name, node in stage]
        uses = self._uses(root for _, root in roots)
        hoisted = self._worth_a_column(uses)
        levels: dict[int, int] = {}
        printed: dict[int, Node] = {}
        made: dict[int, list[tuple[str, Node]]] = {}
        # Parts are interned before what they are part of, so numbers grow upwards.
        for number in sorted(uses):
            node, below = self.known.canonical[number], self.known.parts[number]
            if number in self.columns:
                printed[number], levels[number] = self.columns[number], 0
                continue
            body = rebuild(node, [printed[part] for part in below]) if below else node
            level = max((levels[part] for part in below), default=0)
            if number in hoisted:
                column = Column(f"{prefix}.{number}", node.kind, node.range)
                made.setdefault(level, []).append((column.name, body))
                printed[number], levels[number] = column, level + 1
            else:
                printed[number], levels[number] = body, level
        for level in sorted(made):
            yield tuple(made[level])
        yield tuple((name, printed[root]) for name, root in roots)
        self.columns.update((number, column) for number, column in printed.items()
                            if number in hoisted and isinstance(column, Column))  # fmt: skip
        for name, root in roots:
            node = self.known.canonical[root]
            if not isinstance(node, Column | Constant):
                self.columns.setdefault(root, Column(name, node.kind, node.range))

    def _uses(self, roots: Iterable[int]) -> dict[int, int]:
        """Return how often each node is printed by those above it; what stands in a column needs nothing below."""
        uses = Counter(roots)
        pending = list(uses)
        while pending:
            number = pending.pop()
            if number in self.columns:
                continue
            for part in self.known.parts[number]:
                if part not in uses:
                    pending.append(part)
                uses[part] += 2 if _printed_twice(self.known.canonical[number], self.known.canonical[part]) else 1
        return uses

    def _worth_a_column(self, uses: Mapping[int, int]) -> frozenset[int]:
        shared = self._shared(uses, LEAST_WEIGHT)
        small = sum(weight < HEAVY_WEIGHT for weight in shared.values())
        # A table of a thousand rows has a thousand questions: as columns they would take longer to plan than to ask again.
        return frozenset(shared if small <= SMALL_COLUMNS_MOST else self._shared(uses, HEAVY_WEIGHT))

    def _shared(self, uses: Mapping[int, int], least: int) -> dict[int, int]:
        """Return what is printed more than once and weighs enough, with its weight where such parts are columns."""
        weights: dict[int, int] = {}
        found: dict[int, int] = {}
        for number in sorted(uses):
            if number in self.columns:
                weights[number] = 1
                continue
            weights[number] = 1 + sum(1 if part in found else weights[part] for part in self.known.parts[number])
            alone = isinstance(self.known.canonical[number], Column | Constant)
            if uses[number] > 1 and weights[number] >= least and not alone:
                found[number] = weights[number]
        return found


def _printed_twice(node: Node, part: Node) -> bool:
    """Return whether printers repeat the part: both of a quotient, and what they must ask whether it is unknown."""
    match node:
        case nodes.Quotient(bottom=bottom, rounding=rounding):
            return bottom is not None or rounding != "half_up"
        case nodes.Extreme():
            return not all(isinstance(leaf, Column | Constant) for leaf in nodes.leaves(part))
        case _:
            return False
