"""Amounts of money as people type them: digits, with commas in their places, full-width ones too; nothing else is taken for a number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from huiqi.ui.words import words

_PLAIN = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_NO_AMOUNT = words(
    "请填写大于0的金额，只用数字和小数点，如 1500000.00。",
    "Give an amount above 0 in digits, such as 1500000.00.",
)


class AmountField(forms.DecimalField):
    """A field for an amount in yuan, to the fen: a sign, an exponent or an underscore is refused instead of understood."""

    def __init__(self, **said: Any) -> None:
        super().__init__(max_digits=18, decimal_places=2, min_value=Decimal("0.01"), **said)
        self.error_messages["invalid"] = _NO_AMOUNT
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return the number that was typed; None where nothing was."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        typed = unicodedata.normalize("NFKC", value).strip()
        if not _PLAIN.fullmatch(typed):
            raise forms.ValidationError(_NO_AMOUNT, code="invalid")
        return super().to_python(typed.replace(",", ""))
