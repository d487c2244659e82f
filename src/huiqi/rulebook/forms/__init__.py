"""What people send to the rulebook's pages, as plain values: one subject a file."""

from __future__ import annotations

from huiqi.rulebook.forms.policies import (
    BringForm,
    CheckForm,
    CompendiumForm,
    ContactForm,
    DayForm,
    ExpenseForm,
    IssueForm,
    ModelForm,
    NewPolicyForm,
    ReasonForm,
    RenewalForm,
    RepealForm,
    SaidForm,
    TextForm,
    small_enough,
)
from huiqi.rulebook.forms.tables import NewTableForm, OutputsForm, TableForm, TableNameForm, TryForm, new_table

__all__ = [
    "BringForm",
    "CheckForm",
    "CompendiumForm",
    "ContactForm",
    "DayForm",
    "ExpenseForm",
    "IssueForm",
    "ModelForm",
    "NewPolicyForm",
    "NewTableForm",
    "OutputsForm",
    "ReasonForm",
    "RenewalForm",
    "RepealForm",
    "SaidForm",
    "TableForm",
    "TableNameForm",
    "TextForm",
    "TryForm",
    "new_table",
    "small_enough",
]
