"""The form with which a file comes in."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.rulebook.queries.sheets import BYTES_MOST
from huiqi.ui.forms import SheetField, set_choices
from huiqi.ui.words import words


class UploadForm(forms.Form):
    """A file, where it comes from, and into which register."""

    file = SheetField(
        label=("文件", "File"),
        help=(".xlsx 或 .csv，不超过30兆字节、200万格。", ".xlsx or .csv, at most 30 MB and 2,000,000 cells."),
        bytes_most=BYTES_MOST,
    )
    source = forms.CharField(
        label=words("数据来源", "Where it comes from"),
        max_length=80,
        help_text=words(
            "例如：税务局年报。同一来源的列映射会记住，下次不用再选。",
            "For instance: tax office, yearly. What the columns of a source mean is remembered.",
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=words("导入到", "Into the register of"))

    def __init__(self, *arguments: object, places: Sequence[tuple[str, str]], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, place=places)
