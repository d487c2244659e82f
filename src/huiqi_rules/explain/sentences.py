"""A trace as lines for a person: each condition with its answer, the figures on both sides, and the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from huiqi_rules.explain.display import label, show
from huiqi_rules.explain.figures import as_far, comparison, figure, ground, grounds_of, needs, number_type, subject
from huiqi_rules.explain.points_words import points_detail, sum_parts
from huiqi_rules.explain.trace import Trace
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.facts import Source

MARKS: Final = {True: "✓", False: "✗", None: "?"}
ITEM: Final = "·"
SPARE: Final = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how deep it stands, its mark (✓ ✗ ? ·), its text."""

    level: int
    mark: str
    text: str

    def __str__(self) -> str:
        return "  " * self.level + (f"{self.mark} " if self.mark else "") + self.text


def condition_lines(trace: Trace, wording: Wording, level: int = 0) -> list[Line]:
    """Return the lines of a condition: one, and below it what it is made from."""
    name, mark = wording.title(trace.name), mark_of(trace)
    if not trace.parts:
        return [Line(level, mark, name + cited(trace.source, wording))]
    question = trace.parts[0]
    body, below = question_body(question, wording, level + 1, own_name=trace.name.zh)
    if trace.value is None and not trace.missing:
        body, below = wording.say("no_answer"), []
    elif trace.value is None and not below:
        body = wording.sentences([needs(trace.missing, wording), *as_far(question, wording)])
    text = name + (wording.say("colon") + body if body else "")
    return [Line(level, mark, _sentence(text, trace.source, wording)), *below]


def mark_of(trace: Trace) -> str:
    """Return the mark of an answer; absent counts as no."""
    return MARKS[None if trace.value is None else trace.value is True]


def cited(source: Source, wording: Wording) -> str:
    """Return where a rule stands, and how sure that is; empty where no document is named."""
    cite = source.cite()
    if not cite:
        return ""
    certainty = {
        "reading": "reading",
        "memory-high": "memory",
        "memory-low": "memory",
        "verified-secondary": "secondary",
    }
    doubt = certainty.get(source.certainty)
    return wording.say("reason", source=cite) + ("" if doubt is None else wording.say(f"certainty_{doubt}"))


def question_body(trace: Trace, wording: Wording, level: int, own_name: str = "") -> tuple[str, list[Line]]:
    """Return a question and its answer as one text and, where it has several parts, the lines below it."""
    match trace.kind:
        case "comparison":
            return comparison(trace, wording), _sum_lines(trace, wording, level)
        case "all" | "any":
            joined = _range(trace, wording) or _one_of(trace, wording)
            if joined:
                return joined, []
            return wording.say("all_of" if trace.kind == "all" else "one_of"), _operands(trace, wording, level)
        case "not":
            return _denial(trace, wording, level)
        case "fact" | "value" if not trace.parts or trace.kind == "fact":
            return _yes_no(trace, wording, wanted=True, own_name=own_name), []
        case "value" | "condition":
            body, below = question_body(trace.parts[0], wording, level)
            return body, below
        case "choice":
            body, below = question_body(trace.parts[0], wording, level)
            return _with_grounds(body, trace, wording), below
        case "membership":
            return _membership(trace, wording), []
        case "call" if _asks_absence(trace):
            return _presence(trace, wording), []
        case _:
            return _yes_no(trace, wording, wanted=True), []


def _operands(trace: Trace, wording: Wording, level: int) -> list[Line]:
    lines: list[Line] = []
    for part in trace.parts:
        # Where one way is enough and holds, the others are no faults.
        spare = trace.kind == "any" and trace.value is True and part.value is not True
        mark = SPARE if spare else mark_of(part)
        if part.kind == "condition":
            first, *below = condition_lines(part, wording, level)
            lines.extend([replace(first, mark=mark), *below])
            continue
        body, below = question_body(part, wording, level + 1)
        lines.extend([Line(level, mark, body), *below])
    return lines


def _denial(trace: Trace, wording: Wording, level: int) -> tuple[str, list[Line]]:
    inner = trace.parts[0]
    if inner.kind == "fact":
        return _yes_no(inner, wording, wanted=False), []
    if _asks_absence(inner):
        return _presence(inner, wording), []
    if inner.kind == "comparison" and inner.value is not None:
        return comparison(inner, wording, required=False), []
    if inner.kind in ("value", "condition") and inner.value is not None:
        return wording.say("contrary") + wording.say("colon") + ground(inner, wording), []
    body, below = question_body(inner, wording, level)
    return wording.say("contrary") + wording.say("colon") + body, below


