"""What people send to the rulebook's pages, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from huiqi.rulebook.domain.compendium import ARRANGEMENTS
from huiqi.rulebook.domain.drafting import POLICY_ID
from huiqi.rulebook.domain.gate import OUTCOMES
from huiqi.rulebook.queries import MODEL_EDITIONS, FactEntry
from huiqi.ui.forms import DAY_FORMAT
from huiqi.ui.words import chosen, words

MODEL_BYTES_MOST: Final = 1_000_000


class DayForm(forms.Form):
    """The day for which a policy is shown."""

    day = forms.DateField(
        label=words("按哪一天的文本", "As of which day"),
        required=False,
        widget=forms.DateInput(format=DAY_FORMAT, attrs={"type": "date"}),
        error_messages={"invalid": words("请填写日期，如 2024-01-31。", "Give a day such as 2024-01-31.")},
    )


class CompendiumForm(DayForm):
    """The day of a compendium, and what its chapters are made of."""

    by = forms.ChoiceField(
        label=words("章节", "Chapters"),
        choices=lambda: [(code, chosen(*pair)) for code, (pair, _) in ARRANGEMENTS.items()],
        required=False,
    )


class IssueForm(forms.Form):
    """An edition of the compendium that is to be issued."""

    title = forms.CharField(label=words("名称", "Title"), max_length=200)
    copies = forms.IntegerField(
        label=words("印数（册）", "Printed copies"),
        help_text=words("不印刷或不清楚的不填。", "Empty where none are printed or the number is not known."),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )


class ContactForm(forms.Form):
    """Whom to call about a policy, and who explains it."""

    spokesperson = forms.CharField(label=words("政策发言人", "Spokesperson"), max_length=100, required=False)
    office = forms.CharField(label=words("责任部门", "Office in charge"), max_length=200, required=False)
    phone = forms.CharField(label=words("联系电话", "Telephone"), max_length=100, required=False)


class NewPolicyForm(forms.Form):
    """A policy that is to be drafted for the first time."""

    policy = forms.RegexField(
        POLICY_ID,
        label=words("编号", "Id"),
        max_length=60,
        help_text=words("小写字母、数字和连字符，如 rd-subsidy；发布后不再改变。", "Lower-case letters, digits, hyphens, such as rd-subsidy; it never changes."),
        error_messages={"invalid": words("请用小写字母、数字和连字符，如 rd-subsidy。", "Lower-case letters, digits and hyphens, such as rd-subsidy.")},
    )  # fmt: skip
    title_zh = forms.CharField(label=words("名称（中文）", "Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=words("名称（英文）", "Title in English"), max_length=200)


class BringForm(NewPolicyForm):
    """A decision model that is to become a policy, with its test cases and the names of what is yuan."""

    model = forms.FileField(
        label=words("决策模型（.dmn）", "Decision model (.dmn)"),
        help_text=words("DMN 1.3 至 1.5，不超过 1 兆字节。", "DMN 1.3 to 1.5, at most 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".dmn,.xml"}),
    )
    tests = forms.FileField(
        label=words("测试用例（.xml）", "Test cases (.xml)"),
        help_text=words("有则带入为情景。", "Where there are some, they become scenarios."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
        required=False,
    )
    yuan = forms.CharField(
        label=words("以元计的数据", "What is in yuan"),
        help_text=words(
            "模型不说哪些数是金额：每行写一个输入或决策的名称。",
            "No model says so: the name of an input or a decision on each line.",
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    field_order = ("model", "tests", "policy", "title_zh", "title_en", "yuan")

    def clean_model(self) -> object:
        """Refuse what is too large before it is read."""
        return small_enough(self.cleaned_data["model"])

    def clean_tests(self) -> object:
        """Refuse what is too large before it is read."""
        return small_enough(self.cleaned_data["tests"])

    def clean_yuan(self) -> tuple[str, ...]:
        """Return the names, one from each line."""
        return tuple(line.strip() for line in self.cleaned_data["yuan"].splitlines() if line.strip())


def small_enough(file: UploadedFile[bytes] | None) -> UploadedFile[bytes] | None:
    """Return a file of at most MODEL_BYTES_MOST bytes; refuse a larger one."""
    if file is not None and (file.size or 0) > MODEL_BYTES_MOST:
        raise forms.ValidationError(chosen("文件超过 1 兆字节。", "The file has more than 1 MB."))
    return file


class ModelForm(DayForm):
    """The day and the edition in which a policy is taken out as a model."""

    edition = forms.ChoiceField(
        label=words("标准版本", "Edition"),
        choices=[(one, f"DMN {one}") for one in reversed(MODEL_EDITIONS)],
        required=False,
        help_text=words(
            "Camunda 等基于 dmn-js 的建模工具读 1.3。", "Modelers built on dmn-js, as Camunda's, read 1.3."
        ),
    )


class TextForm(forms.Form):
    """A file of a draft as it was typed, and the number of the text that it was typed over."""

    path = forms.CharField(max_length=400)
    text = forms.CharField(required=False, strip=False)
    over = forms.IntegerField(min_value=0)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=words("原因", "Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class SaidForm(forms.Form):
    """What is put on record about a draft by the gate."""

    text = forms.CharField(label=words("意见", "Opinion"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.CharField(
        label=words("文件（名称、文号或链接）", "Document: name, number or link"), max_length=400, required=False
    )


class CheckForm(SaidForm):
    """A check of a draft, and whose opinion it is."""

    outcome = forms.ChoiceField(
        label=words("结论", "Outcome"),
        choices=lambda: [(code, chosen(*pair)) for code, pair in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    given_by = forms.CharField(
        label=words("谁的意见（专家、部门）", "Whose opinion: expert, office"), max_length=200, required=False
    )
    field_order = ("outcome", "text", "given_by", "document")


class RenewalForm(ReasonForm):
    """Until when a policy is to hold; empty: without end."""

    last_day = forms.DateField(
        label=words("新的最后一天（含当日）", "New last day (included)"),
        help_text=words("不填表示长期有效。", "Empty: without end."),
        required=False,
        widget=forms.DateInput(format=DAY_FORMAT, attrs={"type": "date"}),
    )
    field_order = ("last_day", "reason")


class RepealForm(ReasonForm):
    """The last day of a policy, and why it ends."""

    last_day = forms.DateField(
        label=words("最后一天（含当日）", "Last day (included)"),
        widget=forms.DateInput(format=DAY_FORMAT, attrs={"type": "date"}),
    )
    field_order = ("last_day", "reason")


class ExpenseForm(forms.Form):
    """One expense: a field for each fact that the policies for expenses ask; what is left empty is not known."""

    def offer(self, facts: Sequence[FactEntry]) -> None:
        """Make the fields."""
        self.asked = facts
        for one in facts:
            label = chosen(one.zh, one.en)
            if one.type in {"truth", "choice"}:
                yes_or_no = [("yes", chosen("是", "Yes")), ("no", chosen("否", "No"))]
                options = yes_or_no if one.type == "truth" else [(key, chosen(zh, en)) for key, zh, en in one.options]
                self.fields[one.id] = forms.ChoiceField(label=label, required=False, choices=[("", "—"), *options])
            elif one.type in {"money", "number", "whole"}:
                unit = one.unit_zh or (chosen("元", "yuan") if one.type == "money" else "")
                self.fields[one.id] = forms.DecimalField(
                    label=f"{label}（{unit}）" if unit else label,
                    required=False,
                    min_value=0,
                    max_digits=18,
                    decimal_places=2,
                )

    def facts(self) -> dict[str, object]:
        """Return what was said, by fact."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        truths = {one.id for one in self.asked if one.type == "truth"}
        return {name: value == "yes" if name in truths else value for name, value in said.items()}
