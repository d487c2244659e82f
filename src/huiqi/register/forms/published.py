"""The form of a published figure."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms

from huiqi.register.domain.published import QUALIFIER_WORDS, TOPICS, Qualifier
from huiqi.register.forms.undertakings import source_field
from huiqi.register.services import FigureSaid
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words


class FigureForm(forms.Form):
    """A figure as published; `places` as in `UndertakingForm`, `wholes` are figures that it can be a part of."""

    organisation = forms.ChoiceField(label=words("哪个园区的", "Of which place"))
    topic = forms.ChoiceField(label=words("主题", "Topic"))
    zh = forms.CharField(label=words("指标名称（中文）", "Name in Chinese"), max_length=200)
    en = forms.CharField(label=words("指标名称（英文）", "Name in English"), max_length=200)
    qualifier = forms.ChoiceField(label=words("限定词", "Qualifier"))
    value = forms.DecimalField(
        label=words("数值", "Value"),
        required=False,
        max_digits=30,
        decimal_places=10,
        help_text=words("原文没有总数、只有分项的，不填。", "Empty where only its parts were published."),
    )
    unit_zh = forms.CharField(label=words("单位（中文）", "Unit in Chinese"), max_length=30, required=False)
    unit_en = forms.CharField(label=words("单位（英文）", "Unit in English"), max_length=30, required=False)
    as_of = forms.CharField(
        label=words("时点或时期", "As of"),
        max_length=100,
        required=False,
        help_text=words("照原文写，如“截至2021年底”。", "As the text says it, such as “end of 2021”."),
    )
    part_of = forms.ChoiceField(
        label=words("是哪个数的一部分", "Part of"),
        required=False,
        help_text=words(
            "只有互不重叠的分项才选；重叠不明的不选，也不会相加。",
            "Only for parts that do not overlap; where that is not known, choose none: nothing is added up.",
        ),
    )
    source = source_field()
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: object,
        places: Sequence[tuple[str, str]] = (),
        wholes: Sequence[tuple[str, str]] = (),
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        topics = [(key, chosen(*pair)) for key, pair in TOPICS.items()]
        qualifiers = [
            (one.value, chosen(*QUALIFIER_WORDS[one]).strip() or chosen("恰好", "exactly")) for one in Qualifier
        ]
        nothing = [("", chosen("不是", "None"))]
        set_choices(self, topic=topics, qualifier=qualifiers, part_of=[*nothing, *wholes])
        if places:
            set_choices(self, organisation=places)
        else:
            del self.fields["organisation"]

    def said(self) -> FigureSaid:
        """Return what was said."""
        names = ("topic", "zh", "en", "source", "value", "qualifier", "unit_zh", "unit_en", "as_of")
        whole = self.cleaned_data["part_of"]
        return FigureSaid(part_of=UUID(whole) if whole else None, **{name: self.cleaned_data[name] for name in names})
