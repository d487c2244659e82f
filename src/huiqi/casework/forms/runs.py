"""What people send to casework's pages, as plain values."""

from __future__ import annotations

from django import forms

from huiqi.casework.queries import Offered
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words


class ScopedForm(forms.Form):
    """What is worked out over a zone or park, under some policies; who extends it adds the field `policies`."""

    scope = forms.ChoiceField(label=words("范围", "Over"))

    def offer(self, offered: Offered) -> None:
        """Give the fields what can be chosen."""
        scopes = [(str(one.id), one.name) for one in offered.scopes]
        policies = [(name, chosen(*title)) for name, title in offered.policies.items()]
        for name, choices in (("scope", scopes), ("policies", policies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class RunForm(ScopedForm):
    """A run: over which zone or park, on which day, under which policies."""

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
