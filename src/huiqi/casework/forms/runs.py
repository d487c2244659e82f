"""What people send to casework's pages, as plain values."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.ui.forms import day_field
from huiqi.ui.words import words


class RunForm(forms.Form):
    """A run: over which zone or park, on which day, under which policies."""

    scope = forms.ChoiceField(label=words("范围", "Over"))
    day = day_field(
        ("按哪一天测算", "As of which day"),
        help=("以当天生效的政策和当天有效的数据为准。", "With the policies in force and the facts valid on that day."),
    )
    name = forms.CharField(
        label=words("名称", "Name"),
        max_length=100,
        required=False,
        help_text=words("便于以后查找，如“2026年一季度兑现”。", "To find it again, such as “first quarter 2026”."),
    )
    policies = forms.MultipleChoiceField(
        label=words("政策", "Policies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=words("都不选即测算全部政策。", "None chosen means all of them."),
    )

    def offer(self, *, scopes: Sequence[tuple[str, str]], policies: Sequence[tuple[str, str]]) -> None:
        """Give the fields what can be chosen."""
        for name, choices in (("scope", scopes), ("policies", policies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
