"""The forms of a list of earlier payments: the file, its columns, companies and clauses that were chosen."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict

from huiqi.casework.domain.earlier.meanings import MEANINGS, NEEDED, UNITS
from huiqi.casework.queries.earlier.columns import ColumnsPage, chosen_in, unit_in
from huiqi.casework.queries.earlier.files import Receiving
from huiqi.rulebook.queries.sheets import BYTES_MOST
from huiqi.ui.forms import SheetField, set_choices
from huiqi.ui.words import chosen, words

_ROWS_MOST = 400


class EarlierForm(forms.Form):
    """A file, where it comes from, and for which zone or park."""

    file = SheetField(
        label=("文件", "File"),
        help=(".xlsx 或 .csv，不超过30兆字节。", ".xlsx or .csv, at most 30 MB."),
        bytes_most=BYTES_MOST,
    )
    source = forms.CharField(
        label=words("清单来源", "Where it comes from"),
        max_length=80,
        help_text=words(
            "例如：财政局拨付台账。同一来源的列和条款对应会记住。",
            "For instance: ledger of the finance bureau. What its columns and clauses mean is remembered.",
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=words("属于", "For"))

    def offer(self, what: Receiving) -> None:
        """Give the fields what can be chosen."""
        set_choices(self, place=what.places)


class EarlierColumnsForm(forms.Form):
    """In which column each thing stands, by its header, and in which unit the amounts are."""

    header_row = forms.IntegerField(label=words("表头在第几行", "Row of the headers"), min_value=1, max_value=30)
    unit = forms.ChoiceField(
        label=words("金额单位", "Unit of the amounts"),
        required=False,
        choices=[("", words("按表头或单元格写的；都没写就是元", "as header or cell say, else yuan")), *((unit, unit) for unit in UNITS)],
    )  # fmt: skip

    def offer(self, page: ColumnsPage) -> None:
        """Add a field for each thing, with the headers of the sheet to choose from; begin as the page says."""
        nothing = ("", chosen("没有这一列", "There is none"))
        headers = [(header, f"{letter}：{header}") for letter, header, _ in page.headers]
        first = chosen_in(page.said)
        self.initial = {
            "header_row": page.said.header_row,
            "unit": unit_in(page.said),
            **{field_of(k): h for k, h in first.items()},
        }
        for key, (zh, en) in MEANINGS.items():
            offered = [nothing, *headers]
            self.fields[field_of(key)] = forms.ChoiceField(
                label=chosen(zh, en), required=key in NEEDED, choices=offered
            )

    def chosen(self) -> dict[str, str]:
        """Return the header that was chosen for each thing."""
        return {key: self.cleaned_data[field_of(key)] for key in MEANINGS if self.cleaned_data.get(field_of(key))}


def field_of(meaning: str) -> str:
    """Return the name of the field of a meaning."""
    return meaning.replace(".", "_")


def chosen_companies(post: QueryDict) -> dict[int, str]:
    """Return which company was chosen for each row: `row-17` is an identifier, or `leave`. What makes no sense is left out."""
    found = {}
    for key, value in list(post.items())[:_ROWS_MOST]:
        row = key.removeprefix("row-")
        if key.startswith("row-") and row.isdecimal() and is_choice(str(value)):
            found[int(row)] = str(value)
    return found


def is_choice(value: str) -> bool:
    """Return whether a text may be a choice."""
    if value == "leave":
        return True
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def chosen_clauses(post: QueryDict) -> dict[str, str]:
    """Return which clause was chosen for each name in the list; `none`: not to be brought in; those left open are left out."""
    pairs = zip(post.getlist("said")[:_ROWS_MOST], post.getlist("clause")[:_ROWS_MOST], strict=False)
    return {said: "" if clause == "none" else clause for said, clause in pairs if said and clause}
