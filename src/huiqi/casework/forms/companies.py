"""Forms about a company: its name, its contacts, its titles, and what is decided about what it asks."""

from __future__ import annotations

from typing import Any

from django import forms

from huiqi.casework.domain.fact_values import day_after
from huiqi.register.domain.contacts import Duty
from huiqi.register.domain.titles import KINDS, LEVELS, Recognition
from huiqi.register.services import ContactSaid, TitleSaid
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words

RECOGNITIONS = {
    Recognition.UNSAID.value: ("未说明", "Not said"),
    Recognition.FIRST.value: ("首次认定", "First recognition"),
    Recognition.RENEWED.value: ("重新认定或复核", "Renewed"),
}


class NameForm(forms.Form):
    """A new name."""

    name = forms.CharField(label=words("新名称", "New name"), max_length=200)


class ContactForm(forms.Form):
    """A contact; `seen` is when it was changed last, as the page showed it."""

    name = forms.CharField(label=words("姓名", "Name"), max_length=200)
    duty = forms.ChoiceField(
        label=words("联系事项", "About"), choices=[(duty.value, words(*duty.words)) for duty in Duty]
    )
    position = forms.CharField(label=words("职务", "Position"), max_length=100, required=False)
    phone = forms.CharField(
        label=words("电话", "Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=words("邮箱", "E-mail"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def said(self) -> ContactSaid:
        """Return what was said, once the form is valid."""
        fields = ("name", "duty", "position", "phone", "email")
        return ContactSaid(**{name: self.cleaned_data[name] for name in fields})


class TitleForm(forms.Form):
    """A title with its validity; the last day is one on which it still holds."""

    kind = forms.ChoiceField(
        label=words("称号", "Title"), choices=[(kind.key, words(kind.zh, kind.en)) for kind in KINDS]
    )
    level = forms.ChoiceField(
        label=words("级别", "Level"),
        required=False,
        choices=[("", "—"), *((key, words(*names)) for key, names in LEVELS.items())],
    )
    number = forms.CharField(label=words("证书或文件编号", "Number"), max_length=100, required=False)
    recognition = forms.ChoiceField(
        label=words("认定类型", "Recognition"),
        required=False,
        choices=[(key, words(*names)) for key, names in RECOGNITIONS.items()],
    )
    valid_from = day_field(("有效期起", "Valid from"))
    last_day = day_field(
        ("有效期止", "Last day"),
        required=False,
        help=("含当日；不填表示长期有效。", "This day included; empty for no end."),
    )
    source = forms.CharField(label=words("来源", "Source"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Check that the title holds on some day."""
        found = super().clean() or {}
        start, last = found.get("valid_from"), found.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", chosen("早于起始日。", "This is before its first day."))
        return found

    def said(self) -> TitleSaid:
        """Return what was said, once the form is valid."""
        fields = ("kind", "valid_from", "level", "number", "recognition", "source")
        found = {name: self.cleaned_data[name] for name in fields}
        return TitleSaid(valid_to=day_after(self.cleaned_data["last_day"]), **found)


class RevokeForm(forms.Form):
    """From which day a title is taken away, and by what."""

    day = day_field(("自何日撤销", "Revoked from"))
    source = forms.CharField(label=words("依据", "Source"), max_length=200)


class AcceptForm(forms.Form):
    """What the officer saw as the last row of the fact, and a word to the company."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    decision = forms.CharField(
        label=words("给企业的说明", "A word to the company"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RefuseForm(forms.Form):
    """Why a correction is refused."""

    decision = forms.CharField(
        label=words("不采纳的理由", "Why it is refused"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class WhenForm(forms.Form):
    """As known at the end of a day, as valid on a day."""

    known_on = day_field(("截至何日所知", "As known on"), required=False)
    valid_on = day_field(("何日有效", "As valid on"), required=False)
