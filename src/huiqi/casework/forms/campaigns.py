"""Forms of survey campaigns: what is asked, who is asked, the answers of a company, and the officer's look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from huiqi.casework.domain.campaigns import UNKNOWN, Answer, Question, answer_of
from huiqi.casework.domain.fact_values import SEPARATOR
from huiqi.casework.domain.fact_values import said as in_words
from huiqi.casework.forms.facts import shown, value_field
from huiqi.casework.services import CampaignSaid
from huiqi.kernel.actor import Actor
from huiqi.register.domain.values import NOT_APPLICABLE, Nothing
from huiqi.register.forms.naming import companies_field, hand_actor
from huiqi.register.queries import KnownFact
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words

QUESTIONS_MOST = 15
# The others open on demand (campaign_form.html).
ROWS_SHOWN = 6


class CampaignForm(forms.Form):
    """A campaign; `entries` is the dictionary, by whose words or identifiers facts are named."""

    organisation = forms.ChoiceField(label=words("在哪里调查", "Where"))
    title = forms.CharField(label=words("名称", "Title"), max_length=100)
    purpose = forms.CharField(
        label=words("说明（企业会看到）", "What for (companies read it)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = day_field(("截止日（含当日）", "By which day (included)"))
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: object,
        entries: Mapping[str, FactEntry],
        places: Sequence[tuple[str, str]] = (),
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.names = {text: name for name, one in entries.items() for text in (name, one.zh, one.en)}
        if places:
            set_choices(self, organisation=places)
        else:
            del self.fields["organisation"]
        for number in range(1, QUESTIONS_MOST + 1):
            self.fields[f"fact-{number}"] = forms.CharField(
                label=words(f"指标{number}", f"Fact {number}"),
                required=number == 1,
                max_length=200,
                widget=forms.TextInput(attrs={"list": "facts", "autocomplete": "off"}),
            )
            self.fields[f"period-{number}"] = forms.CharField(
                label=words("期间", "Period"),
                required=False,
                max_length=10,
                widget=forms.TextInput(attrs={"placeholder": "2025"}),
            )

    def clean(self) -> dict[str, object]:
        """Say of each fact that the dictionary does not know it, beside its field."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, QUESTIONS_MOST + 1):
            text = cleaned.get(f"fact-{number}", "")
            if text and text not in self.names:
                self.add_error(
                    f"fact-{number}",
                    words(
                        "指标字典里没有这一项，请从提示中选。",
                        "The dictionary has no such fact; choose one that is offered.",
                    ),
                )
        return cleaned

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """Return the fields of the questions, row by row."""
        return [(self[f"fact-{number}"], self[f"period-{number}"]) for number in range(1, QUESTIONS_MOST + 1)]

    @property
    def has_more(self) -> bool:
        """Return whether a row beyond those that are always shown is filled."""
        return any(fact.value() for fact, _ in self.rows[ROWS_SHOWN:])

    @property
    def plain_fields(self) -> list[BoundField]:
        """Return the other fields."""
        return [field for field in self.visible_fields() if not field.name.startswith(("fact-", "period-"))]

    def said(self) -> CampaignSaid:
        """Return what was said."""
        found = self.cleaned_data
        numbers = (number for number in range(1, QUESTIONS_MOST + 1) if found[f"fact-{number}"])
        questions = tuple(
            Question(self.names[found[f"fact-{number}"]], found[f"period-{number}"].strip()) for number in numbers
        )
        return CampaignSaid(found["title"], found["due_on"], questions, purpose=found["purpose"])


def first_questions(questions: Sequence[Question], entries: Mapping[str, FactEntry]) -> dict[str, str]:
    """Return what the rows of questions show first."""
    found = {}
    for number, question in enumerate(questions, start=1):
        entry = entries.get(question.name)
        found[f"fact-{number}"] = chosen(entry.zh, entry.en) if entry else question.name
        found[f"period-{number}"] = question.period
    return found


