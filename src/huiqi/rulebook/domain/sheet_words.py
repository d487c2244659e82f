"""Why a file cannot be read as a sheet, in both languages, by the engine's codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from huiqi.kernel.errors import Cannot, Words
from huiqi_rules.core.diagnostics import AuthorError, Diagnostic
from huiqi_rules.tables.sources import TableError

_KNOWN: Final[Mapping[str, Words]] = {
    "empty": ("文件或所选的表是空的。", "the file or the chosen sheet is empty."),
    "too_large": (
        "文件超出可读取的范围（{most}）：请删去数据区以外的内容，或拆成几个文件。",
        "the file is beyond what is read ({most}): delete what lies outside of the data, or split it.",
    ),
    "encrypted": ("工作簿设了密码：请去掉密码后再上传。", "the workbook is encrypted: save it without a password."),
    "old_workbook": (
        "这是旧格式的工作簿（.xls）：请用表格软件另存为 .xlsx。",
        "this is an old workbook (.xls): open it in a spreadsheet program and save it as .xlsx.",
    ),
    "not_a_workbook": (
        "文件内容不是 .xlsx 工作簿，也不是 CSV：请用表格软件另存为 .xlsx。",
        "what is in the file is neither an .xlsx workbook nor CSV: save it as .xlsx.",
    ),
    "web_page": (
        "这是网页或 XML，不是工作簿（有的系统导出的“.xls”其实是网页）：请用表格软件打开后另存为 .xlsx。",
        "this is a web page or XML (some systems export it as “.xls”): open it in a spreadsheet program and save it as .xlsx.",
    ),
    "unsafe": (
        "工作簿的内容不安全，没有读取：请用表格软件打开后另存为新的 .xlsx。",
        "the workbook is not safe to read: open it in a spreadsheet program and save it as a new .xlsx.",
    ),
    "damaged": ("文件已损坏或不完整：请重新取得后再上传。", "the file is damaged or cut off: get it once more."),
    "no_sheet": ("工作簿里没有名为“{sheet}”的表。", "the workbook has no sheet “{sheet}”."),
    "encoding": (
        "文字编码既不是 UTF-8，也不是 GB18030（第{line}行）：请另存为“CSV UTF-8”。",
        "the text is neither UTF-8 nor GB18030 (line {line}): save it as “CSV UTF-8”.",
    ),
    "csv": (
        "第{line}行附近有没有配对的引号，或某一格太长：请检查后再上传。",
        "near line {line} the quotes are not closed, or a cell is too long.",
    ),
    "unreadable": ("文件无法读取。", "the file cannot be read."),
}
_CODES: Final = {"not-text": "not_a_workbook", "table": "not_a_workbook"}
_NO_FIT: Final[Mapping[str, str]] = {
    "header-row": "表头不在所说的那一行",
    "unknown-column": "表里没有这一列",
    "column-twice": "同名的列不止一个",
    "unlisted-column": "列映射没有提到这一列",
    "unknown-fact": "数据字典里没有这一项",
    "map-fact-twice": "同一数据项由两列提供",
    "map-year": "年度写得不对，或年度数据没有写年度",
    "map-unit": "单位不适合这一列",
    "map-key": "不认识这个键",
    "map-missing": "缺少必需的内容",
}


class CannotReadSheet(Cannot):
    """A file is no sheet that can be read."""

    messages: ClassVar[Mapping[str, Words]] = _KNOWN


class CannotFitMap(Cannot):
    """A column map has mistakes, or does not fit the sheet; all of them are told at once."""

    messages: ClassVar[Mapping[str, Words]] = {
        "mistakes": ("列映射有{count}处不对：\n{zh}", "the column map has {count} mistakes:\n{en}")
    }


def no_sheet(error: TableError, *, sheet: str = "", most: str = "") -> CannotReadSheet:
    """Return the reason of the engine's in both languages."""
    found = error.diagnostics[0]
    code = _CODES.get(found.code, found.code.replace("-", "_"))
    return CannotReadSheet(code if code in _KNOWN else "unreadable", sheet=sheet, line=found.place.line, most=most)


def no_fit(error: AuthorError) -> CannotFitMap:
    """Return the mistakes of a map in both languages; names in them stand in quotes in either."""
    found = error.diagnostics
    zh = "\n".join(f"· {place(one)}{_chinese(one)}" for one in found)
    en = "\n".join(f"· {place(one)}{one.problem}{f': {one.remedy}' if one.remedy else ''}" for one in found)
    return CannotFitMap("mistakes", count=len(found), zh=zh, en=en)


def place(found: Diagnostic) -> str:
    """Return where a mistake is, without the name of a temporary file."""
    if found.place.cell:
        return f"{found.place.cell}: "
    return f"{found.place.line}:{found.place.column}: " if found.place.line else ""


def _chinese(found: Diagnostic) -> str:
    known = _NO_FIT.get(found.code)
    quoted = found.problem[found.problem.find("“") : found.problem.rfind("”") + 1]
    return f"{known}{quoted}" if known else f"{quoted or found.code}（{found.problem}）"
