"""The shape of a declaration: one function, its alternative parameter lists, its texts and its runnable examples.

Types are texts: `number`, `string`, `boolean`, `date`, `time`, `date and time`, both duration names, `range`, `context`,
`function`, `any`, `list<T>`, `T` (one type throughout the signature) and unions with `|`. Packs add `money`, `annual`
(a number for each year) and `set`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; a variadic one is the last and takes any number of arguments, also none."""

    name: str
    type: str = "any"
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    result: str

    @property
    def least(self) -> int:
        """How many arguments a call must give."""
        return sum(not (parameter.optional or parameter.variadic) for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments a call may give; None without end."""
        variadic = bool(self.parameters) and self.parameters[-1].variadic
        return None if variadic else len(self.parameters)


@dataclass(frozen=True, slots=True)
class Signature:
    """The declaration of a function; `standard` ones are of the DMN standard, the others of the packs' subset only."""

    name: str
    alternatives: tuple[Alternative, ...]
    zh: str
    en: str
    examples: tuple[tuple[str, str], ...]
    family: str = ""
    standard: bool = True
    aliases: tuple[str, ...] = ()


Family: TypeAlias = Mapping[str, Signature]


def takes(text: str, result: str) -> Alternative:
    """Return an alternative from `name: type, name?: type, name*: type`; a bare name is of any type."""
    return Alternative(tuple(_parameter(part) for part in text.split(",") if part.strip()), result)


def family(name: str, signatures: Iterable[Signature], *, standard: bool = True) -> Family:
    """Return the signatures by name and alias, marked as one family."""
    table: dict[str, Signature] = {}
    for signature in signatures:
        marked = Signature(
            signature.name,
            signature.alternatives,
            signature.zh,
            signature.en,
            signature.examples,
            name,
            standard,
            signature.aliases,
        )
        for key in (marked.name, *marked.aliases):
            assert key not in table, key
            table[key] = marked
    return table


def _parameter(text: str) -> Parameter:
    name, _, type_name = text.partition(":")
    name = name.strip()
    return Parameter(name.rstrip("?*"), type_name.strip() or "any", name.endswith("?"), name.endswith("*"))
