"""What differs between two states of a policy, clause by clause: a condition from … to …, a figure from … to …, in words.

Formulas are compared as trees, so that a line break is no change; a figure that a formula reads is a change of the figure alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.labels import DELIVERIES, LEVELS, SUBJECTS, THEMES, label
from huiqi.rulebook.domain.limit_words import limit_words
from huiqi.rulebook.domain.policy_words import Sayer, gives, pair, parameters_of, value_shown
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.model.facts import Formula, Parameter, Source
from huiqi_rules.model.policy import Amount, Clause, Condition, ExactAmount, Policy, RangeAmount, Value, Version
from huiqi_rules.syntax.printer import print_expression

Thing = TypeVar("Thing", Condition, Value, Clause)
NOTHING: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what it is about, and how it was said before and is said now; an empty pair where there was or is nothing."""

    about: Pair
    before: Pair
    after: Pair

    @property
    def kind(self) -> str:
        """Return `added`, `removed` or `changed`."""
        return "added" if self.before == NOTHING else "removed" if self.after == NOTHING else "changed"


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """All changes of one policy."""

    policy: str
    title: Pair
    changes: tuple[Change, ...]


def differences(old: CheckedRulebook | None, new: CheckedRulebook, day: date) -> tuple[PolicyChanges, ...]:
    """Return what differs between two states of a pack, policy by policy; figures in formulas are those of the day."""
    before = old.rulebook.policies if old else {}
    after = new.rulebook.policies
    found = []
    for name in dict.fromkeys((*after, *before)):
        changes = tuple(policy_changes(old, new, name, day))
        if changes:
            found.append(PolicyChanges(name, pair((after.get(name) or before[name]).title), changes))
    return tuple(found)


def policy_changes(old: CheckedRulebook | None, new: CheckedRulebook, name: str, day: date) -> Iterator[Change]:
    """Yield what differs in one policy."""
    before = old.rulebook.policies.get(name) if old else None
    after = new.rulebook.policies.get(name)
    if old is None or before is None or after is None:
        yield Change(
            ("政策", "Policy"), pair(before.title) if before else NOTHING, pair(after.title) if after else NOTHING
        )
        if after is not None:
            yield from new_clauses(new, after, day)
        return
    yield from head_changes(before, after)
    texts = {one.id: one for one in before.versions}, {one.id: one for one in after.versions}
    for id in dict.fromkeys((*texts[0], *texts[1])):  # noqa: A001  # the id of a version
        left, right = texts[0].get(id), texts[1].get(id)
        if left is None or right is None:
            yield Change(("文本", "Text"), window(left), window(right))
        else:
            sayers = Sayer.of(old.rulebook, before, left, day), Sayer.of(new.rulebook, after, right, day)
            yield from version_changes(left, right, *sayers)
    read = {**figures(old, before), **figures(new, after)}
    yield from figure_changes(among(read, old.rulebook.parameters), among(read, new.rulebook.parameters))


def new_clauses(new: CheckedRulebook, policy: Policy, day: date) -> Iterator[Change]:
    """Yield what a policy gives that was not there before."""
    for version in policy.versions:
        sayer = Sayer.of(new.rulebook, policy, version, day)
        for clause in version.clauses:
            yield Change(about_named("条款", "Clause", clause), NOTHING, summary(clause, sayer))


def head_changes(before: Policy, after: Policy) -> Iterator[Change]:
    """Yield what differs in what a policy says of itself."""
    yield from told(("名称", "Title"), pair(before.title), pair(after.title))
    for about, table, one, other in (
        (("适用对象", "For whom"), SUBJECTS, before.subject, after.subject),
        (("主题", "Theme"), THEMES, before.theme, after.theme),
        (("层级", "Level"), LEVELS, before.level, after.level),
    ):
        yield from told(about, label(table, one), label(table, other))
    for about, said, says in (
        (("发布机关", "Issuer"), before.issuer, after.issuer),
        (("责任部门", "Office in charge"), before.contact.office, after.contact.office),
        (("联系电话", "Telephone"), before.contact.phone, after.contact.phone),
        (("政策发言人", "Spokesperson"), before.contact.spokesperson, after.contact.spokesperson),
    ):
        yield from told(about, (said, said), (says, says))


