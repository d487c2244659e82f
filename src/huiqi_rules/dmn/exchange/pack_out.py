"""What came of a model as the YAML files of a pack; what the model does not say is left for the drafter, and told to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi_rules.core.types import EnumType, TextType, Type
from huiqi_rules.dmn.exchange.kinds import described
from huiqi_rules.dmn.exchange.left import Left
from huiqi_rules.dmn.exchange.names_in import file_stem, one_line
from huiqi_rules.dmn.exchange.policy_in import ClauseIn, DecisionsIn, ParameterIn, TableValues, ValueIn
from huiqi_rules.dmn.exchange.yaml_out import as_yaml
from huiqi_rules.model.decision_tables import Row
from huiqi_rules.model.facts import Fact, Text
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.printer import print_expression, print_unary_tests

_REMARKS_MAX: Final = 200
_TO_FILL: Final = (
    "模型没有写、要由起草人补上的：规则的依据（source）、施行日（from）、另一种语言的名称、数的单位、条款给什么和怎样兑现。",
    "The model does not say, and whoever drafts has to fill in: the articles that the rules come from (`source`), the first",
    "day in force (`from`), the names in the other language, the units of figures, what a clause grants and how it is delivered.",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a policy came from: the pack and policy ids, the model's title and file, first day in force, subject."""

    pack: str
    policy: str
    title: Text
    file: str
    since: date
    subject: str


def pack_files(
    origin: Origin,
    facts: Sequence[Fact],
    found: DecisionsIn,
    scenarios: Sequence[Mapping[str, object]],
    left: Sequence[Left],
) -> Mapping[str, str]:
    """Return the files of a pack by their path in it."""
    made = f"Made from the DMN model {one_line(origin.file)}."
    title = _named(origin.title)
    files = {"pack.yaml": as_yaml({"id": origin.pack, "title": title})}
    if facts:
        files["facts.yaml"] = as_yaml({fact.id: _fact(fact) for fact in facts}, (made,))
    if found.parameters:
        figures = {parameter.id: _parameter(parameter, origin) for parameter in found.parameters}
        files[f"parameters/{file_stem(origin.policy)}.yaml"] = as_yaml(figures, (made,))
    behind = [
        line for one in left[:_REMARKS_MAX] for line in (f"未带入：{one.said('zh')}", f"Left behind: {one.said('en')}")
    ]
    remarks = (made, *_TO_FILL, *behind, *found.remarks[:_REMARKS_MAX])
    files[f"policies/{origin.policy}.yaml"] = as_yaml(
        {**_head(origin, title, found), "versions": [_version(origin, found)]}, remarks
    )
    if scenarios:
        files[f"scenarios/{origin.policy}.yaml"] = as_yaml(list(scenarios), (made,))
    return files


def _head(origin: Origin, title: object, found: DecisionsIn) -> Mapping[str, object]:
    outputs = [value.id for value in (*found.values, *(output for table in found.tables for output in table.outputs))]
    head = {"id": origin.policy, "title": title, "subject": origin.subject}
    return {**head, "outputs": outputs} if outputs else head


def _version(origin: Origin, found: DecisionsIn) -> Mapping[str, object]:
    parts: dict[str, object] = {"id": "dmn", "from": origin.since, "source": {"document": one_line(origin.file)}}
    if found.values:
        parts["values"] = {value.id: _value(value) for value in found.values}
    if found.tables:
        parts["tables"] = {table.id: _table(table) for table in found.tables}
    if found.conditions:
        parts["conditions"] = {
            one.id: {**_named(one.name), "when": print_expression(one.of)} for one in found.conditions
        }
    return {**parts, "clauses": [_clause(clause) for clause in found.clauses]}


def _fact(fact: Fact) -> Mapping[str, object]:
    ends = {key: end for key, end in (("min", fact.minimum), ("max", fact.maximum)) if end is not None}
    meaning = {"meaning": fact.meaning} if fact.meaning else {}
    return {**_named(fact.name), **described(fact.type), **ends, **meaning}


def _parameter(parameter: ParameterIn, origin: Origin) -> Mapping[str, object]:
    dated = {"from": origin.since, "value": parameter.value, "source": {"document": one_line(origin.file)}}
    return {**_named(parameter.name), **described(parameter.type), "values": [dated]}


def _value(value: ValueIn) -> Mapping[str, object]:
    if isinstance(value.of, ast.Null):
        return {**_named(value.name), "unpublished": True, **described(value.type)}
    kind = described(value.type) if isinstance(value.type, EnumType) else {}
    return {**_named(value.name), "of": print_expression(value.of), **kind}


def _table(found: TableValues) -> Mapping[str, object]:
    table = found.table
    kinds = [output.type for output in found.outputs]
    data: dict[str, object] = {
        **_named(found.name),
        "inputs": [print_expression(value) for value in table.inputs],
        "outputs": {output.id: {**described(output.type), **_named(output.name)} for output in found.outputs},
        "hit": table.hit,
        "rows": [_row(row, kinds) for row in table.rows],
    }
    if table.otherwise is not None:
        data["otherwise"] = _answers(table.otherwise, kinds)
    return data


def _row(row: Row, kinds: list[Type]) -> list[object]:
    return [[print_unary_tests(tests) for tests in row.tests], _answers(row.answers, kinds)]


def _answers(answers: tuple[ast.Expression, ...], kinds: list[Type]) -> list[object]:
    return [_answer(answer, kind) for answer, kind in zip(answers, kinds, strict=True)]


def _answer(answer: ast.Expression, kind: Type) -> str:
    if isinstance(answer, ast.Null):
        return "unpublished"
    text = print_expression(answer)
    # A column of texts takes a cell for the text itself, unless it begins like this.
    return f"={text}" if isinstance(kind, TextType | EnumType) and not isinstance(answer, ast.String) else text


def _clause(clause: ClauseIn) -> Mapping[str, object]:
    amount = {"amount": clause.amount} if clause.amount else {}
    return {"id": clause.id, **_named(clause.name), "needs": list(clause.needs), **amount}


def _named(name: Text) -> Mapping[str, str]:
    return {"zh": name.zh, "en": name.en}
