"""The groups by which a run is looked at: part of the zone, industry, size by staff; a place in a list of labels for each row.

Industries are the sections of GB/T 4754-2017 (国民经济行业分类), found by the first two digits of the code. Sizes are bands of staff,
not the official classes, which need revenue and assets too and which many companies' facts leave open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import compress
from typing import Final

from huiqi.casework.domain.answers import LETTERS, MET, OPEN, Answers
from huiqi.casework.domain.snapshot_files import Column, Content
from huiqi.kernel.words import Pair

NOT_KNOWN: Final[Pair] = ("未知", "Not known")
KINDS: Final[Mapping[str, Pair]] = {
    "park": ("园区", "Park"),
    "industry": ("行业", "Industry"),
    "size": ("规模（职工人数）", "Size (staff)"),
}
# Section, its last division, its name.
_SECTIONS: Final = (
    (5, ("农、林、牧、渔业", "Agriculture, forestry, fishery")),
    (12, ("采矿业", "Mining")),
    (43, ("制造业", "Manufacturing")),
    (46, ("电力、热力、燃气及水", "Electricity, heat, gas, water")),
    (50, ("建筑业", "Construction")),
    (52, ("批发和零售业", "Wholesale and retail")),
    (60, ("交通运输、仓储和邮政", "Transport, storage, post")),
    (62, ("住宿和餐饮业", "Hotels and catering")),
    (65, ("信息传输、软件和信息技术", "Information, software, IT")),
    (69, ("金融业", "Finance")),
    (70, ("房地产业", "Real estate")),
    (72, ("租赁和商务服务业", "Leasing and business services")),
    (75, ("科学研究和技术服务业", "Research and technical services")),
    (79, ("水利、环境和公共设施", "Water, environment, public facilities")),
    (82, ("居民服务、修理和其他服务", "Household, repair, other services")),
    (83, ("教育", "Education")),
    (85, ("卫生和社会工作", "Health and social work")),
    (90, ("文化、体育和娱乐业", "Culture, sports, entertainment")),
    (97, ("公共管理和社会组织", "Public administration and organisations")),
)
_BANDS: Final = (
    (20, ("不到 20 人", "Under 20")),
    (300, ("20–299 人", "20–299")),
    (1000, ("300–999 人", "300–999")),
    (10**12, ("1000 人及以上", "1,000 and more")),
)
# Places that a byte can hold, one more than itself each, so that 0 is nobody's; and which rows are taken, as whole bytes.
_LABELS_MOST: Final = 254
_FROM_ONE: Final = bytes((*range(1, 256), 255))
_TAKEN: Final = bytes((0, *[255] * 255))
_INDUSTRY_FACTS: Final = ("industry_code",)
_SIZE_FACTS: Final = ("staff", "people_employed")


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to part the companies: labels, and for each row the place of its label (as bytes, where that is enough)."""

    labels: tuple[Pair, ...]
    places: Sequence[int]


@dataclass(slots=True)
class Share:
    """What one group has under a clause: counts, and the money of those who meet it, in fen."""

    met: int = 0
    not_met: int = 0
    unknown: int = 0
    low_fen: int = 0
    high_fen: int = 0
    open_amounts: int = 0

    def add(self, other: Share) -> None:
        """Add another share to this one."""
        for name in Share.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def groupings(content: Content) -> dict[str, Grouping]:
    """Return the three ways to part the companies of a snapshot; labels that nobody has are left out."""
    size = len(content.companies.ids)
    parks = [(name, name) for name in content.companies.park_names]
    return {
        "park": _used(parks, content.companies.parks),
        "industry": _used([name for _, name in _SECTIONS], _placed(content.columns, _INDUSTRY_FACTS, size, _section)),
        "size": _used([name for _, name in _BANDS], _placed(content.columns, _SIZE_FACTS, size, _band)),
    }


def shares(answers: Answers, grouping: Grouping, *, has_money: bool) -> list[Share]:
    """Return what each group has under a clause, in the order of the labels."""
    found = [Share() for _ in grouping.labels]
    for word, letter in LETTERS.items():
        for place, count in _counts(grouping, answers.flags(letter)).items():
            setattr(found[place], word, count)
    if not has_money:
        return found
    rows = zip(grouping.places, answers.low, answers.high, strict=True)
    for place, low, high in compress(rows, answers.flags(MET)):
        if high == OPEN:
            found[place].open_amounts += 1
        else:
            found[place].low_fen += low
            found[place].high_fen += high
    return found


def _counts(grouping: Grouping, flags: bytes) -> Mapping[int, int]:
    """Return how many of the flagged rows are at each place."""
    places = grouping.places
    if not isinstance(places, bytes):
        return Counter(compress(places, flags))
    # All rows at once, as two long numbers of a byte for each row.
    whole, mask = (int.from_bytes(one) for one in (places.translate(_FROM_ONE), flags.translate(_TAKEN)))
    taken = (whole & mask).to_bytes(len(places))
    return {place: taken.count(place + 1) for place in range(len(grouping.labels))}


def _used(labels: Sequence[Pair], places: Iterable[int | None]) -> Grouping:
    """Return the grouping with the labels that somebody has; who has none comes under "not known", at the end."""
    found = list(places)
    kept = sorted({place for place in found if place is not None})
    at: dict[int | None, int] = {place: new for new, place in enumerate(kept)}
    names = [labels[place] for place in kept]
    if None in found:
        at[None] = len(names)
        names.append(NOT_KNOWN)
    rows = [at[place] for place in found]
    return Grouping(tuple(names), bytes(rows) if len(names) <= _LABELS_MOST else rows)


def _placed(
    columns: Mapping[str, Column], names: Sequence[str], size: int, place: Callable[[str], int | None]
) -> list[int | None]:
    """Return the place of every row by the first of the facts that has a value, of its latest period."""
    found: list[int | None] = [None] * size
    keys = [key for name in names for key in sorted(columns, reverse=True) if key.partition("|")[0] == name]
    for key in keys:
        for row, cell in enumerate(columns[key].cells):
            if found[row] is None and isinstance(cell, str):
                found[row] = place(cell)
    return found


def _section(code: str) -> int | None:
    # Some lists write the section's letter before the digits.
    digits = code[1:3] if code[:1].isalpha() else code[:2]
    if len(digits) < 2 or not digits.isdecimal():
        return None
    division = int(digits)
    return next((place for place, (last, _) in enumerate(_SECTIONS) if 0 < division <= last), None)


def _band(staff: str) -> int | None:
    try:
        number = Decimal(staff)
    except InvalidOperation:
        return None
    return next((place for place, (below, _) in enumerate(_BANDS) if 0 <= number < below), None)
