"""Forms of orders: which clause, what is promised to whom, what came of it, and one act on an order as it was seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django import forms

from huiqi.casework.domain.campaigns import Answer, Question
from huiqi.casework.forms.campaigns import question_label, typed
from huiqi.casework.forms.facts import value_field
from huiqi.casework.services import OrderSaid
from huiqi.register.services import Upload
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import words

_NO_PAYMENT = words("请写明银行付款凭证号。", "Say how the bank calls the payment.")
_FILES = words("PDF、OFD、PNG、JPEG、XLSX或DOCX，不超过10兆字节。", "PDF, OFD, PNG, JPEG, XLSX or DOCX, 10 MB at most.")


class ClauseForm(forms.Form):
    """The clause by which an order is worked out."""

    clause = forms.ChoiceField(label=words("政策条款", "Clause"))


class AskedForm(forms.Form):
    """The facts that a clause reads; `first` are answers that stand already, as they are kept."""

    def __init__(
        self, *arguments: object, questions: Sequence[Question], entries: Mapping[str, FactEntry],
        first: Mapping[str, object], **options: object,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.questions, self.entries = tuple(questions), entries
        for number, question in enumerate(self.questions):
            field = value_field(entries[question.name])
            field.label, field.required = question_label(question, entries[question.name]), True
            field.initial = first.get(f"value-{number}")
            self.fields[f"value-{number}"] = field

    def answers(self) -> dict[str, Answer]:
        """Return what was said, by question."""
        said = self.cleaned_data
        return {
            one.key: typed(self.entries[one.name], said[f"value-{number}"]) for number, one in enumerate(self.questions)
        }


class OrderForm(AskedForm):
    """What is ordered, and the facts as they will be if all of it is kept."""

    title = forms.CharField(
        label=words("名称", "Title"),
        max_length=200,
        help_text=words("例如：2022级智能制造订单班", "For example: class of 2022, smart manufacturing"),
    )
    payee = forms.CharField(
        label=words("收款单位的统一社会信用代码", "Credit code of who is paid"), max_length=18, min_length=18
    )
    orderer = forms.CharField(
        label=words("下单企业的统一社会信用代码", "Credit code of the company that ordered it"),
        max_length=18,
        min_length=18,
        required=False,
    )
    line = forms.ChoiceField(label=words("资金来源（预算）", "Line of the budget"))
    expected_on = day_field(
        ("预计出结果的日期", "Day on which the outcome is expected"),
        help=("约定金额按这一天、全部达成计算。", "The most is worked out as of this day, with all of it reached."),
    )

    def __init__(self, *arguments: object, lines: Sequence[tuple[str, str]], **options: object) -> None:
        super().__init__(*arguments, first={}, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, line=lines)

    def said(self, policy: str, clause: str) -> OrderSaid:
        """Return what was said."""
        found = self.cleaned_data
        named = {name: found[name] for name in ("title", "payee", "orderer", "expected_on")}
        return OrderSaid(policy=policy, clause=clause, line=UUID(found["line"]), promised=self.answers(), **named)


class OutcomeForm(AskedForm):
    """What came of an order, with its evidence."""

    changes = forms.IntegerField(widget=forms.HiddenInput)
    proof = forms.FileField(label=words("证明材料", "Evidence"), help_text=_FILES)
    more = forms.FileField(label=words("其他证明", "More evidence"), required=False, help_text=_FILES)

    field_order = ("changes",)

    def uploads(self) -> list[Upload]:
        """Return the files that were handed in; the service looks at what they are."""
        files = (self.cleaned_data.get("proof"), self.cleaned_data.get("more"))
        return [Upload(file.name, file.read()) for file in files if file]


class ActForm(forms.Form):
    """An order as it was seen, and what is said with an act: the reason, or how the bank calls a payment."""

    changes = forms.IntegerField(widget=forms.HiddenInput)
    payment = forms.CharField(
        label=words("银行付款凭证号", "The payment as the bank calls it"), required=False, max_length=200
    )
    reason = forms.CharField(
        label=words("理由（退回、不批准或终止时填写）", "Reason (for sending back, refusing or ending)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self, acts: Collection[str], *, saying_why: Collection[str]) -> None:
        """Leave what the acts need that are offered; what was sent stays as a whole, the order may have moved on."""
        if "hand_in" not in acts:
            del self.fields["payment"]
        if not (self.is_bound or {*acts} & {*saying_why}):
            del self.fields["reason"]
        if {*acts} == {"hand_in"}:
            # What the service says of none; marked as needed here.
            self.fields["payment"].required = True
            self.fields["payment"].error_messages["required"] = _NO_PAYMENT
