"""The form for an institution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from huiqi.ui.forms import set_choices
from huiqi.ui.words import words


class InstitutionForm(forms.Form):
    """A university, institute or bank, and where it is; `places` are the zones and parks to choose from."""

    name = forms.CharField(label=words("名称", "Name"), max_length=200)
    credit_code = forms.CharField(
        label=words("统一社会信用代码", "Credit code"),
        max_length=30,
        required=False,
        help_text=words("没有就不填。", "Leave it empty where there is none."),
    )
    parent = forms.ChoiceField(label=words("所在高新区或园区", "Zone or park"))

    def __init__(self, *arguments: Any, places: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        set_choices(self, parent=places)

    def said(self) -> dict[str, Any]:
        """Return what was said, once the form is valid."""
        found = self.cleaned_data
        return {"name": found["name"], "credit_code": found["credit_code"], "parent": UUID(found["parent"])}
