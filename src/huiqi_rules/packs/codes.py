"""The codes of what the reader of packs finds, each with what it means, a bad and a good line; the manual is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of mistake: its stable code, what it finds, and how it looks wrong and right."""

    code: str
    finds: str
    bad: str
    good: str


_ENTRIES: Final = (
    ("yaml-syntax", "The file is not YAML; reading stops there.", 'when: @"2024-01-01" > 评定日', "when: '@\"2024-01-01\" > 评定日'"),
    ("yaml-limit", "A file that is too large, nests too deep or holds too many entries.", "[[[[[[[…", "split the file"),
    ("yaml-alias", "Anchors and aliases: they hide where a rule stands.", "source: *default", "source: {article: 第一条}"),
    ("yaml-tag", "A tag: types come from the format.", "value: !!float 0.5", "value: 0.5"),
    ("yaml-key", "A key that is a list or a mapping; a merge of something else than a mapping.", "[a, b]: 1", "a: 1"),
    ("yaml-documents", "More than one document in a file.", "id: a\n---\nid: b", "two files"),
    ("duplicate-key", "A key that stands twice in one mapping.", "min: 0\nmin: 1", "min: 0"),
    ("wrong-shape", "A text where a mapping or a list is expected, or the other way round.", "versions: 2024", 'versions: [{id: "2024", …}]'),
    ("unquoted-comma", "A comma inside { } that ended an unquoted text or formula.", "{of: min(a, b)}", "{of: 'min(a, b)'}"),
    ("unknown-key", "A key that the format does not know.", "titel: {zh: …, en: …}", "title: {zh: …, en: …}"),
    ("missing-key", "A key that must be there.", '- {id: "2024", to: null}', '- {id: "2024", from: 2024-01-01, to: null}'),
    ("wrong-id", "An id that is empty, has blanks at its ends or holds / = ; or a control character.", '" staff": {…}', "staff: {…}"),
    ("wrong-number", "A text where a number is expected, or a number out of its range.", "places: three", "places: 3"),
    ("wrong-date", "Not a day of the calendar.", "from: 2023-02-30", "from: 2023-02-28"),
    ("wrong-truth", "Neither true nor false.", "sensitive: yes", "sensitive: true"),
    ("wrong-window", "A last day before the first.", "from: 2024-01-01\nto: 2023-12-31", "from: 2023-01-01\nto: 2023-12-31"),
    ("unknown-word", "A word that is none of the few allowed.", "level: town", "level: zone"),
    ("wrong-unit", "A unit on a type that takes none.", "{type: bool, unit: person}", "{type: bool}"),
    ("unknown-unit", "A unit that is no base unit.", "unit: yuan/persons", "unit: yuan/person"),
    ("wrong-options", "Options that are empty, doubled, or on a type without options.", "options: [a, a]", "options: [a, b]"),
    ("wrong-type", "A type that does not go with another key of the entry.", "{type: text, min: 0}", "{type: int, min: 0}"),
    ("formula-syntax", "A formula that is not FEEL.", "when: 职工总数 =>= 10", "when: 职工总数 >= 10"),
    ("formula-comment", "Two slashes in a formula of one line: FEEL takes the rest as a comment.", "of: 研发费用 // 销售收入", "of: 研发费用 / 销售收入"),
    ("value-form", "A value with no formula, or with more than one.", "{of: a, sum: [b, c]}", "{sum: [a, b, c]}"),
    ("amount-form", "An amount with none or several of its forms.", "{of: 元(5), up_to: 元(9)}", "{of: 元(5), at_most: 元(9)}"),
    ("unknown-fact", "A short name for a fact that the dictionary does not hold.", "facts: {staff: 职工数}", "facts: {staff: 职工总数}"),
    ("duplicate-name", "Two facts, parameters or values of one version with the same name.", "a: {zh: 人数, …}\nb: {zh: 人数, …}", "a: {zh: 职工人数, …}\nb: {zh: 科技人数, …}"),
    ("duplicate-id", "Two policies or parameters of one pack with the same id.", "id: award   # in two files", "id: award-2024"),
    ("row-length", "A table row with too few or too many cells.", "[['-'], [1, 2]]   # two inputs", "[['-', '-'], [1, 2]]"),
    ("table-limit", "A decision table with more than 5,000 rows.", "5,001 rows", "two tables"),
    ("empty-cell", "An empty cell of a sheet.", "10,,5", "10,-,5"),
    ("sheet-name", "A sheet that is not next to the policy, or neither csv nor xlsx.", "file: ../sizes.ods", "file: sizes.csv"),
    ("sheet-header", "A column that is no input and no output, or one that is missing.", "staff,sized", "staff,size"),
    ("sheet-unreadable", "A sheet that is damaged or not UTF-8.", "a csv in GB18030", "saved as CSV UTF-8"),
    ("sheet-limit", "A sheet that is too large, packed or unpacked.", "a zip bomb", "the table alone"),
    ("sheet-cell", "A cell that is neither text, number, truth nor day.", "12:30:00", "a text"),
    ("merged-cells", "Merged cells in a sheet.", "B2:B4 merged", "the text in each cell"),
    ("fact-type-changed", "A fact that overrides one of a needed pack with another type.", "staff: {type: text, …}", "staff: {type: int, …}"),
    ("fact-renamed", "A fact that overrides one of a needed pack under another Chinese name.", "staff: {zh: 员工数, …}", "staff: {zh: 职工总数, …}"),
    ("scenario-name", "A scenario about an unknown policy or clause, or one that gives an unknown fact or parameter.", "given: {职工数: 200}", "given: {职工总数: 200}"),
    ("scenario-value", "A value in a scenario that does not fit its fact or parameter, or lies beyond what is possible.", "given: {职工总数: -5}", "given: {职工总数: 5}"),
    ("unknown-pack", "A needed pack that is not found.", "needs: [nationl]", "needs: [national]"),
    ("needs-cycle", "Packs that need each other in a circle.", "a needs b, b needs a", "a needs b"),
    ("no-pack", "A folder without pack.yaml.", "huiqi rules check packs", "huiqi rules check packs/national"),
    ("pack-id", "A pack whose id is not the name of its folder.", "id: natonal", "id: national"),
    ("stray-file", "A file whose name or ending is not read: it would be passed over.", "policies/award.yml\nfact.yaml", "policies/award.yaml\nfacts.yaml"),
    ("not-utf8", "A file that is not UTF-8.", "a file in GB18030", "a file in UTF-8"),
    ("unreadable-file", "What cannot be read as a file: no right to, a folder, a pipe, a device, a link that leads nowhere.", "facts.yaml -> nowhere.yaml", "facts.yaml itself"),
    ("empty-file", "A file without content.", "# nothing yet", "a policy"),
    ("empty-entry", "An empty text, or an empty list where something must stand.", 'versions: []\nneeds: [""]', "versions: [{id: …, from: …, clauses: […]}]\nneeds: []"),
)  # fmt: skip

READER_CODES: Final = tuple(Code(*entry) for entry in _ENTRIES)