def version_changes(before: Version, after: Version, old: Sayer, new: Sayer) -> Iterator[Change]:
    """Yield what differs between two states of one text."""
    yield from told(("有效期", "Validity"), window(before), window(after))
    yield from told(("依据", "Source"), cite(before.source), cite(after.source))
    for left, right in matched(before.conditions, after.conditions):
        about = about_named("条件", "Condition", left or right)
        yield from formula_change(about, left.when if left else None, right.when if right else None, old, new)
        yield from named_changes(about, left, right)
    for left_value, right_value in matched(before.values, after.values):
        about = about_named("数值", "Figure worked out", left_value or right_value)
        was, became = (one.of if one else None for one in (left_value, right_value))
        yield from formula_change(about, was, became, old, new)
        yield from named_changes(about, left_value, right_value)
    names = {one.id: pair(one.name) for one in (*before.conditions, *after.conditions)}
    for left_clause, right_clause in matched(before.clauses, after.clauses):
        about = about_named("条款", "Clause", left_clause or right_clause)
        if left_clause is None or right_clause is None:
            yield Change(about, summary(left_clause, old), summary(right_clause, new))
        else:
            yield from clause_changes(about, left_clause, right_clause, old, new, names)


def clause_changes(
    about: Pair, before: Clause, after: Clause, old: Sayer, new: Sayer, names: Mapping[str, Pair]
) -> Iterator[Change]:
    """Yield what differs in one clause."""
    yield from named_changes(about, before, after)
    if amount_text(before.amount) != amount_text(after.amount):
        yield Change(of(about, ("给什么", "what it gives")), gives(old, before), gives(new, after))
    yield from told(of(about, ("授予", "what it confers")), title(before), title(after))
    for need in dict.fromkeys((*before.needs, *after.needs)):
        if (need in before.needs) != (need in after.needs):
            name = names.get(need, (need, need))
            needed = of(about, ("须符合的条件", "conditions needed"))
            yield Change(needed, name if need in before.needs else NOTHING, name if need in after.needs else NOTHING)
    if before.limits != after.limits:
        yield from set_changes(
            of(about, ("限制", "limits")),
            limit_words(before.limits, old.say, old.clause),
            limit_words(after.limits, new.say, new.clause),
        )
    yield from told(
        of(about, ("办理方式", "how")),
        label(DELIVERIES, before.delivery.value),
        label(DELIVERIES, after.delivery.value),
    )
    yield from told(of(about, ("公示天数", "public notice")), days(before.notice_days), days(after.notice_days))
    yield from told(of(about, ("兑现时限", "paid within")), days(before.pay_within_days), days(after.pay_within_days))


def named_changes(
    about: Pair, before: Condition | Value | Clause | None, after: Condition | Value | Clause | None
) -> Iterator[Change]:
    """Yield what differs in name and source of something that stands in both states."""
    if before is not None and after is not None:
        yield from told(of(about, ("名称", "name")), pair(before.name), pair(after.name))
        yield from told(of(about, ("依据", "source")), cite(before.source), cite(after.source))


def formula_change(
    about: Pair, before: Formula | None, after: Formula | None, old: Sayer, new: Sayer
) -> Iterator[Change]:
    """Yield a formula that became another one."""
    if written(before) != written(after):
        yield Change(about, old.say(before) if before else NOTHING, new.say(after) if after else NOTHING)


def figures(checked: CheckedRulebook, policy: Policy) -> dict[str, Parameter]:
    """Return the parameters that any text of a policy reads."""
    return {one.id: one for text in policy.versions for one in parameters_of(checked.rulebook, policy, text)}


