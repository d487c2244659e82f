"""Decision tables of a policy: rows in the YAML file, or in a sheet next to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, excerpt
from huiqi_rules.core.spans import Place
from huiqi_rules.core.types import EnumType, NumberType, TextType, Type
from huiqi_rules.core.values import EXACT
from huiqi_rules.model.decision_tables import HIT_POLICIES, DecisionTable, HitPolicy, Row
from huiqi_rules.model.facts import Formula, Source
from huiqi_rules.model.policy import Value
from huiqi_rules.packs.formula_places import content_end, written
from huiqi_rules.packs.reading import Fields, Reader, kind_of, nearest
from huiqi_rules.packs.reading_formulas import FormulaReader
from huiqi_rules.packs.reading_types import FACT_TYPES, TYPE_KEYS, Labels, read_type
from huiqi_rules.packs.sheets import SUFFIXES, Sheet
from huiqi_rules.packs.yaml_nodes import Node, Scalar, Sequence
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_unary_tests

TABLE_KEYS: Final = ("zh", "en", "inputs", "outputs", "hit", "rows", "file", "otherwise", "source")
OUTPUT_KEYS: Final = ("zh", "en", *TYPE_KEYS, "source", "digits")
MAX_ROWS: Final = 5_000
# Columns of a sheet that speak to people.
REMARK_HEADERS: Final = frozenset({"note", "source", "备注", "说明", "来源"})

_END: Final = r'(?:"[^"\\]*"|-?[0-9]+(?:\.[0-9]+)?)'
# A range without brackets holds both ends; texts are matched too, so that nothing inside a text is taken for a range.
_BARE_RANGE: Final = re.compile(
    rf'(?P<range>{_END}[ ]*\.\.[ ]*{_END})|"(?:[^"\\]|\\.)*"'
    # A bracket with two dots before the next one opens a range; the one of `not([1..5])` does not.
    r'|[\[\](](?=(?:[^"\[\]()]|"[^"]*")*?\.\.)[^"\[\]()]*(?:"[^"]*"[^"\[\]()]*)*[\[\])]'
)
_NUMBER: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
# What an empty cell is read as, once it has been reported.
_EMPTY: Final = "unpublished"
_BIG_NUMBER: Final = re.compile(r"([0-9]{1,30}(?:\.[0-9]{1,30})?) ?(万|亿)元?")

SheetOpener = Callable[[str, Node], Sheet | None]


@dataclass(frozen=True, slots=True)
class _Output:
    id: str
    type: Type | None
    labels: Labels
    fields: Fields
    key: Scalar


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, the blanks to parse it behind, and how to report a mistake in it at an index of the text."""

    text: str
    blanks: int
    report: Callable[[str, str, str, int], None]


def read_table(
    formulas: FormulaReader, key: Scalar, node: Node, default: Source, open_sheet: SheetOpener
) -> tuple[DecisionTable | None, tuple[Value, ...]]:
    """Return a decision table and the named values that its outputs are."""
    reader = formulas.reader
    fields = reader.fields(node, f"table {key.text!r}", TABLE_KEYS)
    source = fields.source(default)
    outputs = _outputs(reader, fields)
    input_nodes = _inputs(reader, fields)
    if not outputs or not input_nodes:
        return None, ()
    base = node.start
    inputs = tuple(formulas.part(item, base, f"an input of {fields.what}") for item in input_nodes)
    hit = fields.get("hit")
    word = None if hit is None else reader.choice(hit, f"'hit' of {fields.what}", HIT_POLICIES)
    kind: HitPolicy = next((policy for policy in HIT_POLICIES if policy == word), "unique")
    file = fields.get("file")
    if file is None:
        rows = _yaml_rows(formulas, fields, len(inputs), outputs, base)
    else:
        headers = [reader.text(item, "an input") for item in input_nodes]
        rows = _sheet_rows(formulas, fields, file, headers, outputs, open_sheet, file.start - base)
    if len(rows) > MAX_ROWS:
        reader.report("table-limit", node, f"{fields.what} has {len(rows)} rows, more than {MAX_ROWS}",
                      "Split it by its first input.")  # fmt: skip
        rows = rows[:MAX_ROWS]
    otherwise = _otherwise(formulas, fields, outputs, base)
    ids = tuple(output.id for output in outputs)
    table = DecisionTable(key.text, kind, inputs, ids, rows, otherwise, reader.place(key), fields.name())
    text = reader.file.text[base : content_end(node)]
    values = tuple(
        Value(
            output.id, output.fields.name(), Formula(text, table.formula(index), reader.place(node)), output.type,
            output.fields.source(source), output.fields.whole("digits"), output.labels, reader.place(output.key),
        )
        for index, output in enumerate(outputs)
    )  # fmt: skip
    return table, values