class CompaniesForm(forms.Form):
    """Companies that are asked: a group, a list, or both; `groups` are those that there are."""

    group = forms.ChoiceField(label=words("哪一类企业", "Which companies"), required=False)
    companies = companies_field()

    def __init__(self, *arguments: object, actor: Actor, groups: Sequence[tuple[str, str]], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(self, group=[("", chosen("只按下面的名单", "Only those of the list below")), *groups])
        self.fields["companies"].required = False
        hand_actor(self, actor)

    def clean(self) -> dict[str, object]:
        """Ask for one or the other."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("group") and not cleaned.get("companies") and "companies" not in self.errors:
            self.add_error("companies", words("请选一类企业，或写名单。", "Choose a group, or write a list."))
        return cleaned

    def named(self) -> list[UUID]:
        """Return the companies of the list."""
        return [company.pk for company in self.cleaned_data["companies"]]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question as the form shows it: its words, its fields, and what the register holds already."""

    label: str
    help: str
    known: str
    value: BoundField
    instead: BoundField


class AnswersForm(forms.Form):
    """A company's answers. Every question has a value, or why there is none; what is left empty is not answered yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: object,
        questions: Sequence[Question],
        entries: Mapping[str, FactEntry],
        known: Mapping[str, KnownFact],
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.questions, self.entries, self.known = tuple(questions), entries, known
        for number, question in enumerate(self.questions):
            field = value_field(entries[question.name])
            field.label = self.label(question)
            self.fields[f"value-{number}"] = field
            self.fields[f"instead-{number}"] = forms.ChoiceField(
                label=words("没有值的，请选", "Where there is no value"),
                required=False,
                choices=(
                    ("", words("（填了值）", "(the value is given)")),
                    ("not_applicable", words("不适用", "It does not apply")),
                    ("unknown", words("不清楚", "We do not know")),
                ),
            )

    def label(self, question: Question) -> str:
        """Return a question in words: the fact, its unit and its period."""
        return question_label(question, self.entries[question.name])

    def clean(self) -> dict[str, object]:
        """Say where a value stands beside the word that there is none."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(len(self.questions)):
            if cleaned.get(f"instead-{number}") and cleaned.get(f"value-{number}") not in (None, "", []):
                self.add_error(
                    f"value-{number}",
                    words(
                        "要么填值，要么选“不适用”或“不清楚”。", "Give the value, or say that there is none; not both."
                    ),
                )
        return cleaned

    def answers(self) -> dict[str, Answer]:
        """Return the answers that were given, by question."""
        found: dict[str, Answer] = {}
        for number, question in enumerate(self.questions):
            value, instead = self.cleaned_data[f"value-{number}"], self.cleaned_data[f"instead-{number}"]
            if instead:
                found[question.key] = UNKNOWN if instead == "unknown" else NOT_APPLICABLE
            elif value not in (None, "", []):
                found[question.key] = self.typed(question, value)
        return found

    def typed(self, question: Question, value: object) -> Answer:
        """Return a value as the fact holds it."""
        return typed(self.entries[question.name], value)

    def rows(self) -> list[AnswerRow]:
        """Return the questions with their fields."""
        found = []
        for number, question in enumerate(self.questions):
            entry, fact = self.entries[question.name], self.known.get(question.key)
            value = chosen(*in_words(fact.value, entry)) if fact else ""
            known = chosen(f"登记的是：{value}（{fact.source}）", f"On record: {value} ({fact.source})") if fact else ""
            ask = chosen(entry.question_zh, entry.question_en)
            found.append(
                AnswerRow(self.label(question), ask, known, self[f"value-{number}"], self[f"instead-{number}"])
            )
        return found


def question_label(question: Question, entry: FactEntry) -> str:
    """Return a question in words: the fact, its unit and its period."""
    name = chosen(entry.zh, entry.en) + (chosen(f"（{entry.unit_zh}）", "") if entry.unit_zh else "")
    return f"{name} {question.period}".strip()


def typed(entry: FactEntry, value: object) -> Answer:
    """Return what a field of the fact's type gave, as the fact holds it."""
    if entry.type == "truth":
        return value == "yes"
    if isinstance(value, list):
        return SEPARATOR.join(value)
    answer: Answer = value  # type: ignore[assignment]  # the field of the type gave it
    return answer


def first_answers(
    questions: Sequence[Question],
    kept: Mapping[str, list[str]],
    known: Mapping[str, KnownFact],
    entries: Mapping[str, FactEntry],
) -> dict[str, object]:
    """Return what the form shows first: the answers kept so far, or, before anything was answered, what the register knows."""
    found: dict[str, object] = {}
    for number, question in enumerate(questions):
        if question.key in kept:
            answer = answer_of(kept[question.key])
        elif not kept and question.key in known and not isinstance(known[question.key].value, Nothing):
            answer = known[question.key].value
        else:
            continue
        if answer is UNKNOWN or isinstance(answer, Nothing):
            found[f"instead-{number}"] = "unknown" if answer is UNKNOWN else "not_applicable"
        else:
            several = entries[question.name].type == "choices"
            found[f"value-{number}"] = str(answer).split(SEPARATOR) if several else shown(answer)
    return found


class LookForm(forms.Form):
    """The officer's look: the answers as they were seen, and why they go back if they do."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=words("退回原因", "Why it goes back"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
