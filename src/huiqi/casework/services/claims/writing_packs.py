"""Writing the files of an audit pack: data first, pages made of the same data, the index last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from huiqi.casework.domain.packs import layout, telling
from huiqi.casework.domain.packs.document import Document, Pair, Section, as_html
from huiqi.casework.domain.packs.writing import Writer
from huiqi.casework.queries import packs
from huiqi.kernel import audit
from huiqi.kernel.jobs import Progress
from huiqi.ui.pdf import pdf

_APP: Final = Path(__file__).resolve().parents[2]
TEMPLATE: Final = _APP / "templates" / "casework" / "claims" / "pack.typ"
STYLE: Final = _APP / "static" / "casework" / "pack.css"
# What is printed; the HTML index and the data hold all.
PRINTED_MOST: Final = 2000


def write_pack(sight: packs.Sight, file: IO[bytes], *, now: datetime, progress: Progress | None = None) -> str:
    """Write the pack of what an actor sees; return the hash of its manifest. Raises CannotReadSnapshot, CannotFindBook."""
    writer = Writer(file)
    about, batches, notices = packs.about(sight), packs.batches(sight), packs.notices(sight)
    for name, value in ((layout.ABOUT, about), (layout.BATCHES, batches), (layout.NOTICES, notices)):
        writer.put(name, layout.canonical(value))
    first, rows = write_claims(writer, sight, progress=progress)
    trail = list(packs.trail(sight))
    writer.put(layout.TRAIL, b"".join(map(layout.line, trail)))
    for path, content in sorted(packs.rules(sight).items()):
        writer.put(f"{layout.RULES}{path}", content)
    for key, called, content in packs.evidence(sight):
        writer.put(f"{layout.EVIDENCE}{key}{suffix(called)}", content)
    claims = (
        [Section(("事项", "Claims"), heads=telling.CLAIM_HEADS, rows=rows)]
        if sight.is_whole
        else telling.claim_sections(first)
    )
    around = [telling.batch_section(batches), telling.trail_section(trail)]
    sections = [*telling.about_sections(about, notices), *claims, *around, telling.PROVES]
    write_index(writer, sight, title_of(about), sections)
    head = audit.head()
    made = {
        "at": audit.plain(now), "by": sight.actor.name, "person": audit.plain(sight.actor.person),
        "trail_head": f"{head.number}:{head.own_hash}",
    }  # fmt: skip
    return writer.close(made=made)


def write_claims(
    writer: Writer, sight: packs.Sight, *, progress: Progress | None
) -> tuple[Mapping[str, Any], list[tuple[str, ...]]]:
    """Write the claims as data, those of a round as pages too; return the first one, and a row for each."""
    lines, rows, page = packs.claim_lines(sight), list[tuple[str, ...]](), 0
    first: Mapping[str, Any] = {}
    for number, part in enumerate(parts(lines, layout.CLAIMS_A_FILE), start=1):
        writer.put(layout.claims_file(number), b"".join(map(layout.line, part)))
        first = first or part[0]
        rows += telling.claim_rows(part)
        for some in parts(iter(part), layout.CLAIMS_A_PAGE) if sight.is_whole else ():
            page += 1
            sections = [section for claim in some for section in telling.claim_sections(claim)]
            titled = Document((f"事项 {page}", f"Claims {page}"), sections)
            writer.put(layout.page_file(page), as_html(titled, style=f"../{layout.INDEX_STYLE}"))
        if progress is not None:
            progress(len(rows), len(sight.claims))
    return first, rows


def write_index(writer: Writer, sight: packs.Sight, title: Pair, sections: list[Section]) -> None:
    """Write the index as PDF and as HTML, which names every file of the pack."""
    printed = [section_cut(section) for section in sections]
    # The moment of what it tells, not of the making: the same state gives the same bytes.
    last = max([sight.round.made_at, *(claim.since for claim in sight.claims)])
    writer.put(layout.INDEX_PDF, pdf(TEMPLATE, data=Document(title, printed).plain(), made_at=last))
    writer.put(layout.INDEX_STYLE, STYLE.read_bytes())
    files = sorted([*writer.files, layout.MANIFEST, layout.MANIFEST_HASH])
    writer.put(layout.INDEX, as_html(Document(title, sections, files), style=layout.INDEX_STYLE))


def section_cut(section: Section) -> Section:
    """Return a section as it is printed: of a long table its beginning, and that it goes on elsewhere."""
    if len(section.rows) <= PRINTED_MOST:
        return section
    note = (f"只印前{PRINTED_MOST}行，全部见index.html。", f"The first {PRINTED_MOST} rows; index.html has them all.")
    return Section(section.title, heads=section.heads, rows=section.rows[:PRINTED_MOST], level=section.level, note=note)


def title_of(about: Mapping[str, Any]) -> Pair:
    """Return what the pack is called."""
    made = about["round"]
    return f"审计包：{made['zh']}", f"Audit pack: {made['en']}"


def suffix(name: str) -> str:
    """Return the ending of a file's name where it is a plain one."""
    found = PurePosixPath(name).suffix.lower()
    return found if found[1:].isascii() and found[1:].isalnum() and len(found) <= 6 else ""


def parts(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield items in lists of so many."""
    while part := list(islice(items, size)):
        yield part
