"""What people send to the pages of decision tables, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django import forms

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.table_content import COLUMNS_MOST, TABLE_ID, table_of, texts_of
from huiqi.rulebook.domain.table_text import RawOutput, RawRow, RawTable
from huiqi.rulebook.domain.table_words import HITS
from huiqi.rulebook.queries import UNITS, ShelfPage
from huiqi.ui.forms import set_choices
from huiqi.ui.words import chosen, words

OUTPUTS_MOST: Final = 3
TYPES: Final[dict[str, Pair]] = {
    "money": ("金额（元）", "money (yuan)"),
    "int": ("整数", "whole number"),
    "number": ("数", "number"),
    "ratio": ("比例", "ratio"),
    "bool": ("是/否", "yes/no"),
    "date": ("日期", "day"),
    "text": ("文字", "text"),
    "enum": ("单选", "one of"),
}
_ID_HELP: Final = (
    "字母、数字和下划线，不以数字开头，如 award_band。",
    "Letters, digits and underscores, no digit first: award_band.",
)
_NAME_MOST: Final = 100


def id_field(label: Pair) -> forms.RegexField:
    """Return a field for a name as formulas read it."""
    return forms.RegexField(
        rf"^{TABLE_ID.pattern}$",
        label=words(*label),
        help_text=words(*_ID_HELP),
        error_messages={"invalid": words(*_ID_HELP)},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )


class TableNameForm(forms.Form):
    """What a table is called."""

    zh = forms.CharField(label=words("名称（中文）", "Name in Chinese"), max_length=_NAME_MOST)
    en = forms.CharField(label=words("名称（英文）", "Name in English"), max_length=_NAME_MOST)
    id = id_field(("编号", "Id"))


class NewTableForm(TableNameForm):
    """A table that is to be made: its name, what it looks at, and which of its rules answers."""

    version = forms.ChoiceField(label=words("写进哪一版", "Into which version"))
    inputs = forms.MultipleChoiceField(
        label=words("输入：看哪些数据", "Inputs: the facts that it looks at"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": words("至少选一项。", "Choose one at least.")},
    )
    hit = forms.ChoiceField(
        label=words("命中规则：几行都符合时怎么办", "Hit policy: what if several rules match"),
        widget=forms.RadioSelect,
        initial="unique",
    )

    def offer(self, page: ShelfPage) -> None:
        """Take the choices from what the page shows."""
        facts = [(one.formula, _with_unit(chosen(*one.name), chosen(*one.unit))) for one in page.facts]
        hits = [(code, f"{chosen(*name)}：{chosen(*told)}") for code, (name, told) in HITS.items()]
        set_choices(self, version=[(one, one) for one in page.versions], inputs=facts, hit=hits)
        if len(page.versions) == 1:
            self.fields["version"].widget = forms.HiddenInput()
            self.fields["version"].initial = page.versions[0]

    def clean_inputs(self) -> tuple[str, ...]:
        """Return the inputs; more than a table may have are refused."""
        if len(self.cleaned_data["inputs"]) > COLUMNS_MOST:
            raise forms.ValidationError(chosen(f"最多 {COLUMNS_MOST} 项。", f"{COLUMNS_MOST} at most."))
        return tuple(self.cleaned_data["inputs"])


class OutputForm(forms.Form):
    """One answer of a table that is to be made."""

    zh = forms.CharField(label=words("名称（中文）", "Name in Chinese"), max_length=_NAME_MOST)
    en = forms.CharField(label=words("名称（英文）", "Name in English"), max_length=_NAME_MOST)
    id = id_field(("编号", "Id"))
    type = forms.ChoiceField(
        label=words("类型", "Type"),
        choices=lambda: [(code, chosen(*pair)) for code, pair in TYPES.items()],
        # What is not chosen otherwise counts as not filled in.
        initial="money",
    )
    unit = forms.ChoiceField(
        label=words("单位", "Unit"),
        help_text=words("整数和数才有单位。", "Only of whole numbers and numbers."),
        choices=lambda: [("", chosen("无", "none")), *((code, chosen(zh, code)) for code, zh in UNITS.items())],
        required=False,
    )
    options = forms.CharField(
        label=words("可选值", "Options"),
        help_text=words(
            "单选才填，用逗号隔开，如 small, large。",
            "Only of one of: codes with commas between, such as small, large.",
        ),
        max_length=1_000,
        required=False,
    )

    def clean_options(self) -> tuple[str, ...]:
        """Return the codes."""
        said = self.cleaned_data["options"].replace("，", ",").replace("、", ",")
        return tuple(dict.fromkeys(one.strip() for one in said.split(",") if one.strip()))

    def clean(self) -> dict[str, object]:
        """Refuse a unit or options where the type has none."""
        said = self.cleaned_data
        kind = said.get("type")
        if said.get("unit") and kind not in {"int", "number"}:
            self.add_error("unit", chosen("这种类型没有单位。", "This type has no unit."))
        if kind == "enum" and not said.get("options") and "options" not in self.errors:
            self.add_error("options", chosen("单选要写出可选值。", "List the options of one of."))
        if said.get("options") and kind != "enum":
            self.add_error("options", chosen("这种类型没有可选值。", "This type has no options."))
        return said


if TYPE_CHECKING:
    _Forms = forms.BaseFormSet[OutputForm]
else:
    _Forms = forms.BaseFormSet


class OutputsForm(_Forms):
    """The answers of a table that is to be made; `taken` are names that mean something else already."""

    form = OutputForm
    extra, min_num, max_num, absolute_max = OUTPUTS_MOST - 1, 1, OUTPUTS_MOST, OUTPUTS_MOST
    validate_min = validate_max = True
    can_order = can_delete = can_delete_extra = False
    renderer = None
    taken: Collection[str] = ()

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return what the names of its fields begin with."""
        return "outputs"

    def clean(self) -> None:
        """Refuse a name that stands twice, or means something else."""
        seen = set(self.taken)
        for form in self.forms:
            name = form.cleaned_data.get("id") if form.is_bound and form.is_valid() else None
            if name in seen:
                form.add_error(
                    "id",
                    chosen(f"“{name}”已经有别的意思，换一个。", f"{name} means something else here: choose another."),
                )
            seen |= {name} if name else set()


