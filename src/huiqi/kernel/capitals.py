"""Amounts in Chinese capital numerals (大写), as receipts and vouchers carry them: nobody turns a 一 into a 七.

By 支付结算办法 附一《正确填写票据和结算凭证的基本规定》 (银发〔1997〕393号): 整 after yuan or jiao, none after fen; one 零 for zeros between
digits, also before fen where jiao is 0, and before jiao where the digit of yuan is 0. Where 零 may stand or not, it stands after yuan and not after 万.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from huiqi.kernel.money import FEN

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_MOST: Final = Decimal(10) ** 16


def capital(amount_yuan: Decimal) -> str:
    """Return an amount in capital numerals: `人民币壹拾万零伍拾元零叁分`; raises ValueError below 0, from 10^16, or finer than a fen."""
    if not 0 <= amount_yuan < _MOST or amount_yuan != amount_yuan.quantize(FEN):
        raise ValueError(f"{amount_yuan} yuan cannot be written in capitals")
    whole, rest = divmod(int(amount_yuan.scaleb(2)), 100)
    jiao, fen = divmod(rest, 10)
    if not whole and not rest:
        return "人民币零元整"
    said = f"{integer(whole)}元" if whole else ""
    if not rest:
        return f"人民币{said}整"
    if whole and (not jiao or not whole % 10):
        said += "零"
    said += f"{DIGITS[jiao]}角" if jiao else ""
    return f"人民币{said}{DIGITS[fen]}分" if fen else f"人民币{said}整"


def integer(number: int) -> str:
    """Return a whole number above 0 in capital numerals."""
    said, gap, place = "", False, 0
    while number:
        number, part = divmod(number, 10_000)
        if part:
            text = group(part)
            said = f"{text}{_GROUPS[place]}{'零' if gap and said else ''}{said}"
            # Before what follows, a zero is said once: where this group is short, or one between was empty.
            gap = part < 1000
        elif said:
            gap = True
        place += 1
    return said


def group(part: int) -> str:
    """Return up to four digits: 1020 is 壹仟零贰拾."""
    said, zero = "", False
    for at, digit in enumerate(reversed(str(part))):
        if digit == "0":
            zero = bool(said)
        else:
            said = f"{DIGITS[int(digit)]}{_PLACES[at]}{'零' if zero else ''}{said}"
            zero = False
    return said
