"""Forms of undertakings, their labels, and the companies in them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.kernel.actor import Actor
from huiqi.register.domain.titles import LEVELS, Level
from huiqi.register.domain.undertakings import AWAY, GROUP_NAMES, LABEL_KINDS, Group, Outcome
from huiqi.register.forms.naming import HELP, OrganisationField, companies_field, hand_actor
from huiqi.register.services import LabelSaid, UndertakingSaid
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words

LEVEL_NAMES = LEVELS
_END_HELP = ("不再有效的第一天。", "The first day on which it no longer holds.")


def source_field() -> forms.CharField:
    """Return the field for where something comes from."""
    return forms.CharField(
        label=words("来源", "Source"),
        max_length=200,
        help_text=words("文件、名单或报道，写明文号或日期。", "A document, list or report, with its number or day."),
    )


def groups() -> list[tuple[str, str]]:
    """Return the groups as choices, in the language in use."""
    return [(group.value, chosen(*GROUP_NAMES[group])) for group in Group]


class UndertakingForm(forms.Form):
    """An undertaking; `places` are the zones and parks that may count it, none where that is fixed."""

    organisation = forms.ChoiceField(label=words("所属园区", "Counted by"))
    group = forms.ChoiceField(label=words("大类", "Group"), choices=groups)
    name = forms.CharField(label=words("名称", "Name"), max_length=200)
    operator = OrganisationField(
        label=words("运营或依托单位", "Operator or host"), max_length=200, required=False, help_text=HELP
    )
    city = forms.CharField(
        label=words("所在城市", "City"),
        max_length=100,
        required=False,
        help_text=words(
            "在高新区内的不填；飞地和异地工作站必填。", "Leave empty in the zone; an enclave or station needs it."
        ),
    )
    begun_on = day_field(("设立日期", "Set up on"), required=False)
    ended_on = day_field(("终止日期", "Ended on"), required=False, help=_END_HELP)
    source = source_field()
    note = forms.CharField(
        label=words("备注", "Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *arguments: object, actor: Actor, places: Sequence[tuple[str, str]] = (), **options: object
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        if places:
            set_choices(self, organisation=places)
        else:
            del self.fields["organisation"]
            self.fields["group"].disabled = True
        hand_actor(self, actor)

    def clean(self) -> dict[str, object]:
        """Say what belongs to one field beside that field."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("group") in list(AWAY) and not cleaned.get("city"):
            self.add_error("city", words("飞地和工作站设在别处，请写明城市。", "It is elsewhere: say in which city."))
        begun, ended = cleaned.get("begun_on"), cleaned.get("ended_on")
        if begun and ended and begun >= ended:
            self.add_error("ended_on", words("终止须晚于设立。", "It has to end later than it was set up."))
        return cleaned

    def said(self) -> UndertakingSaid:
        """Return what was said."""
        names = ("group", "name", "source", "city", "begun_on", "ended_on", "note")
        operator = self.cleaned_data["operator"]
        return UndertakingSaid(
            operator=operator.pk if operator else None, **{name: self.cleaned_data[name] for name in names}
        )


class LabelForm(forms.Form):
    """A label of an undertaking of a group."""

    kind = forms.ChoiceField(label=words("称号", "Label"))
    name = forms.CharField(
        label=words("印发的全名", "As printed"),
        max_length=100,
        required=False,
        help_text=words(
            "与上面不同时填写，将单独计数。", "Where it differs from the above; it is then counted on its own."
        ),
    )
    level = forms.ChoiceField(
        label=words("级别", "Level"),
        required=False,
        choices=lambda: [
            ("", chosen("未写明", "Not said")),
            *((one.value, chosen(*LEVEL_NAMES[one])) for one in Level),
        ],
    )
    valid_from = day_field(("有效期起", "Valid from"), required=False)
    valid_to = day_field(("有效期止", "Valid to"), required=False, help=_END_HELP)
    source = source_field()

    def __init__(self, *arguments: object, group: str, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        kinds = [(kind.key, chosen(kind.zh, kind.en)) for kind in LABEL_KINDS.values() if kind.group == group]
        set_choices(self, kind=kinds)

    def said(self) -> LabelSaid:
        """Return what was said."""
        return LabelSaid(**self.cleaned_data)


class EndForm(forms.Form):
    """The day from which something no longer holds."""

    day = day_field(("止于", "Until"), help=_END_HELP)


class AdmitForm(forms.Form):
    """Companies that move in."""

    companies = companies_field()
    day = day_field(("入驻日期", "Moved in on"))
    source = source_field()

    def __init__(self, *arguments: object, actor: Actor, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        hand_actor(self, actor)


class ReleaseForm(forms.Form):
    """A company moves out."""

    outcome = forms.ChoiceField(
        label=words("怎样离开", "How it leaves"),
        choices=(
            (Outcome.GRADUATED.value, words("毕业", "Graduated")),
            (Outcome.LEFT.value, words("其他原因离开", "Left otherwise")),
        ),
        widget=forms.RadioSelect,
    )
    day = day_field(("离开日期", "Out since"), help=("不在的第一天。", "The first day on which it is no longer there."))


class CountForm(forms.Form):
    """The day and the group that are counted."""

    day = day_field(("按哪一天", "As of"), required=False)
    group = forms.ChoiceField(
        label=words("大类", "Group"), required=False, choices=lambda: [("", chosen("全部", "All")), *groups()]
    )
