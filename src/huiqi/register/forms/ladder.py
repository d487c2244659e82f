"""Forms of the ladder: the days that are compared, and companies put down for a title."""

from __future__ import annotations

from django import forms

from huiqi.kernel.actor import Actor
from huiqi.register.domain.ladder import COUNTED, STAGE_NAMES, Stage
from huiqi.register.domain.titles import BY_KEY, KINDS
from huiqi.register.forms.naming import companies_field, hand_actor
from huiqi.register.forms.undertakings import source_field
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words


class DaysForm(forms.Form):
    """A day, and the earlier one with which it is compared."""

    day = day_field(("按哪一天", "As of"), required=False)
    before = day_field(("与哪一天比", "Compared with"), required=False)


def title_kinds() -> list[tuple[str, str]]:
    """Return the titles that can be aimed at as choices, those of the ladder first."""
    rest = [kind.key for kind in KINDS if kind.key not in COUNTED]
    return [(key, chosen(BY_KEY[key].zh, BY_KEY[key].en)) for key in (*COUNTED, *rest)]


class NominateForm(forms.Form):
    """Companies that aim at a title in a year."""

    kind = forms.ChoiceField(label=words("目标称号", "Title aimed at"), choices=title_kinds)
    year = forms.IntegerField(label=words("年度", "Year"), min_value=1990, max_value=2199)
    stage = forms.ChoiceField(
        label=words("到哪一步", "Stage"),
        choices=lambda: [(stage.value, chosen(*STAGE_NAMES[stage])) for stage in Stage],
    )
    companies = companies_field()
    source = source_field()

    def __init__(self, *arguments: object, actor: Actor, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        hand_actor(self, actor)
