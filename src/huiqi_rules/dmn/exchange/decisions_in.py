"""Decisions of a model as values, conditions, tables, parameters and clauses of one policy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.check.rulebook import VALUES_IN_A_ROW_MOST
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import (
    MONEY,
    BoolType,
    EnumType,
    NumberType,
    TextType,
    Type,
)
from huiqi_rules.dmn.exchange.clauses_in import ClauseReader
from huiqi_rules.dmn.exchange.disjoint import constant
from huiqi_rules.dmn.exchange.facts_in import FactsIn
from huiqi_rules.dmn.exchange.formulas_in import Meant, ModelPath, Scope, in_yuan, parsed, tests_with_money
from huiqi_rules.dmn.exchange.functions_in import Functions, called
from huiqi_rules.dmn.exchange.incoming import Incoming, hint, name_of, words_of
from huiqi_rules.dmn.exchange.kinds import Kind, Kinds, Structure, money, type_in
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.dmn.exchange.names_in import Names, one_line
from huiqi_rules.dmn.exchange.policy_in import DecisionsIn, ParameterIn, TableValues, ValueIn
from huiqi_rules.dmn.exchange.results_in import refuse_misfit, result_type
from huiqi_rules.dmn.exchange.tables_in import TableIn, read_table, settled
from huiqi_rules.dmn.xml import first_of, text_of
from huiqi_rules.model.decision_tables import DecisionTable, Row
from huiqi_rules.model.facts import Text
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import free_names

_LOGIC: Final = frozenset(
    {
        "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
        "conditional", "for", "some", "every", "filter",
    }
)  # fmt: skip
_WRITE_LITERAL: Final = "write it as a literal expression or a decision table in the model, or by hand in the pack"
_FIGURE_MAX: Final = Decimal(10) ** 24


class DecisionReader:
    """Reads the decisions of one model, each after those that it requires."""

    def __init__(self, model: Incoming, facts: FactsIn, kinds: Kinds, names: Names, yuan: Collection[str]) -> None:
        self.model = model
        self.facts = facts
        self.kinds = kinds
        self.names = names
        self.yuan = yuan
        self.found = DecisionsIn(meanings=dict(facts.meanings))
        self.lost = set(facts.lost)
        self.heights: dict[str, int] = {}
        self.inputs = {element.get("id", ""): element for element in model.elements("inputData")}
        self.declared = {name_of(element) for element in self.inputs.values()}
        self.decisions = self._told_apart()
        self.by_name: dict[str, list[ModelPath]] = {}
        for path in facts.meanings:
            self.by_name.setdefault(path[0], []).append(path)
        self.functions = Functions(model, kinds)
        self.used = {target for element in self.decisions.values() for target in self._required(element)}

    def read(self) -> DecisionsIn:
        """Return what the decisions came to."""
        for element in self._ordered():
            try:
                self._decision(element)
            except CannotHold as problem:
                self._leave(element, problem.why, problem.remedy)
        # What only a decision that was left asks for is asked for by nobody in the pack.
        held = [element for element in self.decisions.values() if name_of(element) not in self.lost]
        used = {target for element in held for target in self._required(element)}
        ClauseReader(self.decisions, used, self.names, self.found).read()
        return self.found

    def _told_apart(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.model.elements("decision"):
            name = name_of(element)
            key = element.get("id") or name
            if key in found or name in self.declared:
                why = "another element has its id" if key in found else "another element has its name"
                self.found.left.append(self.model.left(element, why, "tell them apart in the model"))
                continue
            self.declared.add(name)
            found[key] = element
        return found

    def _ordered(self) -> list[Element]:
        waiting = {
            key: {one for one in self._required(element) if one in self.decisions}
            for key, element in self.decisions.items()
        }
        after: dict[str, list[str]] = {}
        for key, needed in waiting.items():
            for one in needed:
                after.setdefault(one, []).append(key)
        ready = [key for key, needed in waiting.items() if not needed]
        ordered: list[Element] = []
        while ready:
            key = ready.pop(0)
            ordered.append(self.decisions[key])
            for one in after.get(key, ()):
                waiting[one].discard(key)
                if not waiting[one]:
                    ready.append(one)
        done = {id(element) for element in ordered}
        for element in self.decisions.values():
            if id(element) not in done:
                self._leave(element, "it requires itself, or a decision that does", "break the circle in the model")
        return ordered

    def _required(self, element: Element) -> list[str]:
        return self.model.keys(target for holder in element.findall("informationRequirement") for target in holder)

    def _decision(self, element: Element) -> None:
        name = element.get("name") or element.get("id") or ""
        logic = first_of(element, _LOGIC)
        if logic is None:
            raise CannotHold("it has no logic", "complete it in the model, or bring it as a fact")
        language = logic.get("expressionLanguage") or self.model.root.get("expressionLanguage") or "feel"
        if "feel" not in language.lower():
            raise CannotHold(f"it is written in {language}, not in FEEL", "write it in FEEL")
        self._remark(element, name)
        scope = self._scope(element)
        variable = element.find("variable")
        reference = (None if variable is None else variable.get("typeRef")) or logic.get("typeRef")
        called_table = self.functions.table_of(_called(logic, scope), element, scope)
        if called_table is not None:
            logic, scope, result = called_table
            if result and reference and result != reference:
                raise CannotHold(f"its table gives {result}, and it is declared as {reference}", _WRITE_LITERAL)
            reference = reference or result
            self._table(element, name, read_table(logic, scope, frozenset()), scope, reference)
            return
        if logic.tag == "decisionTable":
            self._table(element, name, read_table(logic, scope, self.facts.told), scope, reference)
            self._annotations(element, logic, name)
            return
        self._literal(element, name, _formula(logic, scope), scope, self._kind(reference))

    def _scope(self, element: Element) -> Scope:
        names = {name_of(self.decisions.get(key)) or name_of(self.inputs.get(key)) for key in self._required(element)}
        for key in self._required(element):
            if key not in self.decisions and key not in self.inputs:
                self._note(element, "information requirement", f"it requires {key!r}, which the model does not hold")
        # What tables name without declaring it is required by nobody.
        columns = {text_of(column.find("inputExpression")) for column in element.iter("input")}
        names |= columns - self.declared
        seen = {path: self.found.meanings[path] for name in names for path in self.by_name.get(name, ())}
        return Scope.of(self.model.names, seen, frozenset(self.lost & names), self.functions.speller(element))

    def _literal(self, element: Element, name: str, tree: ast.Expression, scope: Scope, kind: Kind | None) -> None:
        noted = hint(element)
        if kind is not None:
            kind = type_in(noted, kind)
        if name in self.yuan:
            kind = money(kind or Kind(NumberType()))
        value = constant(tree)
        if self._is_parameter(element, tree):
            self._parameter(element, name, value, kind)
            return
        if kind is not None and kind.type == MONEY:
            tree = in_yuan(tree, scope.resolve)
        tree, typed = scope.typed(tree)
        refuse_misfit(kind, tree, typed)
        found = self._value(element, name, (name,), tree, result_type(kind, typed))
        if isinstance(found.type, BoolType):
            self.found.conditions.append(found)
            self._mean((name,), NameKind.CONDITION, found)
        else:
            self.found.values.append(found)
            self._mean((name,), NameKind.VALUE, found)

    def _is_parameter(self, element: Element, tree: ast.Expression) -> bool:
        value = constant(tree)
        figure = (
            isinstance(value, Decimal)
            and abs(value) < _FIGURE_MAX
            and len(value.as_tuple().digits) <= 30
            and value >= 0
        )
        plain = isinstance(tree, ast.String) and tree.value.strip() == tree.value != "" and tree.value != "unpublished"
        return element.get("id", "") in self.used and not self._required(element) and (figure or plain)

    def _parameter(self, element: Element, name: str, value: object, kind: Kind | None) -> None:
        assert isinstance(value, Decimal | str)
        found: Type = TextType() if isinstance(value, str) else NumberType(integer=False) if kind is None else kind.type
        if isinstance(value, Decimal) is not isinstance(found, NumberType):
            raise CannotHold(f"it is declared as {found} and is {value!s}", "correct its type in the model")
        if kind is not None and (kind.minimum, kind.maximum, kind.unheld) != (None, None, None):
            raise CannotHold("its type allows only some values", "give it a plain type")
        if isinstance(found, EnumType):
            found = TextType()
        given_id, text = self._names(element, name, "parameter")
        self.found.parameters.append(ParameterIn(given_id, text, found, value))
        self._means((name,), Meant(NameKind.PARAMETER, given_id, found))

    def _table(self, element: Element, name: str, raw: TableIn, scope: Scope, reference: str | None) -> None:
        answer = settled(raw)
        if not isinstance(answer, DecisionTable):
            self._literal(element, name, answer, scope, self._kind(reference or raw.columns[0].type_reference))
            return
        shape = None if not reference else self.kinds.of(reference)
        single = len(raw.columns) == 1
        outputs: list[ValueIn] = []
        kinds = [self._column_kind(column.type_reference, column.name, shape, single=single) for column in raw.columns]
        noted = hint(element)
        if single and kinds[0] is not None:
            kinds[0] = type_in(noted, kinds[0])
        if name in self.yuan:
            kinds = [money(kind or Kind(NumberType())) for kind in kinds]
        answer = _with_money(answer, kinds, scope)
        found: list[tuple[ModelPath, ast.Expression, Type]] = []
        for place, (column, kind) in enumerate(zip(raw.columns, kinds, strict=True)):
            tree, typed = scope.typed(answer.formula(place))
            refuse_misfit(kind, tree, typed)
            found.append(((name,) if single else (name, column.name), tree, result_type(kind, typed)))
        if len({path for path, _, _ in found}) < len(found):
            raise CannotHold("two outputs of the table have one name", "name them apart in the model")
        for path, tree, result in found:
            outputs.append(self._value(element, ".".join(path), path, tree, result))
        for path, output in zip((path for path, _, _ in found), outputs, strict=True):
            self._mean(path, NameKind.VALUE, output)
        table_id = self.names.id_for(f"{name} table", "table")
        label = Text(one_line(name) or table_id, one_line(hint(element).get("en", "")) or one_line(name) or table_id)
        ids = tuple(output.id for output in outputs)
        self.found.tables.append(
            TableValues(table_id, label, tuple(outputs), replace(answer, id=table_id, outputs=ids))
        )

    def _column_kind(self, reference: str | None, name: str, shape: object, *, single: bool) -> Kind | None:
        if single:
            whole = shape if isinstance(shape, Kind) else None
            return whole if whole is not None or not reference else self._kind(reference)
        part = shape.parts.get(name) if isinstance(shape, Structure) else None
        return part if isinstance(part, Kind) else self._kind(reference)

    def _kind(self, reference: str | None) -> Kind | None:
        if not reference or reference.rpartition(":")[2] == "Any":
            return None
        shape = self.kinds.of(reference)
        if isinstance(shape, Structure):
            raise CannotHold(f"its type {reference} has components", _WRITE_LITERAL)
        return shape

    def _value(self, element: Element, name: str, path: ModelPath, tree: ast.Expression, found: Type) -> ValueIn:
        height = 1 + max((self.heights.get(used, 0) for used in free_names(tree)), default=0)
        if height > VALUES_IN_A_ROW_MOST:
            raise CannotHold(
                f"more than {VALUES_IN_A_ROW_MOST} decisions stand one on the other here", "join some of them"
            )
        given_id, text = self._names(element, name, "value", hinted=len(path) == 1)
        self.heights[given_id] = height
        return ValueIn(given_id, text, found, tree)

    def _names(self, element: Element, name: str, kind: str, *, hinted: bool = True) -> tuple[str, Text]:
        noted = hint(element) if hinted else {}
        given_id = self.names.id_for(noted.get("id") or name, kind)
        label = element.get("label") if hinted else None
        zh = self.names.label_for(label or name, given_id)
        # A title may hold what a formula would not read as a name; nothing names it but its id.
        title = one_line(label or name) or zh
        return given_id, Text(
            title if zh == given_id and kind != "parameter" else zh, one_line(noted.get("en", "")) or title
        )

    def _mean(self, path: ModelPath, kind: NameKind, found: ValueIn) -> None:
        self._means(path, Meant(kind, found.id, found.type))

    def _means(self, path: ModelPath, meant: Meant) -> None:
        self.found.meanings[path] = meant
        self.by_name.setdefault(path[0], []).append(path)

    def _remark(self, element: Element, name: str) -> None:
        for part in ("description", "question", "allowedAnswers"):
            text = one_line(text_of(element, part))
            if text:
                self.found.remarks.append(f"{one_line(name)} ({words_of(part)}): {text}")

    def _annotations(self, element: Element, table: Element, name: str) -> None:
        noted = [one for one in table.iter("annotationEntry") if text_of(one)]
        if noted:
            why = f"{len(noted)} notes on rules have no place in the table"
            self._note(element, "rule annotations", why, "keep the table as a sheet with a column 备注", name=name)

    def _note(
        self, element: Element, kind: str, why: str, remedy: str = "complete the model", *, name: str = ""
    ) -> None:
        self.found.left.append(self.model.left(element, why, remedy, kind=kind, name=name))

    def _leave(self, element: Element, why: str, remedy: str) -> None:
        self.lost.add(element.get("name") or element.get("id") or "")
        self.found.left.append(self.model.left(element, why, remedy))


def _called(logic: Element, scope: Scope) -> ast.Expression:
    """Return the raw tree of what may be a call of a table; null for any other logic."""
    if logic.tag == "invocation":
        return called(logic, scope.spaced)
    return parsed(text_of(logic), scope.spaced) if logic.tag == "literalExpression" and text_of(logic) else ast.Null()


def _formula(logic: Element, scope: Scope) -> ast.Expression:
    if logic.tag == "invocation":
        return scope.spelled(called(logic, scope.spaced))
    if logic.tag == "literalExpression":
        text = text_of(logic)
        if not text:
            raise CannotHold("it has no text", "complete it in the model")
        return scope.formula(text)
    if logic.tag == "conditional":
        parts = [
            first_of(part, _LOGIC) for part in (logic.find(tag) for tag in ("if", "then", "else")) if part is not None
        ]
        if len(parts) == 3 and all(
            part is not None and part.tag in ("literalExpression", "conditional") for part in parts
        ):
            return ast.If(*(_formula(part, scope) for part in parts if part is not None))
    raise CannotHold(f"packs have no boxed {words_of(logic.tag)}", _WRITE_LITERAL)


def _with_money(table: DecisionTable, kinds: list[Kind | None], scope: Scope) -> DecisionTable:
    def answers(row: tuple[ast.Expression, ...]) -> tuple[ast.Expression, ...]:
        return tuple(
            in_yuan(answer, scope.resolve) if kind is not None and kind.type == MONEY else answer
            for answer, kind in zip(row, kinds, strict=True)
        )

    rows = tuple(
        Row(
            tuple(
                tests_with_money(value, tests, scope.resolve)
                for value, tests in zip(table.inputs, row.tests, strict=True)
            ),
            answers(row.answers),
        )
        for row in table.rows
    )
    return replace(table, rows=rows, otherwise=None if table.otherwise is None else answers(table.otherwise))