def new_table(form: NewTableForm, outputs: OutputsForm) -> RawTable:
    """Return the table that two clean forms say, with one rule that publishes nothing."""
    made = tuple(
        RawOutput(said["id"], said["zh"], said["en"], said["type"], said["unit"], said["options"])
        for said in outputs.cleaned_data
        if said
    )
    inputs = form.cleaned_data["inputs"]
    row = RawRow(("-",) * len(inputs), ("unpublished",) * len(made))
    return RawTable(form.cleaned_data["hit"], inputs, made, (row,), None)


def _with_unit(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit else name


class TableForm(forms.Form):
    """A decision table as it was edited, the text it stands in, and the number of the text that it was edited over."""

    path = forms.CharField(max_length=400)
    version = forms.CharField(max_length=200)
    table = forms.CharField(max_length=200)
    over = forms.IntegerField(min_value=0)
    content = forms.JSONField()

    def clean_content(self) -> RawTable:
        """Return the table; what no page sends is refused."""
        try:
            return table_of(self.cleaned_data["content"])
        except (KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError("no table") from error


class TryForm(forms.Form):
    """An input that is tried on a decision table: one value for each input."""

    version = forms.CharField(max_length=200)
    table = forms.CharField(max_length=200)
    values = forms.JSONField()

    def clean_values(self) -> tuple[str, ...]:
        """Return the values; what no page sends is refused."""
        try:
            return texts_of(self.cleaned_data["values"], most=COLUMNS_MOST)
        except (TypeError, ValueError) as error:
            raise forms.ValidationError("no values") from error
