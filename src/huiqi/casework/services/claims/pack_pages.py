"""The pages of an audit pack that tell it whole: what to read first, the index, the list as a sheet, the trail, all files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from huiqi.casework.domain.packs import layout, telling
from huiqi.casework.domain.packs.document import Cell, Document, Section, as_html, text_of
from huiqi.casework.domain.packs.readme import contents_page, readme
from huiqi.casework.domain.packs.spool import Spool
from huiqi.casework.domain.packs.words import in_both, money
from huiqi.casework.domain.packs.writing import Writer
from huiqi.kernel.words import Pair
from huiqi.ui.exports import Sheet, write_workbook
from huiqi.ui.pdf import pdf

_APP: Final = Path(__file__).resolve().parents[2]
TEMPLATE: Final = _APP / "templates" / "casework" / "claims" / "pack.typ"
STYLE: Final = _APP / "static" / "casework" / "pack.css"
# What is printed of a long table: nobody reads ten thousand rows on paper.
PRINTED_MOST: Final = 200
_GOES_ON: Final[Pair] = (
    f"只印前{PRINTED_MOST}行，全部见index.html和{layout.LIST}。",
    f"The first {PRINTED_MOST} rows; index.html and {layout.LIST} have them all.",
)
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Told:
    """What the pages tell; `only` is the claim that a pack of one claim is of."""

    about: Mapping[str, Any]
    batches: Sequence[Mapping[str, Any]]
    notices: Sequence[Mapping[str, Any]]
    listed: Spool
    trail: Spool
    only: Mapping[str, Any] | None


def write(writer: Writer, told: Told, *, made_at: datetime) -> None:
    """Write the pages; the list of all files comes last, for it names them."""
    title, claims = title_of(told.about), claims_of(told)
    around = [telling.batch_section(told.batches)]
    sections = [*telling.about_sections(told.about, told.notices), *claims, *around, telling.PROVES]
    writer.put(layout.INDEX_STYLE, STYLE.read_bytes())
    writer.stream(layout.INDEX, as_html(Document(title, [leads(told), *sections]), style=layout.INDEX_STYLE))
    trail = Section(("审计记录", "Audit trail"), heads=telling.TRAIL_HEADS, rows=told.trail)
    writer.stream(layout.TRAIL_PAGE, as_html(Document(title, [trail]), style=layout.INDEX_STYLE))
    printed = Document(title, [*sections, trail]).printed(rows_most=PRINTED_MOST, goes_on=_GOES_ON)
    writer.put(layout.INDEX_PDF, pdf(TEMPLATE, data=printed, made_at=made_at))
    if told.only is None:
        writer.stream(layout.LIST, workbook(told.listed, made_at=made_at))
    writer.put(layout.README, readme(told.about, writer.files))
    writer.stream(layout.CONTENTS, as_html(contents_page(writer.files), style=layout.INDEX_STYLE))


def claims_page(made: Any, page: int, sections: Sequence[Section]) -> Document:
    """Return a page of the claims of a round, with the way back to its index."""
    back: list[tuple[Pair, Cell]] = [(("返回", "Back"), ("index.html", f"../{layout.INDEX}"))]
    title = (f"{made.zh}：事项第{page}页", f"{made.en}: claims, page {page}")
    return Document(title, [Section(("首页", "Index"), pairs=back), *sections])


def claims_of(told: Told) -> list[Section]:
    """Return the claims as the index has them: the one that it is of, or a row for each."""
    if told.only is not None:
        return telling.claim_sections(told.only)
    width = telling.INDEX_COLUMNS
    rows = Rows(told.listed, width)
    return [Section(("事项", "Claims"), heads=telling.CLAIM_HEADS[:width], rows=rows)]


@dataclass(frozen=True, slots=True)
class Rows:
    """The first columns of the list, its amounts for people, as often as they are asked for."""

    listed: Spool
    width: int

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        at = telling.AMOUNT_COLUMN
        for row in self.listed:
            amount = text_of(row[at])
            yield [*row[:at], money(amount) if amount else "", *row[at + 1 : self.width]]


def leads(told: Told) -> Section:
    """Return where to find the rest, from the index."""
    pairs: list[tuple[Pair, Cell]] = [
        (("先读这个", "Read first"), (layout.README, layout.README)),
        (("全部文件和校验值", "All files and their hashes"), (layout.CONTENTS, layout.CONTENTS)),
        (("审计记录", "Audit trail"), (layout.TRAIL_PAGE, layout.TRAIL_PAGE)),
        (("供打印", "To print"), (layout.INDEX_PDF, layout.INDEX_PDF)),
    ]
    if told.only is None:
        pairs.insert(1, (("事项清单（Excel）", "List of claims (Excel)"), (layout.LIST, layout.LIST)))
    return Section(("包内有什么", "What is in it"), pairs=pairs)


def workbook(listed: Spool, *, made_at: datetime) -> Iterator[bytes]:
    """Yield the list of claims as a sheet: amounts as numbers, all else as text."""
    heads = [in_both(pair) for pair in telling.CLAIM_HEADS]
    with tempfile.TemporaryDirectory(prefix="huiqi-pack-") as folder:
        path = Path(folder) / layout.LIST
        write_workbook(path, [Sheet("事项 Claims", heads, map(as_values, listed))], made_at=made_at)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def as_values(row: Sequence[Cell]) -> list[object]:
    """Return a row of the list with its place and its amount as numbers."""
    cells: list[object] = [text_of(cell) or None for cell in row]
    cells[0] = int(text_of(row[0]))
    amount = text_of(row[telling.AMOUNT_COLUMN])
    cells[telling.AMOUNT_COLUMN] = Decimal(amount) if amount else None
    return cells


def title_of(about: Mapping[str, Any]) -> Pair:
    """Return what the pack is called."""
    made = about["round"]
    return f"审计包：{made['zh']}", f"Audit pack: {made['en']}"