def _outputs(reader: Reader, fields: Fields) -> tuple[_Output, ...]:
    node = fields.require("outputs", "Add `outputs: {name: {type: …, zh: …, en: …}}`.")
    outputs = []
    for key, value in () if node is None else reader.entries(node, f"'outputs' of {fields.what}"):
        found = reader.fields(value, f"output {key.text!r}", OUTPUT_KEYS)
        kind, labels = read_type(found, FACT_TYPES, required=True)
        outputs.append(_Output(key.text, kind, labels, found, key))
    return tuple(outputs)


def _inputs(reader: Reader, fields: Fields) -> tuple[Node, ...]:
    node = fields.require("inputs", "Add `inputs: [formula, …]`.")
    return () if node is None else reader.items(node, f"'inputs' of {fields.what}")


def _yaml_rows(
    formulas: FormulaReader, fields: Fields, width: int, outputs: tuple[_Output, ...], base: int
) -> tuple[Row, ...]:
    reader = formulas.reader
    node = fields.require("rows", "Add `rows:` or `file: sheet.csv`.")
    rows = []
    for item in () if node is None else reader.items(node, f"'rows' of {fields.what}"):
        match item:
            case Sequence(items=(Sequence(items=tests), Sequence(items=answers))):
                pass
            case _:
                reader.report("wrong-shape", item, f"a row must be [[tests], [answers]], here is {kind_of(item)}",
                              "Write [['>= 10', '-'], [20]].")  # fmt: skip
                continue
        if len(tests) != width or len(answers) != len(outputs):
            reader.report("row-length", item, f"the row has {len(tests)} tests and {len(answers)} answers, "
                          f"the table {width} inputs and {len(outputs)} outputs", "Write `-` (quoted) where any value fits.")  # fmt: skip
            continue
        read = tuple(_tests(formulas, _yaml_cell(reader, test, base)) for test in tests)
        place = reader.place(item)
        rows.append(Row(read, _answers(formulas, answers, outputs, base), place, reader.file.excerpt(place)))
    return tuple(rows)


def _otherwise(
    formulas: FormulaReader, fields: Fields, outputs: tuple[_Output, ...], base: int
) -> tuple[ast.Expression, ...] | None:
    node = fields.get("otherwise")
    if node is None:
        return None
    items = formulas.reader.items(node, f"'otherwise' of {fields.what}")
    if len(items) != len(outputs):
        formulas.reader.report(
            "row-length",
            node,
            f"'otherwise' has {len(items)} answers for {len(outputs)} outputs",
            "Write one answer for each output.",
        )
        return None
    return _answers(formulas, items, outputs, base)


def _answers(
    formulas: FormulaReader, nodes: tuple[Node, ...], outputs: tuple[_Output, ...], base: int
) -> tuple[ast.Expression, ...]:
    pairs = zip(nodes, outputs, strict=True)
    return tuple(_answer(formulas, _yaml_cell(formulas.reader, node, base), output.type) for node, output in pairs)


def _yaml_cell(reader: Reader, node: Node, base: int) -> _Cell:
    def report(code: str, problem: str, remedy: str, index: int) -> None:
        reader.report_at(code, node.start + index, problem, remedy)

    if not isinstance(node, Scalar):
        report(
            "wrong-shape",
            f"a cell must be a text, here is {kind_of(node)}",
            "Put a range or list in quotes: '[1..5]'.",
            0,
        )
        return _Cell("null", node.start - base, report)
    if node.is_null:
        return _Cell("null", node.start - base, report)
    source = written(reader.file, node)
    return _Cell(source.text, source.start - base, lambda code, problem, remedy, index: reader.report_at(
        code, source.start + index, problem, remedy))  # fmt: skip


def _sheet_rows(
    formulas: FormulaReader, fields: Fields, file: Node, inputs: list[str], outputs: tuple[_Output, ...],
    open_sheet: SheetOpener, blanks: int,
) -> tuple[Row, ...]:  # fmt: skip
    reader = formulas.reader
    if fields.get("rows") is not None:
        reader.report("wrong-shape", file, f"{fields.what} has both rows and a file", "Keep one of them.")
    name = reader.text(file, f"'file' of {fields.what}")
    if not name.endswith(SUFFIXES) or Path(name).name != name:
        reader.report(
            "sheet-name", file, f"{name!r} is no sheet next to this file", "Write `file: name.csv` or name.xlsx."
        )
        return ()
    sheet = open_sheet(name, file)
    if sheet is None:
        return ()
    if not sheet.rows:
        reader.findings.add(
            Diagnostic("sheet-header", Place(sheet.path), "the sheet is empty", "Write the header first.")
        )
        return ()
    columns = _columns(reader, sheet, inputs, [output.id for output in outputs])
    if columns is None:
        return ()
    rows = []
    for number, texts in enumerate(sheet.rows[1:], 1):
        if any(texts):
            cells = [_sheet_cell(reader, sheet, number, column, blanks) for column in columns]
            tests = tuple(_tests(formulas, cell) for cell in cells[: len(inputs)])
            pairs = zip(cells[len(inputs) :], outputs, strict=True)
            answers = tuple(_answer(formulas, cell, output.type) for cell, output in pairs)
            rows.append(Row(tests, answers, sheet.place(number, columns[0])))
    return tuple(rows)