def among(read: Iterable[str], parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the parameters that are read, as one state has them, whether it reads them itself or not."""
    return {name: parameters[name] for name in read if name in parameters}


def figure_changes(before: Mapping[str, Parameter], after: Mapping[str, Parameter]) -> Iterator[Change]:
    """Yield the parameters whose value on some day is another one."""
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        one = right or left
        assert one is not None, "a name of neither"
        about = f"参数“{pair(one.name)[0]}”", f"Figure “{pair(one.name)[1]}”"
        if left is not None and right is not None:
            yield from told(of(about, ("名称", "name")), pair(left.name), pair(right.name))
        yield from set_changes(about, dated(left), dated(right))


def set_changes(about: Pair, before: Iterable[Pair], after: Iterable[Pair]) -> Iterator[Change]:
    """Yield the sentences that only one state has, side by side in their order."""
    old, new = tuple(before), tuple(after)
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    for place in range(max(len(gone), len(come))):
        yield Change(
            about, gone[place] if place < len(gone) else NOTHING, come[place] if place < len(come) else NOTHING
        )


def dated(parameter: Parameter | None) -> Iterator[Pair]:
    """Yield the values of a parameter with their days."""
    for one in parameter.values if parameter else ():
        start, end = f"{one.start:%Y-%m-%d}", f"{one.end:%Y-%m-%d}" if one.end else ""
        assert parameter is not None, "values of no parameter"
        zh, en = value_shown(parameter, one, False), value_shown(parameter, one, True)
        yield f"{zh}（{start} 至 {end or '长期'}）", f"{en} ({start} to {end or 'no end'})"


def matched(before: Iterable[Thing], after: Iterable[Thing]) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Yield things of two states side by side by their ids, in the order of the later one."""
    old: dict[str, Thing] = {one.id: one for one in before}
    new: dict[str, Thing] = {one.id: one for one in after}
    for name in dict.fromkeys((*new, *old)):
        yield old.get(name), new.get(name)


def told(about: Pair, before: Pair, after: Pair) -> Iterator[Change]:
    """Yield a change where two sayings differ."""
    if before != after:
        yield Change(about, before, after)


def about_named(zh: str, en: str, thing: Condition | Value | Clause | None) -> Pair:
    """Return what a change is about: its kind and its name."""
    assert thing is not None, "a thing of neither state"
    name = pair(thing.name)
    return f"{zh}“{name[0] or thing.id}”", f"{en} “{name[1] or thing.id}”"


def of(about: Pair, part: Pair) -> Pair:
    """Return what a part of something is about."""
    return f"{about[0]}的{part[0]}", f"{about[1]}: {part[1]}"


def summary(clause: Clause | None, sayer: Sayer) -> Pair:
    """Return a clause that came or went in one line."""
    if clause is None:
        return NOTHING
    given, name = gives(sayer, clause), pair(clause.name)
    return (f"{name[0]}：{given[0]}", f"{name[1]}: {given[1]}") if given != NOTHING else name


def window(version: Version | None) -> Pair:
    """Return from when to when a text holds."""
    if version is None:
        return NOTHING
    start, end = f"{version.start:%Y-%m-%d}", f"{version.end:%Y-%m-%d}" if version.end else ""
    return f"{start} 至 {end or '长期'}", f"{start} to {end or 'no end'}"


def title(clause: Clause) -> Pair:
    """Return the title that a clause confers."""
    return NOTHING if clause.title is None else pair(clause.title)


def days(number: int | None) -> Pair:
    """Return a term in words."""
    return NOTHING if number is None else (f"{number} 个工作日", f"{number} working days")


def cite(source: Source) -> Pair:
    """Return a source in one line."""
    return source.cite(), source.cite()


def written(formula: Formula | None) -> str:
    """Return a formula in one way of writing."""
    return "" if formula is None else print_expression(formula.tree)


def amount_text(amount: Amount | None) -> str:
    """Return an amount in one way of writing."""
    match amount:
        case ExactAmount(of=formula, at_most=most, digits=digits):
            return f"exact {written(formula)} {written(most)} {digits}"
        case RangeAmount(low=low, high=high):
            return f"range {written(low)} {written(high)}"
        case _:
            return str(amount)
