"""What finance sends: which claims go into a batch, why one is withdrawn, what the bank sent back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import forms

from huiqi.casework.domain.claims.batches import PAYMENTS_MOST
from huiqi.ui.forms import set_choices
from huiqi.ui.words import words

_SIZE_MOST = 5_000_000


class ResultForm(forms.Form):
    """A bank's result."""

    zone = forms.ChoiceField(label=words("高新区", "Zone"))
    file = forms.FileField(
        label=words("银行回单文件", "The bank's result"),
        help_text=words(
            "CSV，UTF-8或GB18030，第一行有“参考号、金额、结果”，可有“原因”。",
            "CSV in UTF-8 or GB18030; the first line holds reference, amount and result, and may hold reason.",
        ),
    )

    def offer(self, zones: Sequence[tuple[UUID, str]]) -> None:
        """Give the fields what can be chosen."""
        set_choices(self, zone=[(str(zone), name) for zone, name in zones])
        if len(zones) == 1:
            self.fields["zone"].widget = forms.HiddenInput()
            self.fields["zone"].initial = str(zones[0][0])

    def clean_file(self) -> bytes:
        """Return the content; refuse one that is no list of payments by its size."""
        file = self.cleaned_data["file"]
        if file.size > _SIZE_MOST:
            raise forms.ValidationError(words("文件超过5兆字节。", "The file has more than 5 MB."))
        content: bytes = file.read()
        return content


def chosen_ids(texts: Iterable[str]) -> list[UUID]:
    """Return the identifiers that a page sent; what is none is left out."""
    found = []
    for text in list(texts)[:PAYMENTS_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
