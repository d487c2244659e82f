"""When two names are one, and when they are so near that a person has to look: exact rules, each with its reason, no score.

`same_key` makes equal what only differs in writing: width, brackets, spaces, dots, and 有限责任公司 for 有限公司.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, TypeVar

_FORMS: Final = re.compile(r"(?:股份)?有限公司$|集团公司$|公司$|\(?(?:普通|有限|特殊普通)合伙\)?$|厂$")
_NUMERALS: Final = frozenset("0123456789零一二三四五六七八九十百千甲乙丙丁")
_CORE_LEAST: Final = 4
_PLACE_MOST: Final = 4

Key = TypeVar("Key")


class Likeness(StrEnum):
    """Why two names that are not the same may be one company's."""

    OTHER_FORM = "other_form"
    OTHER_ORDER = "other_order"
    PLACE_IN_FRONT = "place_in_front"
    ONE_CHARACTER = "one_character"


REASONS: Final[Mapping[Likeness, tuple[str, str]]] = {
    Likeness.OTHER_FORM: ("只有公司类型不同", "only the legal form differs"),
    Likeness.OTHER_ORDER: ("用字相同，顺序不同", "the same characters in another order"),
    Likeness.PLACE_IN_FRONT: ("只差开头的地名", "only the place in front differs"),
    Likeness.ONE_CHARACTER: ("只差一个字", "one character differs"),
}


def same_key(name: str) -> str:
    """Return what two ways to write one name have in common."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    # Letters and numbers in the sense of Unicode, its categories L and N.
    kept = plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    return kept.replace("有限责任公司", "有限公司")


def core(name: str) -> str:
    """Return the name without its legal form: what is left says who it is."""
    key = same_key(name)
    return _FORMS.sub("", key) or key


def is_name_of(name: str, *, present: str, former: Collection[str]) -> bool:
    """Return whether somebody may be called so: by the present name, by one of the `same_key`s of former names, or by one near."""
    if name == present:
        return True
    key = same_key(name)
    return key == same_key(present) or key in former or likeness(name, present) is not None


def likeness(one: str, other: str) -> Likeness | None:
    """Return why two names are near; None where they are the same, or not near."""
    if same_key(one) == same_key(other):
        return None
    first, second = core(one), core(other)
    if first == second:
        return Likeness.OTHER_FORM
    if min(len(first), len(second)) < _CORE_LEAST:
        return None
    if sorted(first) == sorted(second):
        return Likeness.OTHER_ORDER
    short, long = sorted((first, second), key=len)
    if long.endswith(short) and len(long) - len(short) <= _PLACE_MOST:
        return Likeness.PLACE_IN_FRONT
    return Likeness.ONE_CHARACTER if one_apart(short, long) else None


def one_apart(short: str, long: str) -> bool:
    """Return whether one character was mistyped, left out or put in; a number that differs (一厂, 二厂) is another company's."""
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    same_length = len(short) == len(long)
    if short[at + same_length :] != long[at + 1 :]:
        return False
    return not ({long[at], short[at]} if same_length else {long[at]}) <= _NUMERALS


def near_pairs(wanted: Mapping[Key, str], known: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, Key, Likeness]]:
    """Yield (wanted, known, why) for every known name that is near a wanted one, in time that grows with both, not with their product.

    Two near names share one of their `traces`; only those pairs are compared.
    """
    by_trace: dict[str, set[Key]] = defaultdict(set)
    for key, name in wanted.items():
        for trace in traces(core(name)):
            by_trace[trace].add(key)
    for key, name in known:
        met = {other for trace in traces(core(name)) for other in by_trace.get(trace, ())}
        for other in sorted(met, key=str):
            why = likeness(wanted[other], name)
            if why is not None:
                yield other, key, why


def traces(core: str) -> set[str]:
    """Return texts of which two near names have one in common: the core, its characters sorted, without any one, without a place."""
    if len(core) < _CORE_LEAST:
        return {core}
    without_one = {core[:place] + core[place + 1 :] for place in range(len(core))}
    without_place = {core[cut:] for cut in range(1, _PLACE_MOST + 1) if len(core) - cut >= _CORE_LEAST}
    return {core, "".join(sorted(core)), *without_one, *without_place}
