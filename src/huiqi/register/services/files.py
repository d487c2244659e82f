"""Keeping files that are handed in. Other services of the register call this; they have asked for rights and write the audit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.scanning import scan
from huiqi.register.domain.files import SIZE_MOST, kind_of, shown_name
from huiqi.register.models import EvidenceFile, Organisation


class CannotKeepFile(Cannot):
    """The file is not taken."""

    messages: ClassVar[Mapping[str, Words]] = {
        "too_large": ("文件超过{most}兆字节。", "the file has more than {most} MB."),
        "empty": ("文件是空的。", "the file is empty."),
        "unknown_kind": (
            "文件内容不是PDF、OFD、PNG、JPEG、XLSX或DOCX，或带有宏。请换成其中一种。",
            "what is in the file is no PDF, OFD, PNG, JPEG, XLSX or DOCX, or it holds macros; hand in one of these.",
        ),
    }


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name that its sender gave it, and its content. Neither is trusted."""

    name: str
    content: bytes


@contextmanager
def kept(upload: Upload, *, organisation: Organisation, actor: Actor, now: datetime) -> Iterator[EvidenceFile]:
    """Keep a file while a use case goes on; where that fails, the content is removed again. Raises CannotKeepFile, CannotScan."""
    if not upload.content:
        raise CannotKeepFile("empty")
    if len(upload.content) > SIZE_MOST:
        raise CannotKeepFile("too_large", most=SIZE_MOST // 1_000_000)
    kind = kind_of(upload.content)
    if kind is None:
        raise CannotKeepFile("unknown_kind")
    if settings.SCANNER is not None:
        scan(upload.content, scanner=settings.SCANNER)
    stored_as = f"evidence/{secrets.token_hex(16)}"
    try:
        # Inside: on a full disk the beginning of the file is there already.
        default_storage.save(stored_as, ContentFile(upload.content))
        yield EvidenceFile.objects.create(
            id=new_id(now),
            organisation=organisation,
            name=shown_name(upload.name, kind),
            media_type=kind.media_type,
            size_bytes=len(upload.content),
            digest=hashlib.sha256(upload.content).hexdigest(),
            stored_as=stored_as,
            added_at=now,
            added_by=actor.person,
            added_by_name=actor.name,
        )
    except BaseException:
        default_storage.delete(stored_as)
        raise
