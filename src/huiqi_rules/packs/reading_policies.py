"""Policies: one file each, with dated versions, named values, tables, conditions and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final

from huiqi_rules.core.spans import Place
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.facts import Fact, Formula, Parameter, Source
from huiqi_rules.model.limits import NO_LIMITS
from huiqi_rules.model.policy import (
    Amount,
    Clause,
    Condition,
    Contact,
    Delivery,
    ExactAmount,
    Policy,
    RangeAmount,
    Unpublished,
    Value,
    Version,
)
from huiqi_rules.packs.reading import Fields, Reader, nearest
from huiqi_rules.packs.reading_formulas import SHORT_FORMS, FormulaReader
from huiqi_rules.packs.reading_limits import is_unpublished, optional_formula, read_limits
from huiqi_rules.packs.reading_tables import SheetOpener, read_table
from huiqi_rules.packs.reading_types import FACT_TYPES, TYPE_KEYS, read_type
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.lexer import KEYWORDS

POLICY_KEYS: Final = (
    "id", "title", "subject", "issuer", "level", "theme", "inventory", "contact", "facts", "outputs", "versions", "source",
)  # fmt: skip
VERSION_KEYS: Final = ("id", "from", "to", "source", "values", "tables", "conditions", "clauses")
VALUE_FORMS: Final = ("of", *SHORT_FORMS, "unpublished")
VALUE_KEYS: Final = ("zh", "en", *TYPE_KEYS, *VALUE_FORMS, "digits", "source")
CONDITION_KEYS: Final = ("zh", "en", "when", "source")
CLAUSE_KEYS: Final = (
    "id", "zh", "en", "needs", "title", "amount", "limits", "delivery", "notice_days", "pay_within_days", "source",
)  # fmt: skip
AMOUNT_KEYS: Final = ("of", "at_most", "digits", "up_to", "from", "to")
LEVELS: Final = ("national", "province", "city", "zone")
_A_VERSION: Final = "- {id: …, from: 2024-01-01, clauses: […]}"
_A_CLAUSE: Final = "- {id: …, zh: …, en: …, needs: […]}"

SPECIAL_NAMES: Final = frozenset({"as of", "评定日", "policy year", "评定年度"})
_SIMPLE: Final = re.compile(r"[^\W\d]\w*")
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The facts and parameters that a policy may name, and the names that are several words for the lexer."""

    facts: MappingOf[str, Fact]
    parameters: MappingOf[str, Parameter]
    ids_of_names: MappingOf[str, str] = field(default_factory=dict)
    spaced: frozenset[str] = SPECIAL_NAMES

    @staticmethod
    def of(facts: MappingOf[str, Fact], parameters: MappingOf[str, Parameter]) -> Dictionary:
        """Return the dictionary of all facts and parameters in reach of a pack."""
        ids = {fact.name.zh: fact.id for fact in facts.values() if fact.name.zh} | {fact: fact for fact in facts}
        names = [*ids, *parameters, *(parameter.name.zh for parameter in parameters.values())]
        return Dictionary(facts, parameters, ids, SPECIAL_NAMES | spaced_names(names))


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """A policy with its decision tables by version id, which only the validator of tables looks at again."""

    policy: Policy
    tables: tuple[tuple[str, DecisionTable], ...] = ()
    alias_places: MappingOf[str, Place] = field(default_factory=dict)


def misread(name: str) -> str:
    """Return what a formula takes a name for, if not for a name; empty where it is one."""
    if name in KEYWORDS:
        return "a word of its own"
    return "a number" if _NUMBER.fullmatch(name) else ""


def spaced_names(names: Iterable[str]) -> frozenset[str]:
    """Return the names that hold more than letters, digits and underscores: the parser must be told of them."""
    return frozenset(name for name in names if name and not _SIMPLE.fullmatch(name))


def read_policy(
    reader: Reader, root: Node, dictionary: Dictionary, open_sheet: SheetOpener, *, level: str = "", issuer: str = ""
) -> ReadPolicy | None:
    """Return the policy of one file; None where the file holds no mapping or the policy no id."""
    fields = reader.fields(root, "the policy", POLICY_KEYS)
    if not isinstance(root, Mapping):
        return None
    policy_id = fields.required_id()
    aliases, places = _aliases(reader, fields, dictionary)
    level_node = fields.get("level")
    chosen = None if level_node is None else reader.choice(level_node, "'level' of the policy", LEVELS)
    default = fields.source(Source())
    spaced = dictionary.spaced | spaced_names(aliases)
    nodes = fields.require("versions", "Add `versions:` with at least one version.")
    versions: list[Version] = []
    tables: list[tuple[str, DecisionTable]] = []
    for node in () if nodes is None else reader.filled(nodes, "'versions' of the policy", _A_VERSION):
        version = _VersionReader(reader, spaced, open_sheet, tables).version(node, default)
        versions.append(version)
    versions.sort(key=lambda version: version.start)
    policy = Policy(
        id=policy_id,
        title=fields.bilingual("title"),
        subject=fields.required_text("subject"),
        issuer=fields.bilingual("issuer").zh or issuer,
        level=chosen or level,
        theme=fields.text("theme"),
        aliases=aliases,
        outputs=fields.texts("outputs"),
        versions=tuple(versions),
        inventory=fields.texts("inventory"),
        contact=_contact(fields),
        place=reader.place(root),
    )
    return ReadPolicy(policy, tuple(tables), places) if policy_id else None


