"""How forms look: one renderer, so that every field has its label, help, error and their links for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiqi.kernel.words import Pair
from huiqi.ui.words import chosen, words

Crumbs = Sequence[tuple[str, str]]
DAY_FORMAT = "%Y-%m-%d"


class Renderer(TemplatesSetting):
    """Renders a form with the elements of the house; named in the setting FORM_RENDERER."""

    form_template_name = "elements/form.html"
    field_template_name = "elements/field.html"


class SheetField(forms.FileField):
    """A sheet that somebody hands in; one of more bytes than are read is refused before it is."""

    def __init__(self, *, label: Pair, help: Pair, bytes_most: int) -> None:
        offered = forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"})
        super().__init__(label=words(*label), help_text=words(*help), widget=offered)
        self.bytes_most = bytes_most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file; raises ValidationError."""
        file = super().clean(data, initial)
        if file.size > self.bytes_most:
            most = self.bytes_most // 1_000_000
            raise forms.ValidationError(words(f"文件超过{most}兆字节。", f"The file has more than {most} MB."))
        return file


def day_field(label: Pair, *, required: bool = True, help: Pair = ("", "")) -> forms.DateField:
    """Return a field for a day. Its first value is written as browsers read it, whatever the language."""
    return forms.DateField(
        label=words(*label),
        required=required,
        help_text=words(*help),
        widget=forms.DateInput(format=DAY_FORMAT, attrs={"type": "date"}),
        input_formats=[DAY_FORMAT],
        error_messages={"invalid": words("请填写日期，如 2024-01-31。", "Give a day such as 2024-01-31.")},
    )


def set_choices(form: forms.Form, **choices: Sequence[tuple[str, str]]) -> None:
    """Give fields of a form the choices that are known only now: (value, shown)."""
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField), f"{name} offers no choices"
        field.choices = list(offered)


def show_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: Pair,
    crumbs: Crumbs = (),
    button: Pair = ("保存", "Save"),
    lead: Pair = ("", ""),
    template: str = "layouts/form.html",
    **context: object,
) -> HttpResponse:
    """Return a page with one form under its title; 422 where something in it has to be put right."""
    shown = {"form": form, "title": chosen(*title), "button": chosen(*button), "lead": chosen(*lead)}
    path = [*crumbs, (chosen(*title), "")]
    status = 422 if form.errors else 200
    return render(request, template, {**shown, "crumbs": path, **context}, status=status)
