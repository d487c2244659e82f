"""Putting a clause on the list of automatic payment, with its terms."""

from __future__ import annotations

from uuid import UUID

from django import forms

from huiqi.casework.forms.claims.rounds import RoundForm
from huiqi.casework.queries.claims.listed import ToList
from huiqi.casework.services import ListedSaid, Terms
from huiqi.kernel.money import full
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words


class ListedForm(RoundForm):
    """A clause, where it counts, which line pays it, the terms of a round, and why it is listed."""

    scope = forms.ChoiceField(label=words("范围", "Over"))
    clause = forms.ChoiceField(
        label=words("条款", "Clause"),
        help_text=words(
            "只列出条款自己写明免申即享、金额和依据的。",
            "Only clauses that say themselves: without an application, how much, by what article.",
        ),
    )
    line = forms.ChoiceField(label=words("资金来源", "Line of the budget"))
    reason = forms.CharField(label=words("列入理由", "Reason"), max_length=500)
    field_order = ("clause", "scope", "line", "notice_days", "confirm_days", "order", "reason")

    def offer(self, what: ToList) -> None:
        """Give the fields what can be chosen."""
        set_choices(
            self,
            scope=[(str(one.id), one.name) for one in what.scopes],
            clause=[(key, f"{chosen(*head.policy_name)}：{chosen(*head.name)}") for key, head in what.clauses.items()],
            line=[
                (
                    str(one.id),
                    chosen(
                        f"{one.title[0]}（可用 {full(one.free)} 元）", f"{one.title[1]} (CNY {full(one.free)} free)"
                    ),
                )
                for one in what.lines
            ],
        )

    def said(self) -> ListedSaid:
        """Return what was said."""
        said = self.cleaned_data
        policy, _, clause = said["clause"].partition("/")
        terms = Terms(said["confirm_days"], said["notice_days"], said["order"])
        return ListedSaid(UUID(said["scope"]), policy, clause, terms, UUID(said["line"]), said["reason"])
