"""Putting a clause on the list of automatic payment, with its terms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms

from huiqi.casework.forms.claims.rounds import RoundForm
from huiqi.casework.queries.claims.funding import LineSeen
from huiqi.casework.queries.claims.listed import ToList
from huiqi.casework.services import ListedSaid, Terms
from huiqi.kernel.money import full
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words


class ListedForm(RoundForm):
    """A clause, where it counts, which lines pay it, the terms of a round, and why it is listed.

    A clause that several pay asks for a line of each of them, once it is chosen.
    """

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
            line=lines_to_choose(what.lines),
        )
        head = what.clauses.get(self.data.get("clause", ""))
        self.payers = head.payers if head else ()
        if self.payers:
            del self.fields["line"]
        for place, payer in enumerate(self.payers):
            self.fields[f"line_{place}"] = line_of(payer.name, what.lines)

    def said(self) -> ListedSaid:
        """Return what was said."""
        said = self.cleaned_data
        policy, _, clause = said["clause"].partition("/")
        terms = Terms(said["confirm_days"], said["notice_days"], said["order"])
        names = [f"line_{place}" for place in range(len(self.payers))] or ["line"]
        lines = [UUID(said[name]) for name in names]
        return ListedSaid(UUID(said["scope"]), policy, clause, terms, lines, said["reason"])


def line_of(payer: tuple[str, str], lines: Sequence[LineSeen]) -> forms.ChoiceField:
    """Return the field for the line out of which a payer bears its part."""
    label = words(f"资金来源（{payer[0]}承担）", f"Line of the budget ({payer[1]})")
    return forms.ChoiceField(label=label, choices=lines_to_choose(lines))


def lines_to_choose(lines: Sequence[LineSeen]) -> list[tuple[str, str]]:
    """Return lines of the budget with what is free on them."""
    return [
        (
            str(one.id),
            chosen(f"{one.title[0]}（可用 {full(one.free)} 元）", f"{one.title[1]} (CNY {full(one.free)} free)"),
        )
        for one in lines
    ]
