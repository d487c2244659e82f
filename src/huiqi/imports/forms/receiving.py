"""The form with which a file comes in."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.rulebook.queries.sheets import BYTES_MOST
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words


class UploadForm(forms.Form):
    """A file, where it comes from, and into which register."""

    file = forms.FileField(
        label=words("文件", "File"),
        help_text=words(
            ".xlsx 或 .csv，不超过30兆字节、200万格。", ".xlsx or .csv, at most 30 MB and 2,000,000 cells."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
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

    def clean_file(self) -> object:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > BYTES_MOST:
            most = BYTES_MOST // 1_000_000
            raise forms.ValidationError(chosen(f"文件超过{most}兆字节。", f"The file has more than {most} MB."))
        return file
