"""Entering a condition of a contract."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.casework.services import TermSaid
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words


class TermForm(forms.Form):
    """With whom, by which contract, what it asks, which fact says so, by when, for which policy."""

    credit_code = forms.CharField(label=words("企业统一社会信用代码", "Credit code of the company"), max_length=18)
    contract = forms.CharField(label=words("合同名称或编号", "Contract"), max_length=200)
    text = forms.CharField(
        label=words("约定内容", "What it asks"),
        max_length=500,
        help_text=words("例如：提交高新技术企业认定申请", "For example: apply for recognition as high-tech enterprise"),
    )
    fact = forms.ChoiceField(
        label=words("以哪项数据判断", "Which fact says so"),
        help_text=words("数据为“是”即满足；没有数据，视为还没有满足。", "Yes is met; what is not known is not met."),
    )
    due_on = day_field(("最迟日期（含）", "By (included)"))
    policy = forms.ChoiceField(label=words("约束哪项政策的兑现", "Whose payouts depend on it"), required=False)

    def offer(self, facts: Sequence[tuple[str, str, str]], policies: Sequence[tuple[str, str, str]]) -> None:
        """Give the fields what can be chosen."""
        every = ("", chosen("全部政策", "All policies"))
        set_choices(
            self,
            fact=[(key, chosen(zh, en)) for key, zh, en in facts],
            policy=[every, *((key, chosen(zh, en)) for key, zh, en in policies)],
        )

    def said(self) -> TermSaid:
        """Return what was said."""
        return TermSaid(**self.cleaned_data)
