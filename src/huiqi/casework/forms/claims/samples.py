"""Drawing a sample, noting what a receiver said, saying what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from huiqi.casework.domain.claims.sampling import Stratum
from huiqi.casework.services import Answers, SampleSaid
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words


class SampleForm(forms.Form):
    """Out of which days' payments, how many, by what, with which seed."""

    zone = forms.ChoiceField(label=words("高新区", "Zone"))
    paid_from = day_field(("到账日自", "Paid from"))
    paid_to = day_field(("至（含）", "Until (included)"))
    policy = forms.ChoiceField(label=words("政策", "Policy"), required=False)
    share_percent = forms.DecimalField(
        label=words("抽取比例（%）", "Share (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=words("比例和数量填一个。", "Give a share or a number."),
    )
    size = forms.IntegerField(label=words("抽取数量", "Number"), required=False, min_value=1)
    stratum = forms.ChoiceField(label=words("分层", "Strata"))
    seed = forms.CharField(
        label=words("随机种子", "Seed"), required=False, max_length=64,
        help_text=words(
            "不填则自动生成并记录。同样的种子和名单，抽出同样的企业。",
            "Made and kept where empty. The same seed over the same list draws the same.",
        ),
    )  # fmt: skip

    def offer(self, zones: Sequence[tuple[UUID, str]], policies: Sequence[tuple[str, str, str]]) -> None:
        """Give the fields what can be chosen."""
        every = ("", chosen("全部政策", "All policies"))
        set_choices(
            self,
            zone=[(str(zone), name) for zone, name in zones],
            policy=[every, *((key, chosen(zh, en)) for key, zh, en in policies)],
            stratum=[(one.value, chosen(*one.words)) for one in Stratum],
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a form with neither, or both, of share and number."""
        said = super().clean() or self.cleaned_data
        if (said.get("share_percent") is None) == (said.get("size") is None):
            raise forms.ValidationError(words("比例和数量填一个。", "Give a share or a number, one of the two."))
        return said

    def said(self) -> SampleSaid:
        """Return what was said."""
        said = self.cleaned_data
        return SampleSaid(**{**said, "zone": UUID(said["zone"]), "stratum": Stratum(said["stratum"])})


def _asked(zh: str, en: str) -> forms.TypedChoiceField:
    choices = (("yes", words("是", "Yes")), ("no", words("否", "No")))
    return forms.TypedChoiceField(
        label=words(zh, en), choices=choices, widget=forms.RadioSelect, coerce=lambda value: value == "yes"
    )


class CallForm(forms.Form):
    """What a receiver answered."""

    received = _asked("款项是否收到？", "Was it received?")
    amount_right = _asked("金额是否相符？", "Was the amount right?")
    fee_asked = _asked("是否有人索要费用或好处？", "Did anybody ask for a fee or a favour?")
    spoken_with = forms.CharField(label=words("受访人", "Spoken with"), max_length=100)
    note = forms.CharField(
        label=words("记录", "Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=words("有异常的必须写明。", "Needed where something is wrong."),
    )  # fmt: skip

    def answers(self) -> Answers:
        """Return what was answered."""
        return Answers(**self.cleaned_data)


class FindingForm(forms.Form):
    """What was found about something that was wrong."""

    finding = forms.CharField(
        label=words("核查结论", "What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
