"""Forms of the grid: schemes, key companies, grids and their people, lists of companies and grids, contacts."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from huiqi.kernel.actor import Actor
from huiqi.register.domain.grid import DUTY_NAMES, WAY_NAMES, Duty, Way
from huiqi.register.forms.naming import companies_field, hand_actor
from huiqi.register.forms.undertakings import source_field
from huiqi.register.services import SchemeSaid
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words

Choices = Sequence[tuple[str, str]]


class SchemeForm(forms.Form):
    """A scheme; `places` are the zones and parks that may have one, none where that is fixed."""

    organisation = forms.ChoiceField(label=words("所属园区", "Of which place"))
    name = forms.CharField(
        label=words("名称", "Name"),
        max_length=200,
        help_text=words("如“重点企业网格化服务”。", "Such as “Grid service for key companies”."),
    )
    duties = forms.MultipleChoiceField(
        label=words("责任专员之外，每家企业还要有", "Beside the officer, each company also needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(duty.value, chosen(*DUTY_NAMES[duty])) for duty in (Duty.LEADER, Duty.DEPUTY)],
    )
    needs_department = forms.BooleanField(label=words("还要有责任部门", "And a department"), required=False)
    contact_every_days = forms.IntegerField(
        label=words("至少多少天联系一次", "In touch at least every so many days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=words("文件没有规定的不填，就不计到期。", "Empty where the source sets none; nothing is due then."),
    )
    source = source_field()
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, places: Choices = (), **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        if places:
            set_choices(self, organisation=places)
        else:
            del self.fields["organisation"]

    def said(self) -> SchemeSaid:
        """Return what was said."""
        names = ("name", "source", "needs_department", "contact_every_days")
        duties = tuple(self.cleaned_data["duties"])
        return SchemeSaid(duties=duties, **{name: self.cleaned_data[name] for name in names})


class TakeInForm(forms.Form):
    """Companies that a scheme takes in."""

    companies = companies_field()
    reason = forms.CharField(
        label=words("哪一类重点企业", "Which kind of key company"),
        max_length=200,
        help_text=words(
            "如规上工业企业、规上服务业企业、成长型科技企业。",
            "Such as above-scale industry, above-scale services, growing technology company.",
        ),
    )

    def __init__(self, *arguments: object, actor: Actor, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        hand_actor(self, actor)


class GridForm(forms.Form):
    """A grid; `departments` are those that it can belong to."""

    name = forms.CharField(label=words("网格名称", "Name of the grid"), max_length=200)
    department = forms.ChoiceField(label=words("责任部门", "Department"), required=False)
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, departments: Choices, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, department=[("", chosen("没有", "None")), *departments])


class AppointForm(forms.Form):
    """A duty is given to a person; `people` are those who may have it."""

    duty = forms.ChoiceField(
        label=words("职责", "Duty"), choices=lambda: [(duty.value, chosen(*DUTY_NAMES[duty])) for duty in Duty]
    )
    person = forms.ChoiceField(
        label=words("由谁担任", "Who"),
        required=False,
        help_text=words("不选就是免去现任、暂时空缺。", "Nobody: whoever has it now is relieved."),
    )

    def __init__(self, *arguments: object, people: Choices, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, person=[("", chosen("无人（空缺）", "Nobody")), *people])


class PlaceForm(forms.Form):
    """The grid into which a company goes; `grids` are those of the scheme."""

    grid = forms.ChoiceField(label=words("网格", "Grid"))

    def __init__(self, *arguments: object, grids: Choices, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, grid=grids)


class ListForm(forms.Form):
    """A pasted list of companies and grids; `digest` names what was looked at before it is done."""

    text = forms.CharField(
        label=words("名单（每行：企业，网格）", "List (a line each: company, grid)"),
        max_length=500_000,
        help_text=words(
            "可以从Excel直接复制两列：统一社会信用代码或全称，网格名称。",
            "Two columns can be copied from Excel: credit code or full name, and the name of the grid.",
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class VisitForm(forms.Form):
    """A contact with a company."""

    day = day_field(("哪一天", "Day"))
    way = forms.ChoiceField(
        label=words("方式", "Way"),
        widget=forms.RadioSelect,
        choices=lambda: [(way.value, chosen(*WAY_NAMES[way])) for way in Way],
    )
    note = forms.CharField(
        label=words("情况", "What was said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
