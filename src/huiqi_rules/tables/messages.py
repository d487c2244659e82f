"""The reader's messages, in Chinese and English, by code: what is wrong with a cell and what to do.

Both languages stand side by side because a sheet goes back to the company that filled it in, and a log goes elsewhere.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

# code: (what is wrong zh, what to do zh, what is wrong en, what to do en)
_MESSAGES: Final[dict[str, tuple[str, str, str, str]]] = {
    "approximate": (
        "“{shown}”带有“{word}”，不是确切的数",
        "填写确切的数；不知道就留空",
        "“{shown}” is not an exact number: it says “{word}”",
        "write the exact number, or leave the cell empty when nobody knows it",
    ),
    "range": (
        "“{shown}”是一个范围，不是一个数",
        "填写一个确切的数；不知道就留空",
        "“{shown}” is a range, not a number",
        "write one exact number, or leave the cell empty",
    ),
    "not-a-number": (
        "“{shown}”不是数",
        "只填写数字，可带千、万、亿和单位，例如 3000.5、30万元、5%",
        "“{shown}” is not a number",
        "write digits, with 千/万/亿 and a unit at most: 3000.5, 30万元, 5%",
    ),
    "thousands": (
        "“{shown}”里的逗号或空格不是每三位一个，看不出是哪个数",
        "去掉分隔符，或每三位一个逗号，例如 1,234,567",
        "the commas or spaces in “{shown}” do not part groups of three digits",
        "leave them out, or write 1,234,567",
    ),
    "foreign-currency": (
        "“{shown}”不是人民币",
        "按规定的汇率折算成人民币元再填",
        "“{shown}” is not in yuan",
        "convert it to yuan at the prescribed rate",
    ),
    "wrong-unit": (
        "“{shown}”的单位“{unit}”不适合这一列（{wanted}）",
        "按这一列的单位填写",
        "“{shown}” has the unit “{unit}”, which does not fit this column ({wanted})",
        "write the value in the unit of the column",
    ),
    "unit-twice": (
        "这一列的单位已是“{unit}”，“{shown}”又带了数量级，看不出是哪个数",
        "只填写数字，或写出完整单位，例如 30万元",
        "the column is in “{unit}” and “{shown}” adds a scale of its own",
        "write the digits alone, or the full unit: 30万元",
    ),
    "not-whole": (
        "“{shown}”不是整数",
        "填写整数",
        "“{shown}” is not a whole number",
        "write a whole number",
    ),
    "too-large": (
        "“{shown}”的位数超出可精确计算的范围",
        "核对数字，最多 34 位",
        "“{shown}” has more digits than can be calculated exactly",
        "check the number; 34 digits at most",
    ),
    "digits-lost": (
        "“{shown}”以数字格式保存，第 15 位以后已丢失",
        "把单元格格式设为文本后重新填写",
        "“{shown}” is stored as a number and has lost its digits after the 15th",
        "format the cell as text and type it again",
    ),
    "ratio-above-one": (
        "“{shown}”大于 1，看不出是 {shown}% 还是 {shown} 倍",
        "百分数写成“{shown}%”或小数；整列都是百分数时在列映射中写 unit: '%'",
        "“{shown}” is above 1: {shown} per cent or {shown} times?",
        "write “{shown}%” or a fraction; when the whole column holds per cents say unit: '%' in the column map",
    ),
    "impossible": (
        "“{shown}”不可能：应 {bound}",
        "核对数字",
        "“{shown}” is an impossible value: it must be {bound}",
        "check the number",
    ),
    "not-yes-or-no": (
        "“{shown}”不是“是”或“否”",
        "填写 是 或 否",
        "“{shown}” is neither yes nor no",
        "write 是 or 否 (yes or no)",
    ),
    "not-a-date": (
        "“{shown}”不是日期",
        "按 2023-05-04 的样式填写",
        "“{shown}” is not a date",
        "write it like 2023-05-04",
    ),
    "no-day": (
        "“{shown}”没有写明日",
        "填写完整日期，例如 2023-05-04",
        "“{shown}” does not say the day",
        "write the full date, like 2023-05-04",
    ),
    "date-order": (
        "“{shown}”看不出年、月、日的顺序",
        "年份写四位并写在最前，例如 2023-05-04",
        "the order of year, month and day in “{shown}” is not clear",
        "write the year first and in four digits, like 2023-05-04",
    ),
    "serial": (
        "“{shown}”是数字，不是日期",
        "把单元格格式设为日期；整列都是 Excel 日期序号时在列映射中写 excel_serial: true",
        "“{shown}” is a number, not a date",
        "format the cell as a date; when the whole column holds Excel's day numbers say excel_serial: true in the map",
    ),
    "date-cell": (
        "单元格是日期“{shown}”，这一列要的不是日期（表格软件可能自动改成了日期）",
        "把单元格格式设为文本或数字后重新填写",
        "the cell is a date, “{shown}”, in a column that holds none (the spreadsheet may have turned it into one)",
        "format the cell as text or number and type it again",
    ),
    "truth-cell": (
        "单元格是逻辑值“{shown}”，这一列要的不是",
        "重新填写",
        "the cell is the truth value {shown}, in a column that holds none",
        "type the value again",
    ),
    "not-an-option": (
        "“{shown}”不在可选项中；可选：{options}",
        "改成可选项之一{near}",
        "“{shown}” is none of the options: {options}",
        "choose one of them{near}",
    ),
    "error-cell": (
        "公式出错：{shown}",
        "修正公式或填写数值",
        "the cell holds the spreadsheet error {shown}",
        "mend the formula, or type the value",
    ),
    "no-cached-value": (
        "公式没有保存计算结果",
        "用表格软件打开并保存一次，或填写数值",
        "the formula's result is not stored in the file",
        "open and save the file in a spreadsheet program, or type the value",
    ),
    "merged": (
        "单元格在合并区域 {range} 内，不知道该区域的值是否属于本行",
        "取消合并，逐行填写",
        "the cell lies in the merged range {range}; nothing says whether its value is meant for this row",
        "unmerge the range and fill in each row",
    ),
    "no-year": (
        "“{shown}”不是年份，本行的年度数据不能使用",
        "填写四位年份，例如 2023",
        "“{shown}” is not a year, so this row's yearly figures can't be used",
        "write the year in four digits, like 2023",
    ),
    "no-subject": (
        "本行没有编号（{column}），未读取",
        "填写 {column}",
        "the row has no id in {column} and is not read",
        "fill in {column}",
    ),
    "total-row": (
        "“{shown}”是合计行，未读取",
        "删除合计行",
        "“{shown}” is a row of totals and is not read",
        "delete the row",
    ),
    "row-length": (
        "本行有 {count} 格，表头有 {wanted} 格，未读取",
        "检查分隔符和引号",
        "the row has {count} cells where the header has {wanted}, and is not read",
        "check delimiters and quotes",
    ),
    "duplicate-same": (
        "“{subject}”在第 {rows} 行重复，内容相同，只用一次",
        "删除多余的行",
        "“{subject}” stands in rows {rows} with the same values; it is used once",
        "delete the rows too many",
    ),
    "duplicate-different": (
        "“{subject}”在第 {rows} 行重复，且以下内容不同，按未知处理：{facts}",
        "核对后只留一行",
        "“{subject}” stands in rows {rows} with different values; these facts are unknown: {facts}",
        "keep one row",
    ),
    "impossible-row": (
        "不可能的行（{rule}）：{message}；以下内容按未知处理：{facts}",
        "核对这些数字",
        "impossible row ({rule}): {message}; these facts are unknown: {facts}",
        "check the figures",
    ),
    "unread-column": (
        "列“{shown}”不是已知的数据项，未读取{near}",
        "改列名，或写列映射",
        "the column “{shown}” is no known fact and is not read{near}",
        "rename it, or write a column map",
    ),
    "year-missing": (
        "“{shown}”是年度数据，列名没有写年份，未读取",
        "把列名改成 {shown}[2023] 的样式，或在列映射中写 year",
        "“{shown}” is a yearly fact and the header names no year; it is not read",
        "name the column like {shown}[2023], or say the year in a column map",
    ),
    "column-twice": (
        "列“{shown}”与 {other} 是同一数据项，未读取",
        "只留一列",
        "the column “{shown}” holds the same fact as {other} and is not read",
        "keep one of the columns",
    ),
}


def reason_of(code: str, language: Language) -> str:
    """Return the template of what is wrong; KeyError for a code that is not declared."""
    return _MESSAGES[code][0 if language == "zh" else 2]


def remedy_of(code: str, language: Language) -> str:
    """Return the template of what to do; KeyError for a code that is not declared."""
    return _MESSAGES[code][1 if language == "zh" else 3]
