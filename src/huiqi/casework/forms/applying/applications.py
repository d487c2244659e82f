"""Forms of applications: what a company gives with its files, its declaration, and the officer's check of each fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from huiqi.casework.forms.campaigns import AnswerRow, AnswersForm, first_answers
from huiqi.casework.queries.applying.applications import GivenFact
from huiqi.casework.services import Verdict
from huiqi.register.services import Upload
from huiqi.ui.words import words

_FILES = words("PDF、OFD、PNG、JPEG、XLSX或DOCX，不超过10兆字节。", "PDF, OFD, PNG, JPEG, XLSX or DOCX, 10 MB at most.")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One fact as the form asks for it: its answer, its field for a file, the file so far, why it came back."""

    answer: AnswerRow
    meaning: str
    span: tuple[str, str]
    file: BoundField
    proof: Any
    reason: str


class ApplicationForm(AnswersForm):
    """What a company gives; a fact that an officer accepted is asked for no more."""

    more = forms.FileField(label=words("其他材料", "Anything else"), required=False, help_text=_FILES)

    def __init__(self, *arguments: object, given: Sequence[GivenFact], version: int, **options: object) -> None:
        self.given = [one for one in given if not (one.check or {}).get("accepted")]
        questions = tuple(one.question for one in self.given)
        entries = {one.entry.id: one.entry for one in self.given}
        kept = {one.question.key: one.kept for one in self.given if one.kept is not None}
        first = {"version": version, **first_answers(questions, kept, {}, entries)}
        super().__init__(*arguments, questions=questions, entries=entries, known={}, initial=first, **options)
        for number, _ in enumerate(self.given):
            instead = self.fields[f"instead-{number}"]
            assert isinstance(instead, forms.ChoiceField), "the base form made it"
            instead.choices = [
                ("", words("（填了值）", "(the value is given)")),
                ("not_applicable", words("不适用", "It does not apply")),
            ]
            self.fields[f"file-{number}"] = forms.FileField(
                label=words("证明材料", "Evidence"), required=False, help_text=_FILES
            )

    def asked(self) -> list[AskedRow]:
        """Return the facts as the page asks for them."""
        return [
            AskedRow(
                row, one.entry.meaning, span_of(one), self[f"file-{number}"], one.file,
                (one.check or {}).get("reason", ""),
            )
            for number, (row, one) in enumerate(zip(self.rows(), self.given, strict=True))
        ]  # fmt: skip

    def uploads(self) -> dict[str, list[Upload]]:
        """Return the files that were handed in, by question; the service looks at what they are."""
        found: dict[str, list[Upload]] = {}
        for number, one in enumerate(self.given):
            if file := self.cleaned_data.get(f"file-{number}"):
                found[one.question.key] = [Upload(file.name, file.read())]
        if file := self.cleaned_data.get("more"):
            found[""] = [Upload(file.name, file.read())]
        return found


def span_of(one: GivenFact) -> tuple[str, str]:
    """Return between which ends a figure lies, in both languages; empty where the dictionary says none."""
    low, high = one.entry.minimum, one.entry.maximum
    if low is None and high is None:
        return "", ""
    if low is None or high is None:
        return (
            (f"不大于 {high:,f}", f"at most {high:,f}") if low is None else (f"不小于 {low:,f}", f"at least {low:,f}")
        )
    return f"{low:,f} 到 {high:,f}", f"{low:,f} to {high:,f}"


class DeclareForm(forms.Form):
    """The declaration, and the application as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    has_agreed = forms.BooleanField(label=words("我已阅读并同意", "I have read it and agree"), required=False)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One fact as the officer checks it."""

    given: GivenFact
    verdict: BoundField
    reason: BoundField


class CheckForm(forms.Form):
    """What an officer found of each fact that was given; `why` refuses the whole."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=words("不予通过的理由", "Why it is refused"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: object, given: Sequence[GivenFact], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.given = [one for one in given if not (one.check or {}).get("accepted")]
        for number, _ in enumerate(self.given):
            self.fields[f"verdict-{number}"] = forms.ChoiceField(
                label=words("核对结果", "Found"),
                required=False,
                choices=(("accepted", words("属实，记入企业数据", "Holds")), ("back", words("退回", "Goes back"))),
                widget=forms.RadioSelect,
            )
            self.fields[f"reason-{number}"] = forms.CharField(
                label=words("退回原因", "Why it goes back"), required=False, max_length=300
            )

    def checked(self) -> list[CheckRow]:
        """Return the facts as the page shows them."""
        return [
            CheckRow(one, self[f"verdict-{number}"], self[f"reason-{number}"]) for number, one in enumerate(self.given)
        ]

    def verdicts(self) -> dict[str, Verdict]:
        """Return what was found, of the facts of which something was said."""
        found = {}
        for number, one in enumerate(self.given):
            if said := self.cleaned_data[f"verdict-{number}"]:
                found[one.question.key] = Verdict(said == "accepted", self.cleaned_data[f"reason-{number}"])
        return found
