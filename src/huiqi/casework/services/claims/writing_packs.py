"""Writing the files of an audit pack: data as it comes, pages made of the same data, the index and the list of all files last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import IO, Any, Final

from django.db.models import Max

from huiqi.casework.domain.packs import layout, telling
from huiqi.casework.domain.packs.document import as_html
from huiqi.casework.domain.packs.spool import Spool
from huiqi.casework.domain.packs.writing import Writer
from huiqi.casework.queries import packs
from huiqi.casework.services.claims import pack_pages
from huiqi.kernel import audit
from huiqi.kernel.jobs import Progress, part
from huiqi.register import queries as register

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
    for number, found in enumerate(packs.claim_lines(sight), start=1):
        claims = found.lines
        writer.put(layout.claims_file(number), b"".join(map(layout.line, claims)))
        only = None if sight.is_whole else claims[0]
        for start in range(0, len(claims) if sight.is_whole else 0, layout.CLAIMS_A_PAGE):
            some, page = claims[start : start + layout.CLAIMS_A_PAGE], page + 1
            sections = [section for claim in some for section in telling.claim_sections(claim, up="../")]
            titled = pack_pages.claims_page(sight.round, page, sections)
            writer.stream(layout.page_file(page), as_html(titled, style=f"../{layout.INDEX_STYLE}"))
            listed.add(telling.claim_rows(some, layout.page_file(page)))
        write_files(writer, found.files)
        progress(listed.count, sight.count)
    return only


def trail_lines(sight: packs.Sight, trail: Spool) -> Iterator[bytes]:
    """Yield the rows of the audit trail as data, and put them down for their page."""
    for row in packs.trail(sight):
        trail.add([telling.trail_row(row)])
        yield layout.line(row)


def write_files(writer: Writer, files: Sequence[Any]) -> None:
    """Write files that were handed in, as they were."""
    for known in files:
        with register.opened_evidence(known) as opened:
            writer.stream(packs.path_of(known), iter(partial(opened.read, _PIECE), b""))


def last_change(sight: packs.Sight) -> datetime:
    """Return the moment of what a pack tells, not of the making: the same state gives the same bytes."""
    last: datetime | None = sight.claims.aggregate(last=Max("since"))["last"]
    return sight.round.made_at if last is None else max(sight.round.made_at, last)
