"""What cannot be reckoned, said in Chinese and in English: what is wrong, and what to do."""

from __future__ import annotations

from typing import Final

MESSAGES: Final = {
    "amount": (
        "期限 {amount} 不能计算：须是大于 0 的数（工作日以半天为最小单位，小时须为整秒）。",
        "a term of {amount} cannot be reckoned: it has to be above 0 (working days in halves, hours in whole seconds).",
    ),
    "half_days": (
        "期限 {amount} 个半天不能计算：按半天计，须是大于 0 的整数；半个工作日写 1 个半天，或按工作日写 0.5。",
        "a term of {amount} half days cannot be reckoned: half days are whole and above 0; half a working day is 1 half day, or 0.5 working days.",
    ),
    "too_long": (
        "期限 {amount} 太长：最多 {most}。",
        "a term of {amount} is too long: at most {most}.",
    ),
    "extension": (
        "延长 {amount} 不能计算：须是不小于 0、与期限同一单位的数。",
        "an extension of {amount} cannot be reckoned: it has to be 0 or more, in the unit of the term.",
    ),
    "unit": (
        "期限单位不一致：{first} 与 {second}。",
        "two different units of time: {first} and {second}.",
    ),
    "reversed": (
        "起止颠倒：{first} 晚于 {last}。",
        "the range is reversed: {first} is after {last}.",
    ),
    "still_paused": (
        "时钟自 {start} 起停着（{reason}），恢复之前算不出到期日。",
        "the clock has stood still since {start} ({reason}); what is due is known when it runs again.",
    ),
    "zone": (
        "时刻 {moment} 没有时区。",
        "the moment {moment} has no time zone.",
    ),
    "off_the_calendar": (
        "超出历法范围（公元 1 年至 9999 年）。",
        "off the calendar: only the years 1 to 9999 can be reckoned.",
    ),
    "hours": (
        "工作时间 {spans} 不能用：须按先后排列、互不重叠、在一天之内。",
        "working hours {spans} cannot be used: spans in order, without overlap, within one day.",
    ),
    "year": (
        "{year} 年的放假安排有误：{problem}",
        "the table of {year} is wrong: {problem}",
    ),
    "notice": (
        "通知无法识别：{problem}",
        "the notice cannot be read: {problem}",
    ),
    "items": (
        "没有事项，或有两项同名，或超过 1000 项。",
        "there are no items, or two of one name, or more than 1,000.",
    ),
    "circle": (
        "事项互为前提，无法排序：{names}。",
        "items wait for each other in a circle: {names}.",
    ),
    "unknown_item": (
        "事项“{name}”以“{before}”为前提，但没有这一事项。",
        "item {name!r} comes after {before!r}, which there is not.",
    ),
}


class CannotReckon(ValueError):
    """A term, a range or a table makes no sense; `code` names the reason and `said` tells it in one language."""

    def __init__(self, code: str, /, **data: object) -> None:
        assert code in MESSAGES, f"no message for {code!r}"
        super().__init__(code)
        self.code = code
        self.data = data

    def said(self, *, english: bool) -> str:
        """Return the message in one language; a value that is words in both is said in it."""
        texts = {name: value[english] if isinstance(value, tuple) else value for name, value in self.data.items()}
        return MESSAGES[self.code][english].format(**texts)

    def __str__(self) -> str:
        return self.said(english=True)
