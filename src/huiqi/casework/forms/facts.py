"""The form of one fact: its value by the type that the dictionary gives it, where it comes from, and from when to when it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from huiqi.casework.domain.fact_values import SEPARATOR, day_after, last_day, unit
from huiqi.register.domain.values import (
    MISSING,
    NOT_APPLICABLE,
    PLACES_MOST,
    WHOLE_DIGITS_MOST,
    Nothing,
    Value,
    is_period,
)
from huiqi.register.queries import KnownFact
from huiqi.register.services import Said, Upload
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words

_STATES = (
    ("known", words("有值", "It is known")),
    ("not_applicable", words("不适用", "It does not apply")),
    ("missing", words("撤回：现在不知道", "Withdraw: it is not known")),
)
_TEXT_MOST = 2000


class FactForm(forms.Form):
    """What is said of one fact. With `asks`, a company asks for it: its reason and a file are needed instead of the source."""

    state = forms.ChoiceField(label=words("情况", "What is known"), choices=_STATES, widget=forms.RadioSelect)
    valid_from = day_field(("有效期起", "Valid from"), required=False)
    last_day = day_field(
        ("有效期止", "Last day"),
        required=False,
        help=("含当日；不填表示长期有效。", "This day included; empty for no end."),
    )
    source = forms.CharField(
        label=words("来源", "Source"),
        max_length=200,
        help_text=words("如：2025年度统计年报、部门函件文号。", "Such as: annual report of 2025, number of a letter."),
    )
    reason = forms.CharField(label=words("理由", "Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.CharField(label=words("依据", "Evidence"), max_length=400, required=False)
    file = forms.FileField(
        label=words("证明文件", "File as evidence"),
        help_text=words(
            "PDF、OFD、PNG、JPEG、XLSX或DOCX，不超过10兆字节。", "PDF, OFD, PNG, JPEG, XLSX or DOCX, 10 MB at most."
        ),
    )
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, entry: FactEntry, asks: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.entry = entry
        self.fields["value"] = value_field(entry)
        left_out = ("source", "evidence", "seen") if asks else ("reason",)
        for name in left_out:
            del self.fields[name]
        self.fields["file"].required = asks
        self.order_fields(("state", "value", "source", "reason", "file", "evidence", "valid_from", "last_day"))

    def clean(self) -> dict[str, Any]:
        """Check that there is a value where one is said to be, and that it holds on some day."""
        found = super().clean() or {}
        empty = found.get("value") in (None, "", [])
        if found.get("state") == "known" and empty and "value" not in self.errors:
            self.add_error(
                "value", chosen("请填写这个值，或选择“不适用”。", "Give the value, or say that it does not apply.")
            )
        start, last = found.get("valid_from"), found.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", chosen("早于起始日。", "This is before its first day."))
        return found

    def said(self, name: str, period: str) -> Said:
        """Return what was said, once the form is valid."""
        found = self.cleaned_data
        return Said(
            name=name,
            value=self.value(),
            period=period,
            evidence=found.get("evidence", ""),
            valid_from=found["valid_from"],
            valid_to=day_after(found["last_day"]),
        )

    def value(self) -> Value:
        """Return the value that was said."""
        state, value = self.cleaned_data["state"], self.cleaned_data["value"]
        if state != "known":
            return NOT_APPLICABLE if state == "not_applicable" else MISSING
        if self.entry.type == "truth":
            return bool(value == "yes")
        if isinstance(value, list):
            return SEPARATOR.join(value)
        found: Value = value
        return found

    def upload(self) -> Upload | None:
        """Return the file that was handed in; the service looks at what it is."""
        return self.proof() if self.cleaned_data.get("file") else None

    def proof(self) -> Upload:
        """Return the file that had to be handed in."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read())


def value_field(entry: FactEntry) -> forms.Field:
    """Return the field for a value of the type; it may stay empty where nothing is known."""
    label = words("值", "Value")
    options = tuple((code, words(zh, en)) for code, zh, en in entry.options)
    match entry.type:
        case "truth":
            answers = (("yes", words("是", "Yes")), ("no", words("否", "No")))
            return forms.ChoiceField(label=label, choices=answers, required=False, widget=forms.RadioSelect)
        case "choice":
            return forms.ChoiceField(label=label, choices=(("", "—"), *options), required=False)
        case "choices":
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, choices=options, required=False, widget=boxes)
        case "day":
            return day_field(("值", "Value"), required=False)
        case "money" | "number" | "whole":
            return number_field(entry)
        case _:
            return forms.CharField(label=label, required=False, max_length=_TEXT_MOST)


def number_field(entry: FactEntry) -> forms.Field:
    """Return the field for a number, within the bounds that the dictionary gives it; every digit is kept."""
    places = 0 if entry.type == "whole" else 2 if entry.type == "money" else PLACES_MOST
    unit_zh, unit_en = unit(entry)
    return forms.DecimalField(
        label=words(f"值（{unit_zh}）", f"Value ({unit_en})") if unit_zh else words("值", "Value"),
        required=False,
        min_value=entry.minimum,
        max_value=entry.maximum,
        max_digits=WHOLE_DIGITS_MOST + places,
        decimal_places=places,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def first_values(fact: KnownFact | None) -> dict[str, object]:
    """Return what the form shows first: what was said last."""
    if fact is None:
        return {"state": "known"}
    nothing = isinstance(fact.value, Nothing)
    return {
        "state": fact.value.value if isinstance(fact.value, Nothing) else "known",
        "value": "" if nothing else shown(fact.value),
        "valid_from": fact.valid_from,
        "last_day": last_day(fact.valid_to),
        "seen": fact.id,
    }


def shown(value: Value) -> object:
    """Return a value as a field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else value


class WhichFactForm(forms.Form):
    """Which fact is to be added, and of which period."""

    name = forms.ChoiceField(label=words("指标", "Fact"))
    period = forms.CharField(
        label=words("期间", "Period"),
        max_length=10,
        required=False,
        help_text=words(
            "如2025、2025-Q1、2025-03；长期情况不填。", "Such as 2025, 2025-Q1, 2025-03; empty for standing facts."
        ),
    )

    def __init__(self, *arguments: Any, entries: dict[str, FactEntry], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.entries = entries
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((name, words(entry.zh, entry.en)) for name, entry in entries.items())]

    def clean(self) -> dict[str, Any]:
        """Check that a yearly fact has its year."""
        found = super().clean() or {}
        entry, period = self.entries.get(found.get("name", "")), found.get("period", "")
        if not is_period(period):
            self.add_error("period", chosen("不是期间。", "This is no period."))
        elif entry is not None and entry.is_annual and not period:
            self.add_error("period", chosen("这是年度指标，请填写年份。", "This is a yearly fact: give its year."))
        return found