def _aliases(reader: Reader, fields: Fields, dictionary: Dictionary) -> tuple[dict[str, str], dict[str, Place]]:
    node = fields.get("facts")
    aliases: dict[str, str] = {}
    places: dict[str, Place] = {}
    for key, value in () if node is None else reader.entries(node, "'facts' of the policy"):
        name = reader.text(value, f"fact {key.text!r}")
        fact = dictionary.ids_of_names.get(name)
        if fact is None and name:
            reader.report("unknown-fact", value, f"there is no fact {name!r}", nearest(name, dictionary.ids_of_names))
        aliases[key.text] = fact or name
        places[key.text] = reader.place(key)
    return aliases, places


def _contact(fields: Fields) -> Contact:
    node = fields.get("contact")
    if node is None:
        return Contact()
    found = fields.reader.fields(node, "'contact' of the policy", ("office", "phone", "spokesperson"))
    return Contact(found.text("office"), found.text("phone"), found.text("spokesperson"))


@dataclass(frozen=True, slots=True)
class _VersionReader:
    reader: Reader
    spaced: frozenset[str]
    open_sheet: SheetOpener
    tables: list[tuple[str, DecisionTable]]

    def version(self, node: Node, default: Source) -> Version:
        reader = self.reader
        fields = reader.fields(node, "the version", VERSION_KEYS)
        version_id = fields.required_id()
        start, end = fields.window()
        source = fields.source(default)
        own = spaced_names(_ids(fields))
        formulas = FormulaReader(reader, self.spaced | own if own else self.spaced)
        seen: dict[str, Place] = {}
        values: list[Value] = []
        for key, value in self.entries(fields, "values", seen):
            values.append(self.value(formulas, key, value, source))
        for key, table in self.entries(fields, "tables", {}):
            found, outputs = read_table(formulas, key, table, source, self.open_sheet)
            for output in outputs:
                self.once(output.id, output.place, seen)
            values.extend(outputs)
            if found is not None:
                self.tables.append((version_id, found))
        for taken in (value for value in values if misread(value.id)):
            reader.report_at("wrong-id", reader.file.offset(taken.place), f"a formula reads {taken.id!r} as {misread(taken.id)}",
                             "Give it another id.", length=len(taken.id))  # fmt: skip
        conditions = [self.condition(formulas, *entry, source) for entry in self.entries(fields, "conditions", {})]
        clause_nodes = fields.require("clauses", "Add `clauses:` with at least one clause.")
        items = () if clause_nodes is None else reader.filled(clause_nodes, "'clauses' of the version", _A_CLAUSE)
        clauses = [self.clause(formulas, item, source) for item in items]
        return Version(
            version_id, start, end, source, tuple(values), tuple(conditions), tuple(clauses), reader.place(node)
        )

    def entries(self, fields: Fields, key: str, seen: dict[str, Place]) -> list[tuple[Scalar, Node]]:
        node = fields.get(key)
        found = [] if node is None else list(self.reader.entries(node, f"{key!r} of the version"))
        for name, _ in found:
            self.once(name.text, self.reader.place(name), seen)
        return found

    def once(self, name: str, place: Place, seen: dict[str, Place]) -> None:
        # Values and outputs of tables share one scope; a condition may be called like a value, formulas then mean the value.
        if name in seen:
            self.reader.report_at("duplicate-name", self.reader.file.offset(place),
                                  f"the name {name!r} is already taken in line {seen[name].line}", "Rename one of the two.",
                                  length=len(name))  # fmt: skip
        seen.setdefault(name, place)

    def value(self, formulas: FormulaReader, key: Scalar, node: Node, default: Source) -> Value:
        reader = self.reader
        fields = reader.fields(node, f"value {key.text!r}", VALUE_KEYS)
        kind, labels = read_type(fields, FACT_TYPES, required=False)
        forms = [form for form in VALUE_FORMS if fields.get(form) is not None]
        if len(forms) != 1 and fields.mapping.entries:
            problem = f"has {' and '.join(forms)}" if forms else "has no formula"
            reader.report("value-form", key, f"value {key.text!r} {problem}",
                          f"Write exactly one of {', '.join(VALUE_FORMS)}.")  # fmt: skip
        return Value(
            id=key.text,
            name=fields.name(),
            of=self.value_formula(formulas, fields, forms[0]) if forms else None,
            type=kind,
            source=fields.source(default),
            digits=fields.whole("digits"),
            labels=labels,
            place=reader.place(key),
        )

    def value_formula(self, formulas: FormulaReader, fields: Fields, form: str) -> Formula | None:
        node = fields.get(form)
        assert node is not None
        if form in SHORT_FORMS:
            return formulas.short_form(form, node)
        if form == "of":
            return formulas.formula(node, f"'of' of {fields.what}")
        if not fields.truth("unpublished"):
            self.reader.report(
                "value-form", node, f"'unpublished' of {fields.what} can only be true", "Write its formula."
            )
        return None

    def condition(self, formulas: FormulaReader, key: Scalar, node: Node, default: Source) -> Condition:
        reader = self.reader
        fields = reader.fields(node, f"condition {key.text!r}", CONDITION_KEYS)
        when = fields.require("when", "Add `when:` with a formula that is true or false.")
        formula = Formula("null", ast.Boolean(value=True), reader.place(node))
        if when is not None:
            formula = formulas.formula(when, f"'when' of {fields.what}", "truth")
        return Condition(key.text, fields.name(), formula, fields.source(default), reader.place(key))

    def clause(self, formulas: FormulaReader, node: Node, default: Source) -> Clause:
        reader = self.reader
        plain = reader.fields(node, "the clause", CLAUSE_KEYS)
        clause_id = plain.required_id()
        fields = Fields(reader, plain.mapping, f"clause {clause_id!r}", plain.nodes)
        needs = fields.require("needs", "Add `needs: [condition, …]`; `[]` where nothing is needed.")
        limits = fields.get("limits")
        title = fields.get("title")
        return Clause(
            id=clause_id,
            name=fields.name(),
            needs=() if needs is None else reader.texts(needs, f"'needs' of {fields.what}"),
            source=fields.source(default),
            amount=_amount(formulas, fields),
            title=None if title is None else fields.texts_of(title, f"'title' of {fields.what}"),
            limits=NO_LIMITS if limits is None else read_limits(formulas, limits, fields.what),
            delivery=fields.choice("delivery", Delivery, Delivery.APPLICATION),
            notice_days=fields.whole("notice_days"),
            pay_within_days=fields.whole("pay_within_days"),
            place=reader.place(node),
        )


