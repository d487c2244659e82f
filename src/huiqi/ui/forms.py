"""How forms look: one renderer, so that every field has its label, help, error and their links for screen readers."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders a form with the elements of the house; named in the setting FORM_RENDERER."""

    form_template_name = "elements/form.html"
    field_template_name = "elements/field.html"