def _columns(reader: Reader, sheet: Sheet, inputs: list[str], outputs: list[str]) -> list[int] | None:
    # The column of each input and output, in their order.
    wanted = {" ".join(text.split()): position for position, text in enumerate([*inputs, *outputs])}
    wanted |= {f"in{position + 1}": position for position in range(len(inputs))}
    found: dict[int, int] = {}
    fine = True
    for column, text in enumerate(sheet.rows[0]):
        position = wanted.get(" ".join(text.split()))
        if position is None or position in found:
            if position is None and (text in REMARK_HEADERS or not any(row[column] for row in sheet.rows)):
                continue
            problem = f"the column {text!r} is no input and no output" if position is None else f"{text!r} stands twice"
            reader.findings.add(Diagnostic("sheet-header", sheet.place(0, column), problem,
                                           nearest(text, wanted) if position is None else "Keep one of the columns."))  # fmt: skip
            fine = False
        else:
            found[position] = column
    for position, text in enumerate([*inputs, *outputs]):
        if position not in found:
            reader.findings.add(Diagnostic("sheet-header", sheet.place(0, 0), f"no column is headed {text!r}",
                                           "Head the columns with the inputs (or in1, in2, …) and the outputs."))  # fmt: skip
            fine = False
    return [found[position] for position in range(len(inputs) + len(outputs))] if fine else None


def _sheet_cell(reader: Reader, sheet: Sheet, row: int, column: int, blanks: int) -> _Cell:
    text = sheet.rows[row][column]

    def report(code: str, problem: str, remedy: str, index: int) -> None:
        reader.findings.add(Diagnostic(code, sheet.place(row, column), problem, remedy, excerpt(text, index + 1)))

    if not text:
        report(
            "empty-cell",
            "the cell is empty",
            "Write `-` where any value fits, `unpublished` where no answer is known.",
            0,
        )
    return _Cell(text or _EMPTY, blanks, report)


def _tests(formulas: FormulaReader, cell: _Cell) -> ast.UnaryTests:
    if cell.text == _EMPTY:
        return ast.UnaryTests((ast.AnyValue(),))
    text = _BARE_RANGE.sub(lambda found: f"[{found[0]}]" if found["range"] else found[0], cell.text)
    blanks = cell.blanks
    try:
        return parse_unary_tests(" " * blanks + text, names=formulas.names)
    except FeelSyntaxError as error:
        _syntax_error(cell, error, blanks)
        # A test that every value passes, yet no `-`: it takes no part in the search for rows that overlap.
        return ast.UnaryTests((ast.Compare("=", ast.QuestionMark(), ast.QuestionMark()),))


def _answer(formulas: FormulaReader, cell: _Cell, kind: Type | None) -> ast.Expression:
    text = cell.text.strip()
    if text in {"null", "unpublished"}:
        return ast.Null()
    if isinstance(kind, TextType | EnumType) and not text.startswith(('"', "=")):
        return ast.String(text)
    if isinstance(kind, NumberType) and kind.unit is not None and kind.unit.powers == (("yuan", 1),):
        amount = _yuan(text)
        if amount is not None:
            return ast.Call(ast.Name("元"), (ast.Number(amount),))
    try:
        return parse_expression(" " * cell.blanks + text.removeprefix("="), names=formulas.names)
    except FeelSyntaxError as error:
        _syntax_error(cell, error, cell.blanks)
        return ast.Null()


def _yuan(text: str) -> Decimal | None:
    # A bare number in a column of money is yuan: the column has said so.
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    big = _BIG_NUMBER.fullmatch(text)
    return None if big is None else EXACT.multiply(Decimal(big[1]), Decimal(10_000 if big[2] == "万" else 100_000_000))


def _syntax_error(cell: _Cell, error: FeelSyntaxError, blanks: int) -> None:
    remedy = f"{error.remedy[:1].upper()}{error.remedy[1:].rstrip('.')}." if error.remedy else ""
    cell.report("formula-syntax", error.problem, remedy, max(error.span.start - blanks, 0))
