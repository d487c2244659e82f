"""Limits of a clause: what looks at other claims and at the past."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from huiqi_rules.model.facts import Formula
from huiqi_rules.model.limits import (
    Group,
    Limits,
    PayeeCap,
    Payer,
    Period,
    Pool,
    PoolMode,
    Ranking,
    Stages,
    TieRule,
)
from huiqi_rules.packs.reading import Fields
from huiqi_rules.packs.reading_formulas import FormulaReader, Kind
from huiqi_rules.packs.yaml_nodes import Node, Scalar

LIMIT_KEYS: Final = (
    "first_time", "once_per", "cooling_off_years", "most_times", "stages", "ranking", "quota", "group", "caps", "pool",
    "payers",
)  # fmt: skip
RANKING_KEYS: Final = ("by", "places", "prizes", "order", "floor", "then_by", "ties")
CAP_KEYS: Final = ("id", "title", "amount", "period")
POOL_KEYS: Final = ("id", "title", "amount", "mode", "queue_by", "priority_by")
ORDERS: Final = ("descending", "ascending")


def read_limits(formulas: FormulaReader, node: Node, what: str) -> Limits:
    """Return the limits that a clause writes under `limits`."""
    reader = formulas.reader
    fields = reader.fields(node, f"limits of {what}", LIMIT_KEYS)
    first_time, first_time_with = _first_time(fields)
    quota, quota_by = _quota(formulas, fields)
    once = fields.get("once_per")
    once_word = None if once is None else reader.choice(once, f"'once_per' of {what}", [item.value for item in Period])
    return Limits(
        first_time=first_time,
        first_time_with=first_time_with,
        once_per=None if once_word is None else Period(once_word),
        cooling_off_years=fields.whole("cooling_off_years", least=1),
        most_times=fields.whole("most_times", least=1),
        stages=_stages(formulas, fields),
        ranking=_ranking(formulas, fields),
        quota=quota,
        quota_by=quota_by,
        group=_group(fields),
        caps=_caps(formulas, fields),
        pool=_pool(formulas, fields),
        payers=_payers(formulas, fields),
        place=reader.place(node),
    )


def optional_formula(formulas: FormulaReader, fields: Fields, key: str, kind: Kind) -> Formula | None:
    """Return the formula of a key; None where it is missing."""
    node = fields.get(key)
    return None if node is None else formulas.formula(node, f"{key!r} of {fields.what}", kind)


def _part(fields: Fields, key: str, known: tuple[str, ...]) -> Fields | None:
    node = fields.get(key)
    return None if node is None else fields.reader.fields(node, f"{key!r} in {fields.what}", known)


def _first_time(fields: Fields) -> tuple[bool, tuple[str, ...]]:
    node = fields.get("first_time")
    if node is None or isinstance(node, Scalar):
        return fields.truth("first_time"), ()
    found = fields.reader.fields(node, f"'first_time' in {fields.what}", ("with",))
    found.require("with", "Add `with: [policy/clause, …]` or write `first_time: true`.")
    return True, found.texts("with")


def _stages(formulas: FormulaReader, fields: Fields) -> Stages | None:
    found = _part(fields, "stages", ("interim", "stage"))
    if found is None:
        return None
    found.require("interim", "Add `interim:`, the share paid first, as 0.8.")
    stage = found.require("stage", 'Add `stage:`, a formula that answers "interim" or "final".')
    share = found.number("interim")
    if stage is None or share is None:
        return None
    return Stages(share, formulas.formula(stage, f"'stage' of {found.what}", "text"))


def _ranking(formulas: FormulaReader, fields: Fields) -> Ranking | None:
    found = _part(fields, "ranking", RANKING_KEYS)
    if found is None:
        return None
    by, places = found.require("by", "Add `by:`, the figure that ranks."), found.require("places")
    order = found.get("order")
    word = None if order is None else formulas.reader.choice(order, f"'order' of {found.what}", ORDERS)
    if by is None or places is None:
        return None
    return Ranking(
        by=formulas.formula(by, f"'by' of {found.what}", "number"),
        places=found.whole("places", least=1) or 1,
        prizes=_formulas(formulas, found, "prizes", "money"),
        ascending=word == "ascending",
        floor=optional_formula(formulas, found, "floor", "truth"),
        then_by=_formulas(formulas, found, "then_by", "number"),
        ties=found.choice("ties", TieRule, TieRule.UNSTATED),
    )


def _formulas(formulas: FormulaReader, fields: Fields, key: str, kind: Kind) -> tuple[Formula, ...]:
    node = fields.get(key)
    items = () if node is None else fields.reader.items(node, f"{key!r} of {fields.what}")
    return tuple(formulas.formula(item, f"an entry of {key!r} of {fields.what}", kind) for item in items)


def _quota(formulas: FormulaReader, fields: Fields) -> tuple[int | None, Formula | None]:
    found = _part(fields, "quota", ("places", "by"))
    if found is None:
        return None, None
    found.require("places")
    return found.whole("places", least=1), optional_formula(formulas, found, "by", "number")


def _group(fields: Fields) -> Group | None:
    found = _part(fields, "group", ("id", "period"))
    if found is None:
        return None
    return Group(found.required_text("id"), found.choice("period", Period, Period.YEAR))


def _caps(formulas: FormulaReader, fields: Fields) -> tuple[PayeeCap, ...]:
    node = fields.get("caps")
    caps = []
    for item in () if node is None else fields.reader.items(node, f"'caps' in {fields.what}"):
        found = fields.reader.fields(item, f"a cap in {fields.what}", CAP_KEYS)
        amount = found.require("amount")
        id_text, period = found.required_text("id"), found.choice("period", Period, Period.YEAR)
        if amount is not None:
            figure = formulas.formula(amount, f"'amount' of {found.what}", "money")
            caps.append(PayeeCap(id_text, figure, period, found.bilingual("title")))
    return tuple(caps)


def _pool(formulas: FormulaReader, fields: Fields) -> Pool | None:
    found = _part(fields, "pool", POOL_KEYS)
    if found is None:
        return None
    amount = found.require("amount", "Add `amount:`; `unpublished` where the source gives none.")
    known = (
        None
        if amount is None or is_unpublished(amount)
        else formulas.formula(amount, f"'amount' of {found.what}", "money")
    )
    return Pool(
        id=found.required_text("id"),
        amount=known,
        mode=found.choice("mode", PoolMode, PoolMode.NONE),
        queue_by=optional_formula(formulas, found, "queue_by", "number"),
        priority_by=optional_formula(formulas, found, "priority_by", "number"),
        title=found.bilingual("title"),
    )


def _payers(formulas: FormulaReader, fields: Fields) -> tuple[Payer, ...]:
    node = fields.get("payers")
    payers = []
    for key, value in () if node is None else fields.reader.entries(node, f"'payers' in {fields.what}"):
        share = _plain_number(value)
        if share is None:
            payers.append(
                Payer(key.text, amount=formulas.formula(value, f"payer {key.text!r} in {fields.what}", "money"))
            )
        else:
            payers.append(Payer(key.text, share=share))
    return tuple(payers)


def _plain_number(node: Node) -> Decimal | None:
    if (
        isinstance(node, Scalar)
        and not node.style
        and node.text.replace(".", "", 1).isdecimal()
        and node.text.isascii()
    ):
        return Decimal(node.text)
    return None


def is_unpublished(node: Node) -> bool:
    """Tell whether a node is the word that stands for a figure that the source does not give."""
    return isinstance(node, Scalar) and node.text == "unpublished"
