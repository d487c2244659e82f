"""What people send to the sandbox, as plain values: figures as typed, and the texts of policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from huiqi.casework.forms.runs import ScopedForm
from huiqi.rulebook.services.trying import Adjustable
from huiqi.ui.forms import day_field
from huiqi.ui.words import chosen, words

_FIGURE, _TEXT = "figure.", "text."
_TEXT_MOST = 400_000


class WhatIfForm(ScopedForm):
    """A new what-if: its name, over which zone or park, on which day, which policies are open for change."""

    field_order = ("name", "scope", "day", "policies")

    name = forms.CharField(label=words("名称", "Name"), max_length=100)
    day = day_field(("按哪一天试算", "As of which day"))
    policies = forms.MultipleChoiceField(
        label=words("要改动的政策", "Policies to change"), widget=forms.CheckboxSelectMultiple
    )


class ChangeForm(forms.Form):
    """The figures and texts of the policies that are open: a figure that is left empty stays as published."""

    over = forms.IntegerField(widget=forms.HiddenInput)

    def open(self, policies: Sequence[Adjustable], *, figures: Mapping[str, str], files: Mapping[str, str]) -> None:
        """Give the form a field for each figure and text, with what is tried already."""
        for one in policies:
            for figure in one.figures:
                published = chosen(*figure.shown)
                self.fields[_FIGURE + figure.id] = forms.CharField(
                    label=chosen(*figure.name),
                    required=False,
                    max_length=100,
                    initial=figures.get(figure.id, ""),
                    help_text=chosen(f"现行：{published}", f"Published: {published}"),
                )
            self.fields[_TEXT + one.path] = forms.CharField(
                label=chosen(f"《{one.title[0]}》规则文本", f"Text of “{one.title[1]}”"),
                required=False,
                max_length=_TEXT_MOST,
                strip=False,
                initial=files.get(one.path, one.text),
                widget=forms.Textarea(attrs={"rows": 18, "class": "code", "spellcheck": "false"}),
            )

    def figures(self) -> dict[str, str]:
        """Return the figures as typed."""
        return self._under(_FIGURE)

    def texts(self) -> dict[str, str]:
        """Return the texts by path."""
        return {path: text for path, text in self._under(_TEXT).items() if text.strip()}

    def groups(self, policies: Sequence[Adjustable]) -> list[dict[str, object]]:
        """Return the fields policy by policy, for the page."""
        return [
            {
                "title": chosen(*one.title),
                "figures": [self[_FIGURE + figure.id] for figure in one.figures],
                "text": self[_TEXT + one.path],
                "is_changed": bool(self[_TEXT + one.path].errors),
            }
            for one in policies
        ]

    def say_figure(self, name: str, problem: str) -> None:
        """Put a problem at a figure."""
        self.add_error(_FIGURE + name, problem)

    def _under(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): str(value or "")
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }
