"""Unified social credit codes: 18 characters whose last one checks the others.

GB 32100-2015: department, kind of body, six digits of the place, nine of the organisation, one check character. The nine
characters of the organisation end in a check of their own (GB 11714-1997).
"""

from __future__ import annotations

from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.register import Register

LENGTH: Final = 18
# No I, O, S, V, Z: they are read as 1, 0, 5, U, 2 (GB 32100-2015, table 1).
CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def is_credit_code(code: str) -> bool:
    """Return whether a text is a unified social credit code with the right check character."""
    body = code[:-1]
    return len(code) == LENGTH and all(char in CHARACTERS for char in code) and check_character(body) == code[-1]


def check_character(body: str) -> str:
    """Return the check character of the first 17: weights are the powers of 3 modulo 31 (GB 32100-2015, 4.6)."""
    total = sum(CHARACTERS.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return CHARACTERS[-total % 31]


def organisation_code(body: str) -> str:
    """Return eight digits or letters of an organisation with their check character (GB 11714-1997)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return body + "0123456789X"[-total % 11]


def credit_code_problems(register: Register, language: Language = "en") -> tuple[Diagnostic, ...]:
    """Return a warning for each subject of a register whose id has the length of a credit code and is none.

    Ids of another length are a zone's own numbers, and nothing is said of them.
    """
    wrong = (each for each in zip(register.subjects, register.rows, strict=True) if len(each[0]) == LENGTH)
    return tuple(_problem(register.path, code, rows[0], language) for code, rows in wrong if not is_credit_code(code))


def _problem(path: str, code: str, row: int, language: Language) -> Diagnostic:
    said, remedy = {
        "zh": (f"“{code}”不是有效的统一社会信用代码(校验码不符)", "对照营业执照核对"),
        "en": (f"“{code}” is no valid unified social credit code: its check character is wrong",
               "compare it with the business licence"),
    }[language]  # fmt: skip
    return Diagnostic("credit-code", Place(path, row), said, remedy, severity=Severity.WARNING)
