"""The form by which an officer opens an intake."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms

from huiqi.casework.domain.applying.ways import FAST_PAY_DAYS, Way
from huiqi.casework.services import IntakeSaid
from huiqi.ui.forms import day_field, set_choices
from huiqi.ui.words import chosen, words


class IntakeForm(forms.Form):
    """A clause, a place, a period and the terms; `clauses` are (value, shown)."""

    scope = forms.ChoiceField(label=words("受理范围", "Companies of"))
    clause = forms.ChoiceField(label=words("条款", "Clause"))
    way = forms.ChoiceField(
        label=words("办理方式", "How"),
        required=False,
        help_text=words("条款写明的，以条款为准。", "What the clause says itself counts."),
    )
    first_day = day_field(("受理开始日", "First day"))
    last_day = day_field(("受理截止日（含当日）", "Last day (included)"))
    needs_proof = forms.BooleanField(
        label=words("每项数据都要附证明材料", "Each fact needs a file"), required=False, initial=True
    )
    check_days = forms.IntegerField(
        label=words("受理核对期限（工作日）", "Working days to check"), initial=5, min_value=1, max_value=250
    )
    fix_days = forms.IntegerField(
        label=words("企业补正期限（工作日）", "Working days to put right"), initial=5, min_value=1, max_value=250
    )
    pay_days = forms.IntegerField(
        label=words("快申快享拨付期限（受理后工作日）", "Fast: paid within (working days after acceptance)"),
        required=False,
        help_text=words(
            f"条款写明的，以条款为准；都不写的，{FAST_PAY_DAYS}个工作日。",
            f"What the clause says counts; where nothing is said, {FAST_PAY_DAYS}.",
        ),
        min_value=1,
        max_value=250,
    )
    notes = forms.CharField(
        label=words("申报须知（企业会看到）", "Notes (companies read them)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *arguments: object,
        places: Sequence[tuple[UUID, str]],
        clauses: Sequence[tuple[str, str]],
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        set_choices(
            self,
            scope=[(str(place), name) for place, name in places],
            clause=clauses,
            way=[("", chosen("按条款", "As the clause says")), *((one.value, chosen(*one.words)) for one in Way)],
        )

    def said(self) -> IntakeSaid:
        """Return what was said, once the form is valid."""
        found = dict(self.cleaned_data)
        del found["scope"]
        policy, _, clause = found.pop("clause").partition("/")
        return IntakeSaid(policy=policy, clause=clause, **found)
