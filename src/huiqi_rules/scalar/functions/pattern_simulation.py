"""Patterns run without going back: all alternatives side by side, the preferred one first (Pike's method).

Finds the same match and groups as a backtracking engine, in time proportional to text times pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from huiqi_rules.scalar.functions.pattern_syntax import (
    Character,
    Choice,
    Edge,
    Group,
    Pattern,
    PatternError,
    Reference,
    Repeat,
    Series,
)
from huiqi_rules.scalar.limits import begin, finish, spend

PROGRAM_LENGTH_MAX: Final = 5_000
# What one character costs on the evaluation's meter, beside one for every alternative that is alive.
STEPS_PER_CHARACTER: Final = 4


@dataclass(frozen=True, slots=True)
class Take:
    """Go on if the next character fits."""

    fits: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Stand:
    """Go on if the place fits."""

    fits: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Save:
    """Note the place in a slot."""

    slot: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Go on at each target, the preferred first."""

    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Accept:
    """A match ends here."""


Instruction: TypeAlias = Take | Stand | Save | Fork | Accept
_Slots: TypeAlias = tuple[int, ...]
_Thread: TypeAlias = tuple[int, _Slots]


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, and the number of groups."""

    instructions: tuple[Instruction, ...]
    groups: int


def assemble(tree: Pattern, groups: int, options: re.RegexFlag) -> Program:
    """Return the program of a tree without back-references; raises `PatternError` for one too long."""
    instructions: list[Instruction] = []
    _emit(tree, instructions, lambda source: re.compile(source, options))
    return Program((Save(0), *(_shift(instruction) for instruction in instructions), Save(1), Accept()), groups)


def spans(program: Program, text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield groups, start and end of every match that does not overlap the one before.

    Raises `EvaluationLimit` when the text is too long for the pattern.
    """
    place = 0
    while place <= len(text):
        slots = _first_match(program, text, place)
        if slots is None:
            return
        pairs = zip(slots[::2], slots[1::2], strict=True)
        yield tuple(text[start:end] if start >= 0 <= end else "" for start, end in pairs), slots[0], slots[1]
        place = slots[1] if slots[1] > slots[0] else slots[1] + 1


def _first_match(program: Program, text: str, start: int) -> _Slots | None:
    """The slots of the leftmost match from `start` on, by the order of preference."""
    empty: _Slots = (-1,) * (2 * program.groups + 2)
    threads: list[_Thread] = []
    found: _Slots | None = None
    begin()
    try:
        for place in range(start, len(text) + 1):
            if found is None:
                threads = [*threads, (0, empty)]
            elif not threads:
                break
            spend(STEPS_PER_CHARACTER + len(threads))
            ready, found = _settle(program, text, place, threads, found)
            threads = [
                (index + 1, slots)
                for index, slots in ready
                if place < len(text) and _takes(program.instructions[index], text[place])
            ]
    finally:
        finish()
    return found


def _settle(
    program: Program, text: str, place: int, threads: list[_Thread], found: _Slots | None
) -> tuple[list[_Thread], _Slots | None]:
    """Follow every thread to where it needs a character; a match cuts off all threads less preferred."""
    ready: list[_Thread] = []
    seen: set[int] = set()
    for thread in threads:
        stack = [thread]
        while stack:
            index, slots = stack.pop()
            if index in seen:
                continue
            seen.add(index)
            match program.instructions[index]:
                case Take():
                    ready.append((index, slots))
                case Stand(fits=fits):
                    if fits.match(text, place):
                        stack.append((index + 1, slots))
                case Save(slot=slot):
                    stack.append((index + 1, (*slots[:slot], place, *slots[slot + 1 :])))
                case Fork(targets=targets):
                    stack.extend((target, slots) for target in reversed(targets))
                case Accept():
                    return ready, slots
    return ready, found


def _takes(instruction: Instruction, sign: str) -> bool:
    assert isinstance(instruction, Take)
    return instruction.fits.fullmatch(sign) is not None


def _emit(node: Pattern, code: list[Instruction], compiled: Callable[[str], re.Pattern[str]]) -> None:
    if len(code) > PROGRAM_LENGTH_MAX:
        raise PatternError("a pattern is too long when its repetitions are written out")
    match node:
        case Character(source=source):
            code.append(Take(compiled(source)))
        case Edge(source=source):
            code.append(Stand(compiled(source)))
        case Series(parts=parts):
            for part in parts:
                _emit(part, code, compiled)
        case Choice(parts=parts):
            _emit_choice(parts, code, compiled)
        case Group(part=part, number=None):
            _emit(part, code, compiled)
        case Group(part=part, number=int(number)):
            code.append(Save(2 * number))
            _emit(part, code, compiled)
            code.append(Save(2 * number + 1))
        case Repeat():
            _emit_repeat(node, code, compiled)
        case Reference():
            raise AssertionError("a program has no back-references")


def _emit_choice(
    parts: tuple[Pattern, ...], code: list[Instruction], compiled: Callable[[str], re.Pattern[str]]
) -> None:
    fork = len(code)
    code.append(Fork(()))
    starts: list[int] = []
    jumps: list[int] = []
    for part in parts:
        starts.append(len(code))
        _emit(part, code, compiled)
        jumps.append(len(code))
        code.append(Fork(()))
    code[fork] = Fork(tuple(starts))
    for jump in jumps:
        code[jump] = Fork((len(code),))


def _emit_repeat(node: Repeat, code: list[Instruction], compiled: Callable[[str], re.Pattern[str]]) -> None:
    for _ in range(node.least):
        _emit(node.part, code, compiled)
    forks: list[int] = []
    for _ in range(1 if node.most is None else node.most - node.least):
        forks.append(len(code))
        code.append(Fork(()))
        _emit(node.part, code, compiled)
    if node.most is None:
        code.append(Fork((forks[0],)))
    for fork in forks:
        ways = (fork + 1, len(code))
        code[fork] = Fork(ways[::-1] if node.lazy else ways)


def _shift(instruction: Instruction) -> Instruction:
    """The instruction one place further, behind the first one that notes the start."""
    return Fork(tuple(target + 1 for target in instruction.targets)) if isinstance(instruction, Fork) else instruction
