"""What people send to the rulebook's pages, as plain values."""

from __future__ import annotations

from django import forms

from huiqi.ui.words import words


class DayForm(forms.Form):
    """The day for which a policy is shown."""

    day = forms.DateField(
        label=words("按哪一天的文本", "As of which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": words("请填写日期，如 2024-01-31。", "Give a day such as 2024-01-31.")},
    )


class ContactForm(forms.Form):
    """Whom to call about a policy, and who explains it."""

    spokesperson = forms.CharField(label=words("政策发言人", "Spokesperson"), max_length=100, required=False)
    office = forms.CharField(label=words("责任部门", "Office in charge"), max_length=200, required=False)
    phone = forms.CharField(label=words("联系电话", "Telephone"), max_length=100, required=False)
