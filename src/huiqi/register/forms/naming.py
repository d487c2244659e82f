"""Fields in which people name organisations, by credit code or full name; all that is wrong is said at once."""

from __future__ import annotations

from django import forms

from huiqi.kernel.actor import Actor
from huiqi.register import queries
from huiqi.ui.words import spoken, words

HELP = words("统一社会信用代码，或登记的全称。", "The credit code, or the full name as registered.")
# A list that is pasted; longer ones come by import.
_LINES_MOST = 5000
_PROBLEMS_SHOWN = 20


class OrganisationField(forms.CharField):
    """One organisation; cleaned to the organisation itself, or None. `actor` has to be set before."""

    actor: Actor
    kind = ""

    def clean(self, value: object) -> object:
        """Return the organisation that is meant."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return queries.named(self.actor, text=text, kind=self.kind)
        except queries.CannotName as error:
            raise forms.ValidationError(spoken(error)) from error


class CompaniesField(forms.CharField):
    """Companies, one a line; cleaned to a list in that order, each once. `actor` has to be set before."""

    actor: Actor
    widget = forms.Textarea

    def clean(self, value: object) -> object:
        """Return the companies that are meant."""
        lines = list(dict.fromkeys(line for part in str(super().clean(value)).splitlines() if (line := part.strip())))
        if len(lines) > _LINES_MOST:
            raise forms.ValidationError(
                words("一次最多{most}行。", "At most {most} lines at a time.").format(most=_LINES_MOST)
            )
        found = queries.all_named(self.actor, texts=lines, kind="company")
        wrong = [spoken(one) for one in found.values() if isinstance(one, queries.CannotName)]
        if wrong:
            raise forms.ValidationError(wrong[:_PROBLEMS_SHOWN])
        return list(dict.fromkeys(found[line] for line in lines))


def companies_field() -> CompaniesField:
    """Return the field with its label."""
    return CompaniesField(
        label=words("企业（每行一家）", "Companies (one a line)"),
        help_text=HELP,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


def hand_actor(form: forms.Form, actor: Actor) -> None:
    """Tell the fields of a form who names organisations in it."""
    for field in form.fields.values():
        if isinstance(field, OrganisationField | CompaniesField):
            field.actor = actor
