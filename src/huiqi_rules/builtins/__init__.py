"""Declarations of the functions that every expression may call: names, parameters, results, docs and examples.

Nothing here computes. The parser needs the names that hold a space, the checker the types, the manual the texts.
"""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.contexts import CONTEXTS
from huiqi_rules.builtins.conversion import CONVERSION
from huiqi_rules.builtins.dates import DATES
from huiqi_rules.builtins.lists import LISTS
from huiqi_rules.builtins.numbers import NUMBERS
from huiqi_rules.builtins.packs import PACKS
from huiqi_rules.builtins.ranges import RANGES
from huiqi_rules.builtins.signatures import Alternative, Family, Parameter, Signature
from huiqi_rules.builtins.strings import STRINGS

__all__ = [
    "FAMILIES",
    "PACK_SPACED_NAMES",
    "SIGNATURES",
    "SPACED_NAMES",
    "SPACED_PROPERTIES",
    "STANDARD_SPACED_NAMES",
    "Alternative",
    "Family",
    "Parameter",
    "Signature",
]

FAMILIES: Final[tuple[Family, ...]] = (CONVERSION, NUMBERS, STRINGS, LISTS, DATES, RANGES, CONTEXTS, PACKS)

# By name and alias; `signature.standard` tells the DMN standard's functions from those of the packs.
SIGNATURES: Final[Family] = {name: signature for family in FAMILIES for name, signature in family.items()}

STANDARD_SPACED_NAMES: Final = frozenset(
    name for name, signature in SIGNATURES.items() if " " in name and signature.standard
)
PACK_SPACED_NAMES: Final = frozenset(
    name for name, signature in SIGNATURES.items() if " " in name and not signature.standard
)
SPACED_NAMES: Final = STANDARD_SPACED_NAMES | PACK_SPACED_NAMES

# Properties of temporal values and ranges that hold a space (`x.time offset`).
SPACED_PROPERTIES: Final = frozenset({"end included", "start included", "time offset"})
