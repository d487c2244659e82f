"""A plain document in two languages, Chinese first: sections of pairs, tables and lines, as HTML without script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from typing import Any, TypeAlias

from huiqi.kernel.words import Pair

# A text, or a text with the file of the pack that it leads to: addresses are never taken out of a text.
Cell: TypeAlias = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: its heading, named values, a table, lines of reasons (level, mark, text).

    Rows may be many: they are taken one by one. Links lead to `anchor`.
    """

    title: Pair
    pairs: Sequence[tuple[Pair, Cell]] = ()
    heads: Sequence[Pair] = ()
    rows: Iterable[Sequence[Cell]] = ()
    lines: Sequence[tuple[int, str, str]] = ()
    level: int = 2
    note: Pair = ("", "")
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its title and its sections."""

    title: Pair
    sections: Sequence[Section] = ()

    def printed(self, *, rows_most: int, goes_on: Pair) -> dict[str, Any]:
        """Return the document as JSON can hold it, for print: of a long table its beginning, and a note where it `goes_on`."""
        return {"title": self.title, "sections": [_printed(one, rows_most, goes_on) for one in self.sections]}


def text_of(cell: Cell) -> str:
    """Return what a cell says, without where it leads."""
    return cell if isinstance(cell, str) else cell[0]


def as_html(document: Document, *, style: str) -> Iterator[bytes]:
    """Yield a document, piece by piece, as a page that needs nothing else than its style sheet, at `style`."""
    title = both(document.title)
    yield (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title_text(document.title)}</title>\n<link rel="stylesheet" href="{escape(style)}">\n</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n"
    ).encode()
    for section in document.sections:
        for piece in _section(section):
            yield piece.encode()
    yield b"</main>\n</body>\n</html>\n"


def title_text(pair: Pair) -> str:
    """Return a title as plain text in both languages."""
    return escape(" ".join(dict.fromkeys(pair)))


def both(pair: Pair) -> str:
    """Return a text in Chinese, then in English; once where they are the same."""
    zh, en = (escape(text) for text in pair)
    return zh if zh == en else f'{zh} <span lang="en">{en}</span>'


def _section(section: Section) -> Iterator[str]:
    anchor = f' id="{escape(section.anchor)}"' if section.anchor else ""
    yield f"<section{anchor}>\n<h{section.level}>{both(section.title)}</h{section.level}>\n"
    if any(section.note):
        yield f"<p>{both(section.note)}</p>\n"
    if section.pairs:
        items = "\n".join(f"<dt>{both(name)}</dt><dd>{_cell(text)}</dd>" for name, text in section.pairs)
        yield f"<dl>\n{items}\n</dl>\n"
    if section.heads:
        yield from _table(section.heads, section.rows)
    if section.lines:
        items = "\n".join(
            f'<li class="level-{min(level, 6)}">{escape(f"{mark} {text}".strip())}</li>'
            for level, mark, text in section.lines
        )
        yield f"<ul>\n{items}\n</ul>\n"
    yield "</section>\n"


def _table(heads: Sequence[Pair], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    head = "".join(f'<th scope="col">{both(one)}</th>' for one in heads)
    yield f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    for row in rows:
        yield "<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    text, address = cell
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address else escape(text)


def _printed(section: Section, rows_most: int, goes_on: Pair) -> dict[str, Any]:
    rows = [[text_of(cell) for cell in row] for row in islice(section.rows, rows_most + 1)]
    cut = replace(section, rows=rows[:rows_most], note=goes_on if len(rows) > rows_most else section.note)
    return {
        "title": cut.title, "pairs": [(name, text_of(text)) for name, text in cut.pairs], "heads": cut.heads,
        "rows": cut.rows, "lines": cut.lines, "level": cut.level, "note": cut.note,
    }  # fmt: skip
