"""The engine reads a pack: what it found, and the rules ready to decide where nothing is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words
from huiqi.rulebook.domain.pack_files import Files, write_files
from huiqi_rules.api import Engine
from huiqi_rules.check.rulebook import CheckedRulebook, check_rulebook
from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.packs import Loaded, load_pack


class CannotRead(Cannot):
    """The files are no pack that can decide; `findings` holds everything that is wrong with them."""

    messages: ClassVar[Mapping[str, Words]] = {
        "errors": ("规则包有{count}处错误，第一处：{first}", "the pack has {count} errors; the first: {first}"),
        "no_such_file": (
            "{path}不能作为规则包文件：应形如{pack}/policies/….yaml。",
            "{path} cannot be a file of the pack: {pack}/policies/….yaml is.",
        ),
    }

    def __init__(self, code: str, /, findings: tuple[Diagnostic, ...] = (), **data: object) -> None:
        super().__init__(code, **data)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Read:
    """A pack as the engine read it, with every finding of reading and typing."""

    loaded: Loaded
    checked: CheckedRulebook
    findings: tuple[Diagnostic, ...]

    def engine(self) -> Engine:
        """Return the rules ready to decide; raises CannotRead with all findings where one is an error."""
        errors = Findings(list(self.findings)).errors
        if errors:
            first = f"{errors[0].place} {errors[0].problem}"
            raise CannotRead("errors", self.findings, count=len(errors), first=first)
        return Engine(self.checked)


def read_folder(folder: Path, pack: str) -> Read:
    """Read a pack of a folder that holds all it needs; mistakes are findings, nothing is raised.

    Places are shown from the folder on (`xian/policies/…`): where the folder lies on this machine is nobody's business.
    """
    loaded = load_pack(folder / pack, search=(folder,))
    findings = Findings(list(loaded.findings.items))
    checked = check_rulebook(loaded.rulebook, findings)
    return Read(loaded, checked, shown_from(folder, loaded, findings.items))


def shown_from(folder: Path, loaded: Loaded, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings, each once, with their excerpts and with places as the pack names them."""
    before = f"{folder.as_posix()}/"
    return tuple(
        dict.fromkeys(
            replace(
                one,
                place=replace(one.place, path=one.place.path.removeprefix(before)),
                problem=one.problem.replace(before, ""),
                remedy=one.remedy.replace(before, ""),
            )
            for one in map(loaded.with_excerpt, findings)
        )
    )


@contextmanager
def laid_out(files: Files) -> Iterator[Path]:
    """Give a folder with the files, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="huiqi-pack-") as made:
        folder = Path(made)
        write_files(folder, files)
        yield folder
