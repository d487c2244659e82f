"""Forms of competitions: the rules, a sheet of scores, stepping aside, what is decided of a tie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from huiqi.casework.domain.ranking.places import Ties
from huiqi.casework.services import CompetitionSaid, CriterionSaid
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words

CRITERIA_MOST = 8
_OF_CRITERION = ("zh", "en", "weight", "most")


class RulesForm(forms.Form):
    """How applications are ranked; `facts` are figures of the clause, `people` and, from outside, `experts` who may sit on the panel."""

    score_fact = forms.ChoiceField(
        label=words("评审得分记入", "The mean is kept as"),
        required=False,
        help_text=words(
            "条款自己按得分排名的，选这项数据，名额、合格线以条款为准。",
            "Where the clause ranks by a score itself choose that fact: its own places and pass mark count.",
        ),
    )
    places = forms.IntegerField(label=words("名额", "Places"), required=False, min_value=1)
    budget = forms.DecimalField(
        label=words("总额度（元）", "Money in all (yuan)"), required=False, min_value=Decimal("0.01"), decimal_places=2
    )
    pass_mark = forms.DecimalField(
        label=words("合格线（低于的不入选，名额空着）", "Pass mark (below it places stay empty)"),
        required=False,
        min_value=0,
        decimal_places=2,
    )
    ties = forms.ChoiceField(label=words("最后一名并列时", "Ties over the last place"))
    trims = forms.BooleanField(
        label=words("去掉一个最高分和一个最低分", "Leave out one highest and one lowest mark"), required=False
    )
    panel_least = forms.IntegerField(
        label=words("每件至少几人评分", "Reviewers at least for each"), min_value=1, initial=3
    )
    panel = forms.MultipleChoiceField(
        label=words("评审人", "Panel"),
        widget=forms.CheckboxSelectMultiple,
        help_text=words(
            "外部专家先由管理员在“人员与角色”里登记姓名、邮箱，授予“外部评审专家”角色和最后一天，把登录链接交给本人；评审结束即失效。",
            "An administrator first enters an expert from outside (name, mail), gives the role “outside expert” with a last day, and hands over the link.",
        ),
    )

    def __init__(
        self,
        *arguments: object,
        facts: Sequence[tuple[str, str, str]],
        people: Sequence[tuple[UUID, str]],
        experts: Sequence[tuple[UUID, str]] = (),
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(
            self,
            score_fact=[("", chosen("不记入，按本页名额评定", "None: by the places given here")), *((name, chosen(zh, en)) for name, zh, en in facts)],
            ties=[(one.value, chosen(*one.words)) for one in Ties],
            panel=[
                *((str(person), name) for person, name in people),
                *((str(person), chosen(f"{name}（外部专家）", f"{name} (from outside)")) for person, name in experts),
            ],
        )  # fmt: skip
        for number in range(1, CRITERIA_MOST + 1):
            self.fields[f"zh-{number}"] = forms.CharField(
                label=words(f"评分项{number}", f"Criterion {number}"), required=number == 1, max_length=100
            )
            self.fields[f"en-{number}"] = forms.CharField(
                label=words("英文", "In English"), required=False, max_length=100
            )
            self.fields[f"weight-{number}"] = forms.DecimalField(
                label=words("权重", "Weight"), required=False, initial=1, min_value=Decimal("0.0001"), decimal_places=4
            )
            self.fields[f"most-{number}"] = forms.DecimalField(
                label=words("满分", "At most"), required=False, initial=100, min_value=Decimal("0.01"), decimal_places=2
            )
        self.order_fields(["score_fact", "places", "budget", "pass_mark", "ties", "trims", "panel_least", "panel"])

    @property
    def rows(self) -> list[list[BoundField]]:
        """Return the fields of the criteria, row by row."""
        return [[self[f"{name}-{at}"] for name in _OF_CRITERION] for at in range(1, CRITERIA_MOST + 1)]

    @property
    def others(self) -> list[BoundField]:
        """Return the other fields."""
        names = ("score_fact", "places", "budget", "pass_mark", "ties", "trims", "panel_least", "panel")
        return [self[name] for name in names]

    def said(self) -> CompetitionSaid:
        """Return what was said, once the form is valid."""
        found = self.cleaned_data
        numbers = [number for number in range(1, CRITERIA_MOST + 1) if found[f"zh-{number}"].strip()]
        return CompetitionSaid(
            criteria=tuple(
                CriterionSaid(
                    found[f"zh-{at}"].strip(), found[f"en-{at}"].strip() or found[f"zh-{at}"].strip(), found[f"weight-{at}"] or Decimal(1),
                    found[f"most-{at}"] or Decimal(100),
                )
                for at in numbers
            ),
            panel=tuple(UUID(person) for person in found["panel"]),
            **{name: found[name] for name in ("places", "budget", "pass_mark", "ties", "trims", "panel_least", "score_fact")},
        )  # fmt: skip


def first_rules(found: Any) -> dict[str, object]:
    """Return a competition as its form shows it before it is changed; nothing where there is none."""
    if found is None:
        return {}
    first: dict[str, object] = {
        name: getattr(found, name)
        for name in ("score_fact", "places", "budget", "pass_mark", "ties", "trims", "panel_least")
    }
    first["panel"] = [str(one.person) for one in found.members.all()]
    for at, one in enumerate(found.criteria.all(), start=1):
        english = "" if one.en == one.zh else one.en
        first |= {
            f"zh-{at}": one.zh,
            f"en-{at}": english,
            f"weight-{at}": f"{one.weight.normalize():f}",
            f"most-{at}": f"{one.most.normalize():f}",
        }
    return first


class ScoreForm(forms.Form):
    """One reviewer's scores of one application."""

    def __init__(self, *arguments: object, criteria: Sequence[Any], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.keys = {f"score-{one.pk}": str(one.pk) for one in criteria}
        for one in criteria:
            self.fields[f"score-{one.pk}"] = forms.DecimalField(
                label=chosen(f"{one.zh}（0到{one.most.normalize():f}）", f"{one.en} (0 to {one.most.normalize():f})"),
                min_value=0,
                max_value=one.most,
                decimal_places=2,
            )
        self.fields["comment"] = forms.CharField(
            label=words("评语", "Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def values(self) -> dict[str, Decimal]:
        """Return the scores by criterion."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


class WhyForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=words("理由", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