def _ids(fields: Fields) -> list[str]:
    # The ids of values, of the outputs of tables and of conditions, and their Chinese names, before any formula is read.
    ids: list[str] = []
    for section in ("values", "conditions", "tables"):
        node = fields.get(section)
        for key, value in node.entries if isinstance(node, Mapping) else ():
            ids.append(key.text)
            for inner, child in value.entries if isinstance(value, Mapping) else ():
                if inner.text == "zh" and isinstance(child, Scalar):
                    ids.append(child.text.strip())
                if inner.text == "outputs" and isinstance(child, Mapping):
                    ids.extend(output.text for output, _ in child.entries)
    return ids


def _amount(formulas: FormulaReader, fields: Fields) -> Amount | None:
    node = fields.get("amount")
    if node is None:
        return None
    if isinstance(node, Scalar):
        return (
            Unpublished()
            if is_unpublished(node)
            else ExactAmount(formulas.formula(node, f"'amount' of {fields.what}", "money"))
        )
    found = formulas.reader.fields(node, f"'amount' of {fields.what}", AMOUNT_KEYS)
    forms = [form for form in (("of",), ("up_to",), ("from", "to")) if any(found.get(key) is not None for key in form)]
    if len(forms) != 1:
        formulas.reader.report("amount-form", node, f"{found.what} must have one of: of, up_to, from and to",
                               "Write {of: …}, {up_to: …} or {from: …, to: …}.")  # fmt: skip
        return None
    exact = optional_formula(formulas, found, "of", "money")
    if exact is not None:
        digits = found.whole("digits")
        return ExactAmount(
            exact, optional_formula(formulas, found, "at_most", "money"), 2 if digits is None else digits
        )
    for key in ("at_most", "digits"):
        if (extra := found.get(key)) is not None:
            formulas.reader.report("amount-form", extra, f"{key!r} belongs to an amount with `of`", "Remove it.")
    up_to = optional_formula(formulas, found, "up_to", "money")
    if up_to is not None:
        return RangeAmount(None, up_to)
    low, high = found.require("from"), found.require("to")
    if low is None or high is None:
        return None
    return RangeAmount(formulas.formula(low, "'from'", "money"), formulas.formula(high, "'to'", "money"))
