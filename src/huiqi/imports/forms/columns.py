"""The form of columns: a line for each use, read into a map; texts that mean nothing are told at their line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django import forms
from django.http import QueryDict

from huiqi.imports.domain.states import CODELESS_NAMES, Codeless
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, Use
from huiqi.ui.words import chosen, words

_LINES_MOST: Final = 1_900
_YEAR_DIGITS: Final = 4


class ColumnsForm(forms.Form):
    """What is said of the sheet as a whole."""

    header_row = forms.IntegerField(
        label=words("表头在第几行", "Row of the headers"),
        min_value=1,
        max_value=30,
        help_text=words(
            "改动后点“预览”，各列会按新的表头重新列出。", "After a change press “Preview”: the columns are listed anew."
        ),
    )
    codeless = forms.ChoiceField(
        label=words("没有任何代码的行", "Rows without any code"),
        choices=[(one.value, words(*CODELESS_NAMES[one])) for one in Codeless],
        widget=forms.RadioSelect,
    )
    takes_names = forms.BooleanField(
        label=words(
            "代码相同而名称不同时，采用表里的新名称（旧名称保留为曾用名）",
            "Where the code is known, take the new name over; the old one stays as a former name",
        ),
        required=False,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MapFileForm(forms.Form):
    """A map that somebody wrote or downloaded before."""

    map_file = forms.FileField(
        label=words("列映射文件（.yaml）", "Map file (.yaml)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )


@dataclass
class ReadLines:
    """What the lines of the form say, and what is wrong with them by header."""

    said: SheetMap
    faults: list[str] = field(default_factory=list)


def read_lines(
    post: QueryDict, *, before: SheetMap, header_row: int, names: Mapping[str, tuple[str, str]]
) -> ReadLines:
    """Return the map that the lines say; what cannot be edited on the page (sums, checks) stays as it was before."""
    by_name = {key: key for key in names}
    by_name |= {said.casefold(): key for key, pair in reversed(list(names.items())) for said in pair}
    columns: dict[str, list[Use]] = {}
    faults: list[str] = []
    headers = post.getlist("header")[:_LINES_MOST]
    for place, header in enumerate(headers):
        uses = columns.setdefault(header, [])
        text = _at(post, "meaning", place)
        if not text:
            continue
        meaning = by_name.get(text) or by_name.get(text.casefold())
        if meaning is None:
            faults.append(
                chosen(
                    f"“{header}”：没有叫“{text}”的数据项，请从列表里选。",
                    f"“{header}”: nothing is called “{text}”; choose from the list.",
                )
            )
            continue
        year = _at(post, "year", place)
        digits = year.rstrip("年")
        is_year = digits.isdecimal() and len(digits) == _YEAR_DIGITS
        uses.append(
            Use(
                meaning,
                year=int(digits) if is_year else None,
                year_header="" if is_year else year,
                unit=_at(post, "unit", place),
                unknown=tuple(_at(post, "unknown", place).split()),
                is_serial=str(place) in post.getlist("serial"),
            )
        )
    said = SheetMap(
        columns=tuple(MapColumn(header, tuple(uses)) for header, uses in columns.items()),
        sheet=before.sheet,
        header_row=header_row,
        sums=before.sums,
        checks=before.checks,
        ignores_unlisted=True,
    )
    return ReadLines(said, faults)


def _at(post: QueryDict, name: str, place: int) -> str:
    values = post.getlist(name)
    return " ".join(values[place].split()) if place < len(values) else ""
