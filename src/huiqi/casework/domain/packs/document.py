"""A plain document in two languages, Chinese first: sections of pairs, tables and lines, as HTML without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, TypeAlias

Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: its heading, named values, a table, lines of reasons (level, mark, text)."""

    title: Pair
    pairs: Sequence[tuple[Pair, str]] = ()
    heads: Sequence[Pair] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[tuple[int, str, str]] = ()
    level: int = 2
    note: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A page: its title, its sections, and the files that it names."""

    title: Pair
    sections: Sequence[Section] = ()
    files: Sequence[str] = field(default=())

    def plain(self) -> dict[str, Any]:
        """Return the document as JSON can hold it."""
        return asdict(self)


def as_html(document: Document, *, style: str, files_title: Pair = ("包内文件", "Files of the pack")) -> bytes:
    """Return a document as a page that needs nothing else than its style sheet, at `style`."""
    title = both(document.title)
    parts = [
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f'<link rel="stylesheet" href="{escape(style)}">\n</head>\n<body>\n<main>\n<h1>{title}</h1>',
        *(_section(section) for section in document.sections),
    ]
    if document.files:
        items = "\n".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in document.files)
        parts.append(f"<section>\n<h2>{both(files_title)}</h2>\n<ul>\n{items}\n</ul>\n</section>")
    return ("\n".join(parts) + "\n</main>\n</body>\n</html>\n").encode()


def both(pair: Pair) -> str:
    """Return a text in Chinese, then in English; once where they are the same."""
    zh, en = (escape(text) for text in pair)
    return zh if zh == en else f'{zh} <span lang="en">{en}</span>'


def _section(section: Section) -> str:
    parts = [f"<section>\n<h{section.level}>{both(section.title)}</h{section.level}>"]
    if any(section.note):
        parts.append(f"<p>{both(section.note)}</p>")
    if section.pairs:
        parts.append(
            "<dl>\n"
            + "\n".join(f"<dt>{both(name)}</dt><dd>{escape(text)}</dd>" for name, text in section.pairs)
            + "\n</dl>"
        )
    if section.heads:
        parts.append(_table(section.heads, section.rows))
    if section.lines:
        items = "\n".join(
            f'<li class="level-{min(level, 6)}">{escape(f"{mark} {text}".strip())}</li>'
            for level, mark, text in section.lines
        )
        parts.append(f"<ul>\n{items}\n</ul>")
    return "\n".join([*parts, "</section>"])


def _table(heads: Sequence[Pair], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{both(one)}</th>' for one in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'
