"""What every part of the compiler carries along: visible names, the strictness, and the way back to the compiler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from huiqi_rules.scalar.closures import Closure, Names
from huiqi_rules.scalar.semantics import Semantics
from huiqi_rules.scalar.types import FeelType
from huiqi_rules.syntax import ast


@dataclass(frozen=True, slots=True)
class Compilation:
    """The state of one compilation, immutable: constructs that bind names pass a changed copy down."""

    names: Names
    semantics: Semantics
    builder: Callable[[ast.Expression, Compilation], Closure]
    known_types: Mapping[str, FeelType]

    def build(self, node: ast.Expression) -> Closure:
        """Return the closure of a node under these names."""
        return self.builder(node, self)

    def push(self, *names: str, open_item: bool = False) -> Compilation:
        """Return the compilation under a frame that binds `names`."""
        return replace(self, names=self.names.push(*names, open_item=open_item))
