"""Writing the files of an audit pack: data as it comes, pages made of the same data, the index and the list of all files last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.db.models import Max

from huiqi.casework.domain.packs import layout, telling
from huiqi.casework.domain.packs.document import Document, as_html
from huiqi.casework.domain.packs.spool import Spool
from huiqi.casework.domain.packs.writing import Writer
from huiqi.casework.queries import packs
from huiqi.casework.services.claims import pack_pages
from huiqi.kernel import audit
from huiqi.kernel.jobs import Progress, part

_PIECE: Final = 1 << 20
# Of the progress: what is left after the claims.
_AFTER_CLAIMS: Final = 90


def write_pack(sight: packs.Sight, file: IO[bytes], *, now: datetime, progress: Progress | None = None) -> str:
    """Write the pack of what an actor sees; return the hash of its manifest. Raises CannotReadSnapshot, CannotFindBook.

    Of the claims no more is held in memory than fills one file of the pack.
    """
    with Writer(file) as writer, Spool() as listed, Spool() as trail:
        only = write_claims(writer, sight, listed, progress=part(progress, 0, _AFTER_CLAIMS))
        about, batches, notices = packs.about(sight), packs.batches(sight), packs.notices(sight)
        for name, value in ((layout.ABOUT, about), (layout.BATCHES, batches), (layout.NOTICES, notices)):
            writer.put(name, layout.canonical(value))
        writer.stream(layout.TRAIL, trail_lines(sight, trail))
        for path, content in sorted(packs.rules(sight).items()):
            writer.put(f"{layout.RULES}{path}", content)
        write_evidence(writer, sight)
        told = pack_pages.Told(about, batches, notices, listed, trail, only)
        pack_pages.write(writer, told, made_at=last_change(sight))
        head = audit.head()
        made = {
            "at": audit.plain(now), "by": sight.actor.name, "person": audit.plain(sight.actor.person),
            "trail_head": f"{head.number}:{head.own_hash}",
        }  # fmt: skip
        return writer.seal(made=made)


def write_claims(writer: Writer, sight: packs.Sight, listed: Spool, *, progress: Progress) -> Mapping[str, Any] | None:
    """Write the claims as data, those of a round as pages too, and list them; return the one that a pack of one claim is of."""
    only, page = None, 0
    for number, claims in enumerate(packs.claim_lines(sight), start=1):
        writer.put(layout.claims_file(number), b"".join(map(layout.line, claims)))
        only = None if sight.is_whole else claims[0]
        for start in range(0, len(claims) if sight.is_whole else 0, layout.CLAIMS_A_PAGE):
            some, page = claims[start : start + layout.CLAIMS_A_PAGE], page + 1
            sections = [section for claim in some for section in telling.claim_sections(claim)]
            titled = Document((f"事项 {page}", f"Claims {page}"), sections)
            writer.stream(layout.page_file(page), as_html(titled, style=f"../{layout.INDEX_STYLE}"))
            listed.add(telling.claim_rows(some, layout.page_file(page)))
        progress(listed.count, sight.count)
    return only


def trail_lines(sight: packs.Sight, trail: Spool) -> Iterator[bytes]:
    """Yield the rows of the audit trail as data, and put them down for their page."""
    for row in packs.trail(sight):
        trail.add([telling.trail_row(row)])
        yield layout.line(row)


def write_evidence(writer: Writer, sight: packs.Sight) -> None:
    """Write the files that were handed in, as they were."""
    for known, opened in packs.evidence(sight):
        with opened:
            pieces = iter(partial(opened.read, _PIECE), b"")
            writer.stream(f"{layout.EVIDENCE}{known.pk}{suffix(known.name)}", pieces)


def last_change(sight: packs.Sight) -> datetime:
    """Return the moment of what a pack tells, not of the making: the same state gives the same bytes."""
    last: datetime | None = sight.claims.aggregate(last=Max("since"))["last"]
    return sight.round.made_at if last is None else max(sight.round.made_at, last)


def suffix(name: str) -> str:
    """Return the ending of a file's name where it is a plain one."""
    found = PurePosixPath(name).suffix.lower()
    return found if found[1:].isascii() and found[1:].isalnum() and len(found) <= 6 else ""
