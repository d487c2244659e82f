"""How long the records of a round are kept."""

from __future__ import annotations

from django import forms

from huiqi.casework.domain.claims.archive import Retention
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words


class FilingForm(forms.Form):
    """The retention."""

    retention = forms.ChoiceField(label=words("保管期限", "Kept for"), initial=Retention.THIRTY.value)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the retentions in the language in use."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, retention=[(one.value, chosen(*one.words)) for one in Retention])