def _asks_absence(trace: Trace) -> bool:
    return trace.kind == "call" and trace.operator == "absent" and len(trace.parts) == 1


def _presence(trace: Trace, wording: Wording) -> str:
    """Return whether there is such a thing at all (`absent(fact)`)."""
    name = wording.title(trace.parts[0].name)
    if trace.value is None:
        return wording.say("missing", names=name)
    return wording.say("is_absent" if trace.value else "is_present", name=name)


def _yes_no(trace: Trace, wording: Wording, *, wanted: bool, own_name: str = "") -> str:
    if trace.value is None:
        return wording.say("missing", names=subject(trace, wording))
    answer = wording.say("yes" if trace.value is True else "no")
    told = (
        answer
        if trace.name.zh == own_name
        else wording.say("is_code", name=wording.quoted(subject(trace, wording)), value=answer)
    )
    if (trace.value is True) is wanted:
        return told
    return told + wording.say("comma") + wording.say("needs_yes" if wanted else "needs_no")


def _membership(trace: Trace, wording: Wording) -> str:
    options = wording.either(label(code, trace.labels, wording) for code in trace.options)
    asked = wording.say("needs_one_of", options=options)
    whole = trace.parts[0]
    if whole.value is None:
        return wording.sentences([wording.say("missing", names=subject(whole, wording)), asked])
    held = wording.say(
        "is_code", name=subject(whole, wording), value=show(whole.value, whole.type, wording, labels=trace.labels)
    )
    return held if trace.value is True else held + wording.say("comma") + asked


def _range(trace: Trace, wording: Wording) -> str:
    """Return `low <= x and x <= high` as one phrase."""
    if trace.kind != "all" or len(trace.parts) != 2 or not _one_subject(trace.parts):
        return ""
    low, high = trace.parts
    if (low.operator, high.operator) != (">=", "<="):
        return ""
    kind = number_type(low.parts[0], low.parts[1])
    ends = [show(part.parts[1].value, kind, wording) for part in (low, high)]
    told = figure(low.parts[0], wording, type=kind, lead=True)
    within = wording.say("within", low=ends[0], high=ends[1])
    return told + wording.say("comma") + wording.say("required", comparison=within)


def _one_of(trace: Trace, wording: Wording) -> str:
    """Return `x = a or x = b` as one phrase."""
    if trace.kind != "any" or not _one_subject(trace.parts) or any(part.operator != "=" for part in trace.parts):
        return ""
    subject_, kind = trace.parts[0].parts[0], number_type(*trace.parts[0].parts)
    options = wording.either(show(part.parts[1].value, kind, wording, labels=subject_.labels) for part in trace.parts)
    told = figure(subject_, wording, type=kind, lead=True)
    return told + wording.say("comma") + wording.say("needs_option", options=options)


def _one_subject(parts: Sequence[Trace]) -> bool:
    return all(part.kind == "comparison" for part in parts) and len({part.parts[0].formula for part in parts}) == 1


def _with_grounds(body: str, trace: Trace, wording: Wording) -> str:
    if trace.operator == "open":
        return wording.say("missing", names=wording.listed(dict.fromkeys(_unknown_names(trace, wording))))
    grounds = grounds_of(trace, wording)
    return body + (wording.say("brackets", text=wording.say("ground", ground=grounds)) if grounds else "")


def _unknown_names(trace: Trace, wording: Wording) -> Iterable[str]:
    if trace.kind in ("fact", "years") and trace.value is None:
        yield subject(trace, wording)
    for part in trace.parts:
        yield from _unknown_names(part, wording)


def _sum_lines(trace: Trace, wording: Wording, level: int) -> list[Line]:
    """Return the parts of a score below the comparison that asks for it."""
    return [line for side in trace.parts for line in part_lines(side, wording, level)]


def part_lines(trace: Trace, wording: Wording, level: int) -> list[Line]:
    """Return one line for each part of a score, parts of parts below them."""
    lines: list[Line] = []
    for part in sum_parts(trace):
        detail = points_detail(part, wording)
        told = figure(part, wording)
        text = told + (wording.say("colon") + detail if detail else "")
        lines.extend([Line(level, ITEM, text), *part_lines(part, wording, level + 1)])
    return lines


def _sentence(text: str, source: Source, wording: Wording) -> str:
    cite = cited(source, wording)
    stop = wording.say("stop")
    return text + stop + ((" " if wording.language == "en" else "") + cite if cite else "")
