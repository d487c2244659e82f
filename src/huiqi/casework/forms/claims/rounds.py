"""Forms of officers: opening a round, deciding on claims, single acts on one claim."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms

from huiqi.casework.domain.claims.order import Order
from huiqi.ui.amounts import AmountField
from huiqi.ui.words import chosen, words

_SEEN_MOST = 500


class RoundForm(forms.Form):
    """The terms of a round."""

    notice_days = forms.IntegerField(
        label=words("公示工作日数", "Working days of public notice"),
        required=False,
        min_value=1,
        max_value=250,
        help_text=words(
            "条款写明的，以条款为准；条款没写、这里也不填的，不公示。",
            "What the clause says counts; where it says nothing and this stays empty, there is no notice.",
        ),
    )
    confirm_days = forms.IntegerField(
        label=words("企业确认期限（工作日）", "Working days to confirm"),
        min_value=1,
        max_value=250,
        help_text=words("到期没有确认的，自动失效。", "What is not confirmed by then lapses."),
    )
    order = forms.ChoiceField(
        label=words("资金不足时的顺序", "Order where the money does not suffice"),
        help_text=words("建立批次时公布，以后不变。", "Declared now; it does not change later."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the orders in the language in use."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["order"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, chosen(*one.words)) for one in Order]


class ReasonForm(forms.Form):
    """A reason, and the claim as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=words("理由", "Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=words("除“同意”外，都要写明理由。", "Needed for everything but agreeing."),
    )  # fmt: skip
    amount = AmountField(label=words("核定金额（元）", "Amount (yuan)"), required=False)


def seen_of(texts: Iterable[str]) -> dict[UUID, int]:
    """Return the claims that a page sent, each with how often it was changed when it was seen; what is no such text is left out."""
    found: dict[UUID, int] = {}
    for text in list(texts)[:_SEEN_MOST]:
        name, _, version = text.partition(":")
        try:
            found[UUID(name)] = int(version)
        except ValueError:
            continue
    return found
