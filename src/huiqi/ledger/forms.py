"""What people send to the ledger's pages, as plain values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from huiqi.ledger.domain.kinds import KIND_WORDS, Kind
from huiqi.ledger.domain.steps import Step
from huiqi.ui.amounts import AmountField
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words

YEARS_PLANNED = 5


def amount_field() -> AmountField:
    """Return a field for an amount in yuan."""
    return AmountField(
        label=words("金额（元）", "Amount (yuan)"),
        help_text=words("精确到分，如 1500000.00。", "To the fen, such as 1500000.00."),
        widget=forms.TextInput,
    )


def reason_field() -> forms.CharField:
    """Return a field for the reason, which the second person reads."""
    return forms.CharField(
        label=words("依据和理由", "Ground and reason"),
        help_text=words("写明文件、会议或差错，复核人据此核对。", "Name the document, the meeting or the mistake: the checker holds it against this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ChangeForm(forms.Form):
    """How much more or less a line is to have."""

    step = forms.ChoiceField(
        label=words("办理", "Act"),
        choices=lambda: [
            (Step.SET.value, chosen("下达（增加）", "Set (add)")),
            (Step.CUT.value, chosen("核减", "Cut")),
        ],
        widget=forms.RadioSelect,
        initial=Step.SET.value,
    )
    amount = amount_field()
    reason = reason_field()


class ShiftForm(forms.Form):
    """What goes from one line to another."""

    giver = forms.ChoiceField(label=words("调出", "From"))
    taker = forms.ChoiceField(label=words("调入", "To"))
    amount = amount_field()
    reason = reason_field()

    def clean(self) -> dict[str, object]:
        """Hold that two lines are named."""
        said = super().clean() or {}
        if said.get("giver") and said.get("giver") == said.get("taker"):
            self.add_error("taker", words("请选另一条预算。", "Choose another line."))
        return said


class CorrectForm(forms.Form):
    """Which transfer of an entry is wrong, and by how much."""

    transfer = forms.TypedChoiceField(label=words("有误的一笔", "The wrong one"), coerce=int, widget=forms.RadioSelect)
    amount = amount_field()
    reason = reason_field()


class RefuseForm(forms.Form):
    """Why a proposal is refused."""

    said = forms.CharField(label=words("理由", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class LineForm(forms.Form):
    """A line that is to be opened."""

    place = forms.ChoiceField(label=words("归口", "Kept for"))
    kind = forms.ChoiceField(
        label=words("种类", "Kind"), choices=lambda: [(kind.value, chosen(*KIND_WORDS[kind])) for kind in Kind]
    )
    year = forms.IntegerField(
        label=words("年度", "Year"),
        help_text=words("基金没有年度，不填。", "A fund has none."),
        min_value=1978,
        max_value=2200,
        required=False,
    )
    code = forms.CharField(
        label=words("用途编号", "What it is for"),
        help_text=words("政策库中的政策编号，如 rd-subsidy。", "The policy's id in the library, such as rd-subsidy."),
        max_length=200,
    )
    title_zh = forms.CharField(label=words("名称（中文）", "Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=words("名称（英文）", "Title in English"), max_length=200, required=False)
    payer = forms.ChoiceField(label=words("出资方", "Payer"), required=False)
    pool = forms.ChoiceField(label=words("从资金池取用", "Draws from the pool"), required=False)
    ceilings = forms.MultipleChoiceField(
        label=words("受总额控制", "Under the ceilings"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def chosen_id(self, name: str) -> UUID | None:
        """Return what was chosen in a field that may be empty."""
        text = self.cleaned_data[name]
        return UUID(text) if text else None


class PayerForm(forms.Form):
    """An office whose money is spent."""

    place = forms.ChoiceField(label=words("所属", "Of"))
    name_zh = forms.CharField(label=words("名称（中文）", "Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=words("名称（英文）", "Name in English"), max_length=200, required=False)


class AskBackForm(forms.Form):
    """What is asked back: for which cause, how much, until when, and why."""

    cause = forms.CharField(label=words("事由", "Cause"), max_length=100)
    amount = amount_field()
    due_on = day_field(("退回期限", "Due"))
    ground = reason_field()


class BanForm(forms.Form):
    """From when to when somebody gets nothing, and why."""

    first_day = day_field(("首日", "First day"))
    last_day = day_field(("末日", "Last day"))
    ground = reason_field()


class PlanForm(forms.Form):
    """How much is paid in each of some years, from a first one on."""

    reason = reason_field()

    def __init__(self, *arguments: Any, first_year: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.first_year = first_year
        for number in range(YEARS_PLANNED):
            field = amount_field()
            year = first_year + number
            field.label, field.required = words(f"{year}年支付（元）", f"Paid in {year} (yuan)"), False
            field.help_text = ""
            self.fields[f"year_{number}"] = field
        self.order_fields([f"year_{number}" for number in range(YEARS_PLANNED)])

    def years(self) -> dict[int, Decimal]:
        """Return the years with their amounts."""
        said = self.cleaned_data
        found = {self.first_year + number: said[f"year_{number}"] for number in range(YEARS_PLANNED)}
        return {year: amount for year, amount in found.items() if amount is not None}


def party_field(zh: str, en: str) -> forms.CharField:
    """Return a field for a company or an institution, by its credit code."""
    return forms.CharField(
        label=words(zh, en),
        help_text=words("统一社会信用代码，18位。", "The unified social credit code, 18 characters."),
        max_length=18,
        min_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FundedForm(forms.Form):
    """What begins with the choice of a line."""

    line = forms.ChoiceField(label=words("资金来源（预算）", "Line of the budget"))


class VoucherForm(FundedForm):
    """A voucher that is to be issued."""

    party = party_field("持有方", "Holder")
    code = forms.CharField(
        label=words("用途", "For"), help_text=words("如“科技创新券”。", "Such as “innovation voucher”."), max_length=200
    )
    amount = amount_field()
    last_day = day_field(("最后使用日", "Last day"))
    reason = reason_field()


class UseForm(forms.Form):
    """A use of a voucher."""

    party = party_field("服务机构", "Provider")
    amount = amount_field()
    reason = reason_field()


class ReasonForm(forms.Form):
    """The reason of what needs nothing else."""

    reason = reason_field()


class AgreementForm(FundedForm):
    """Money for a project, or a loss that a fund bears."""

    party = party_field("收款方", "Receiver")
    amount = amount_field()
    reason = reason_field()


class ReturnForm(forms.Form):
    """What came back, or what is paid in part."""

    amount = amount_field()
    reason = reason_field()


class ProlongForm(forms.Form):
    """Until when a ban is prolonged, and why."""

    last_day = day_field(("延长到（含）", "Until (included)"))
    ground = reason_field()
