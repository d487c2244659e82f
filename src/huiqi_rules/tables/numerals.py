"""Numbers as people type them into a sheet: `３,０００`, `30万元`, `1.2亿`, `5％`, `(1,200)`, `120人`.

One strict grammar reads them; whatever it does not cover is a problem with its own reason. A qualifier ("约", "以上") or
a range is never turned into a number: a threshold decided on a guess is decided wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from huiqi_rules.core.values import EXACT
from huiqi_rules.tables.columns import Problem, problem

DIGITS_MAXIMUM: Final = 34
_LENGTH_MAXIMUM: Final = 200
_SCALES: Final = {
    "": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10,
    "千亿": 11, "万亿": 12,
}  # fmt: skip
_HUNDREDTHS: Final = {"%": -2, "‰": -3}
COUNT_UNITS: Final = frozenset({"人", "家", "项", "个", "件", "名", "位", "户"})
# Full-width forms (！ to ～) are the ASCII ones moved by 0xFEE0. Full NFKC is not used: it turns "10²" into "102".
_FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    **dict.fromkeys((0x00A0, 0x3000, 0x2007, 0x202F, 0x2009, 0x0009, 0x000A, 0x000D), " "),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0x200E, 0x200F), None),
    0x2212: "-", 0xFFE5: "¥", 0x2030: "‰",
}  # fmt: skip

_NUMBER: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_SCALE: Final = r"[十百千万]?亿|万亿|[十百千]?万|[十百千]"
_NUMERAL: Final = re.compile(
    rf"(?P<currency>¥|RMB|CNY|人民币)? ?(?P<sign>[-+]?)(?P<digits>{_NUMBER})(?P<exponent>[eE][-+]?[0-9]{{1,4}})?"
    rf" ?(?P<scale>{_SCALE})? ?(?P<unit>元整?|%|‰|[人家项个件名位户])?"
)
_LOOSE: Final = rf"¥? ?[-+]?(?:{_NUMBER}) ?(?:{_SCALE})? ?(?:元|%|‰|人|家|项|个|件)?"
_RANGE: Final = re.compile(rf"(?:{_LOOSE}) ?(?:-{{1,2}}|~|至|到|—+|–) ?(?:{_LOOSE})")
_QUALIFIER: Final = re.compile(
    r"^(?P<before>大约|约为|约|近|将近|超过|超|大于|小于|不少于|不低于|不足|不超过|至少|至多|最多|>=|<=|>|<|≥|≤|≈|~)"
    r"|(?P<after>左右|上下|以上|以下|以内|有余|余|多|\+)(?:万|亿|元|万元|亿元|人|家|项|个|件)?$"
)
_FOREIGN: Final = re.compile(r"美元|美金|港元|港币|欧元|日元|英镑|USD|HKD|EUR|JPY|GBP|US\$|HK\$|[$€£]", re.IGNORECASE)
_PARTED: Final = re.compile(r"[-+]?[0-9]+(?:[, ][0-9]*)+(?:\.[0-9]*)?(?:[十百千]?[万亿])?(?:元|%|人|家|项|个|件)?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from text. `unit` is what was written behind it (元, %, 人, or nothing); % is already applied."""

    value: Decimal
    unit: str
    scaled: bool


def fold(text: str) -> str:
    """Return the text with full-width forms and odd spaces made plain, and without spaces at its ends."""
    return text.strip() if text.isascii() and text.isprintable() else text.translate(_FOLD).strip()


def parse_numeral(text: str) -> Numeral | Problem:
    """Return the number that a folded text states exactly, or the reason why it states none."""
    if len(text) > _LENGTH_MAXIMUM:
        return problem("not-a-number", shown=text)
    inner, negative = _unwrap(text)
    match = _NUMERAL.fullmatch(inner)
    if match is None or (negative and match["sign"]):
        return _diagnose(text)
    plain = match["digits"].replace(",", "").replace(" ", "")
    power = (
        _SCALES[match["scale"] or ""] + _HUNDREDTHS.get(match["unit"] or "", 0) + int((match["exponent"] or "e0")[1:])
    )
    value = Decimal(plain)
    if len(value.as_tuple().digits) > DIGITS_MAXIMUM or abs(value.adjusted() + power) > DIGITS_MAXIMUM:
        return problem("too-large", shown=text)
    value = EXACT.scaleb(value, power) if power else value
    unit = "元" if match["currency"] and not match["unit"] else (match["unit"] or "").rstrip("整")
    if match["currency"] and unit != "元":
        return _diagnose(text)
    minus = (negative or match["sign"] == "-") and value != 0
    return Numeral(-value if minus else value, unit, bool(match["scale"]))


def unit_factor(unit: str) -> Decimal | None:
    """Return what a column's unit (万元, %, 人) multiplies by; None for a unit that is not known."""
    match = re.fullmatch(rf"({_SCALE})?(元|%|‰|[人家项个件名位户])", fold(unit))
    if match is None:
        return None
    return EXACT.scaleb(Decimal(1), _SCALES[match[1] or ""] + _HUNDREDTHS.get(match[2], 0))


def _unwrap(text: str) -> tuple[str, bool]:
    """Bookkeepers write a loss as (1,200)."""
    wrapped = text.startswith("(") and text.endswith(")")
    return (text[1:-1].strip(), True) if wrapped else (text, False)


def _diagnose(text: str) -> Problem:
    if _FOREIGN.search(text):
        return problem("foreign-currency", shown=text)
    if _RANGE.fullmatch(text):
        return problem("range", shown=text)
    qualifier = _QUALIFIER.search(text)
    if qualifier and re.search("[0-9]", text):
        return problem("approximate", shown=text, word=qualifier["before"] or qualifier["after"])
    if _PARTED.fullmatch(text):
        return problem("thousands", shown=text)
    return problem("not-a-number", shown=text)
