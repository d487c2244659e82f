"""Forms of the calendar: the notice of a year as it was published, and working hours."""

from __future__ import annotations

import re
from datetime import date, time

from django import forms

from huiqi.ui.forms import day_field
from huiqi.ui.words import in_english, words
from huiqi_clocks import CannotReckon, Notice, WorkingHours, Year, read_notice

_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至)\s*(\d{1,2})[:：](\d{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class NoticeForm(forms.Form):
    """The notice of a year; `said` holds what was read of it, once it is valid."""

    number = forms.CharField(
        label=words("通知文号", "Number of the notice"),
        max_length=100,
        help_text=words(
            "如 国办发明电〔2025〕7号；多份通知用“、”隔开。", "such as 国办发明电〔2025〕7号; several are parted by 、."
        ),
    )
    year = forms.IntegerField(label=words("年份", "Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    issuer = forms.CharField(label=words("发文机关", "Issued by"), max_length=100, initial="国务院办公厅")
    published = day_field(("发布日期", "Published on"), required=False)
    text = forms.CharField(
        label=words("通知正文", "Text of the notice"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=words(
            "把通知原文粘贴进来，如“二、春节：2月15日至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。”",
            "Paste the text as it was published, such as 二、春节：2月15日至23日放假调休，共9天。2月14日（周六）上班。",
        ),
    )

    said: Year

    def clean(self) -> dict[str, object]:
        """Read the notice, and say beside its text what cannot be read of it."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        number: int = cleaned["year"]
        published: date | None = cleaned["published"]
        notices = tuple(
            Notice(one.strip(), cleaned["issuer"], f"{cleaned['issuer']}关于{number}年部分节假日安排的通知", published)
            for one in re.split("[、;；]", cleaned["number"])
            if one.strip()
        )
        try:
            self.said = Year(number, notices, read_notice(cleaned["text"], number))
        except CannotReckon as error:
            self.add_error("text", error.said(english=in_english()))
        return cleaned


class HoursForm(forms.Form):
    """Working hours as spans of a day."""

    spans = forms.CharField(
        label=words("工作时间", "Working hours"),
        max_length=100,
        help_text=words("如 09:00-12:00, 13:30-17:30", "such as 09:00-12:00, 13:30-17:30"),
    )

    def clean_spans(self) -> WorkingHours:
        """Return the hours; raises ValidationError for what is none."""
        text = self.cleaned_data["spans"]
        found = _SPAN.findall(text)
        if not found or _SPAN.sub("", text).strip(" ,，、;；"):
            raise forms.ValidationError(words("请写作 09:00-12:00, 13:30-17:30。", "Write 09:00-12:00, 13:30-17:30."))
        try:
            return WorkingHours(tuple((time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in found))
        except CannotReckon as error:
            raise forms.ValidationError(error.said(english=in_english())) from None
        except ValueError:
            raise forms.ValidationError(words("一天只有 24 小时。", "A day has 24 hours.")) from None
