"""Forms of a clock: why it stands still, how much longer it runs, which days do not count."""

from __future__ import annotations

from django import forms

from huiqi.ui.forms import day_field
from huiqi.ui.words import words


class ReasonForm(forms.Form):
    """Why something is done to a clock."""

    reason = forms.CharField(label=words("理由", "Reason"), max_length=200)


class ExtendForm(ReasonForm):
    """How much longer a clock runs, in its own unit."""

    amount = forms.DecimalField(
        label=words("延长多少", "How much longer"), max_digits=8, decimal_places=2, min_value=0,
        help_text=words("与期限同一单位。", "In the unit of the term."),
    )  # fmt: skip
    field_order = ("amount", "reason")


class ExcludeForm(ReasonForm):
    """Days that do not count."""

    first = day_field(("从哪一天", "From"))
    last = day_field(("到哪一天（含当日）", "To (included)"))
    field_order = ("first", "last", "reason")
