"""The form with which two records are brought together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import QueryDict

from huiqi.ui.forms import set_choices
from huiqi.ui.words import words


class MergeForm(forms.Form):
    """Which record is kept, and why."""

    kept = forms.ChoiceField(
        label=words("保留哪一条", "Which record is kept"),
        widget=forms.RadioSelect,
        help_text=words(
            "另一条并入它：地址会转到这一条，名称成为曾用名。",
            "The other goes into it: its address leads here, its name becomes a former one.",
        ),
    )
    reason = forms.CharField(label=words("理由", "Why"), max_length=500, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: object, records: Mapping[UUID, str], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, kept=[(str(key), name) for key, name in records.items()])

    def clean_seen(self) -> Mapping[str, object]:
        """Return what both records said when the page was made."""
        try:
            found = json.loads(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError("?") from error
        return found if isinstance(found, dict) else {}


def chosen_facts(post: QueryDict, side: str) -> frozenset[str]:
    """Return the facts for which the record of that side (`first`, `second`) is right."""
    return frozenset(
        key.removeprefix("fact:") for key, value in post.items() if key.startswith("fact:") and value == side
    )
