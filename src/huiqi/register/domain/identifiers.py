"""Identifiers beside the credit code: what other lists know a company by. Each kind has one issuer and one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final

from huiqi.kernel.errors import Cannot, Words


class Issued(StrEnum):
    """Who gives the number: the stock exchanges, the organisation registry until 2015, the company registry until 2015."""

    STOCK_CODE = "stock_code"
    ORGANISATION_CODE = "organisation_code"
    REGISTRATION_NUMBER = "registration_number"


NAMES: Final[Mapping[Issued, tuple[str, str]]] = {
    Issued.STOCK_CODE: ("股票代码", "Stock code"),
    Issued.ORGANISATION_CODE: ("组织机构代码", "Organisation code"),
    Issued.REGISTRATION_NUMBER: ("工商注册号", "Registration number"),
}
_EXCHANGE: Final = re.compile(r"^(?:SH|SZ|BJ)?(\d{6})(?:SH|SZ|BJ)?$")
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


class CannotReadIdentifier(Cannot):
    """A text is no identifier of its kind."""

    messages: ClassVar[Mapping[str, Words]] = {
        "stock_code": (
            "{text!r}不是股票代码：应为6位数字（以0开头的，单元格要设为文本）。",
            "{text!r} is no stock code: six digits (a cell with leading zeros has to be formatted as text).",
        ),
        "organisation_code": (
            "{text!r}不是组织机构代码：应为8位数字或字母加1位校验码。",
            "{text!r} is no organisation code: eight digits or letters and a check character.",
        ),
        "registration_number": (
            "{text!r}不是工商注册号：应为15位数字（旧号13位）。",
            "{text!r} is no registration number: 15 digits (older ones 13).",
        ),
    }


def read(kind: Issued, text: str) -> str:
    """Return the identifier in its one form; raises CannotReadIdentifier with the kind as its code."""
    plain = re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", text)).upper()
    match kind:
        case Issued.STOCK_CODE:
            found = _EXCHANGE.match(plain)
            read_as = found[1] if found else ""
        case Issued.ORGANISATION_CODE:
            read_as = plain if is_organisation_code(plain) else ""
        case Issued.REGISTRATION_NUMBER:
            read_as = plain if re.fullmatch(r"\d{13}(\d{2})?", plain) else ""
    if not read_as:
        raise CannotReadIdentifier(kind.value, text=text[:40])
    return read_as


def is_organisation_code(code: str) -> bool:
    """Return whether a text is an organisation code with its check character (GB 11714-1997)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(int(character, 36) * weight for character, weight in zip(code, _ORGANISATION_WEIGHTS, strict=False))
    return code[8] == "0123456789X"[-total % 11]


def organisation_code_in(credit_code: str) -> str:
    """Return the organisation code that a credit code carries in its places 9 to 17 (GB 32100-2015)."""
    return credit_code[8:17]
