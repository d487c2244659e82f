"""Who approves how much, and who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms

from huiqi.casework.domain.claims.bands import Band
from huiqi.casework.domain.claims.rights import APPROVE
from huiqi.kernel.actor import Role
from huiqi.ui.amounts import AmountField
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words


class BandForm(forms.Form):
    """Two bands: up to an amount one role, above it another; without an amount one role for all."""

    zone = forms.ChoiceField(label=words("高新区", "Zone"))
    lower = forms.ChoiceField(label=words("由谁审批", "Approved by"))
    limit = AmountField(
        label=words("到多少元为止（含）", "Up to, in yuan (included)"),
        required=False,
        help_text=words("不填即不分档。", "Empty: one band for all amounts."),
    )
    upper = forms.ChoiceField(label=words("超过的由谁审批", "Above it by"), required=False)
    reason = forms.CharField(label=words("更改的理由", "Why it changes"), max_length=500)

    def offer(self, zones: Sequence[tuple[UUID, str]]) -> None:
        """Give the fields what can be chosen."""
        roles = [(role.value, chosen(*role.words)) for role in APPROVE]
        set_choices(self, zone=[(str(zone), name) for zone, name in zones], lower=roles, upper=roles)

    def bands(self) -> tuple[Band, ...]:
        """Return the bands that were said."""
        said = self.cleaned_data
        lower = Role(said["lower"])
        if said["limit"] is None:
            return (Band(None, lower),)
        return Band(said["limit"], lower), Band(None, Role(said["upper"] or said["lower"]))


class StandInForm(forms.Form):
    """Who stands in for whom, as what, from when to when."""

    place = forms.ChoiceField(label=words("代谁、以什么角色", "For whom, as what"))
    person = forms.ChoiceField(label=words("由谁代理", "Who stands in"))
    first_day = day_field(("自", "From"))
    last_day = day_field(("至（含）", "Until (included)"))
    reason = forms.CharField(label=words("原因", "Reason"), max_length=200)

    def offer(
        self, away: Sequence[tuple[UUID, str, Role, UUID, str]], people: Sequence[tuple[UUID, str, Role]]
    ) -> None:
        """Give the fields what can be chosen."""
        said = [
            (f"{zone}:{role.value}:{person}", f"{who}（{name} {chosen(*role.words)}）")
            for zone, name, role, person, who in away
        ]
        persons = {str(one): f"{name}（{chosen(*role.words)}）" for one, name, role in people}
        set_choices(self, place=said, person=list(persons.items()))
