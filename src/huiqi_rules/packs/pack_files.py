"""The files of a pack folder: which belong to its rules, their texts and their hash."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.sheets import SUFFIXES
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Node, read_nodes

MAX_FILES: Final = 5_000
MAX_FILE_BYTES: Final = 16_000_000


@dataclass(slots=True)
class PackFiles:
    """Reads the files of one pack and remembers the digest of every rule file it listed."""

    folder: Path
    findings: Findings
    sources: dict[str, SourceFile]
    digests: dict[str, str]

    def rule_files(self) -> dict[str, tuple[Path, ...]]:
        """Return the files of the pack by role: facts, parameters, policies, sheets; scenarios are not rules."""
        folder = self.folder
        single = {"facts": "facts.yaml", "parameters": "parameters.yaml"}
        roles: dict[str, list[Path]] = {
            role: [folder / name] if (folder / name).is_file() else [] for role, name in single.items()
        }
        roles["parameters"] += _below(folder / "parameters", (".yaml",))
        roles["policies"] = _below(folder / "policies", (".yaml",))
        roles["sheets"] = _below(folder / "policies", SUFFIXES)
        for stray in _below(folder / "policies", (".yml",)) + _below(folder / "parameters", (".yml",)):
            self.report("stray-file", stray, "a file that ends in .yml is not read", "Name it .yaml.")
        return {role: tuple(paths[:MAX_FILES]) for role, paths in roles.items()}

    def nodes(self, path: Path, *, anchors: bool = False) -> tuple[SourceFile, Node | None] | None:
        """Return a YAML file with its nodes; None where it cannot be read, which is reported."""
        data = self.data(path)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.report("not-utf8", path, f"the file is not UTF-8 (line {line})", "Save it as UTF-8.")
            return None
        file = SourceFile.of(self.shown(path), text)
        self.sources[file.path] = file
        return file, read_nodes(file, self.findings, anchors=anchors)

    def data(self, path: Path) -> bytes | None:
        """Return the bytes of a file of the pack and remember their digest."""
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                code = "yaml-limit" if path.suffix == ".yaml" else "sheet-limit"
                self.report(code, path, f"the file has more than {MAX_FILE_BYTES:,} bytes", "Split it.")
                return None
            data = path.read_bytes()
        except OSError as error:
            self.report(
                "unreadable-file", path, f"the file cannot be read: {error.strerror}", "Check its name and rights."
            )
            return None
        self.digests[f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"] = sha256(data).hexdigest()
        return data

    def shown(self, path: Path) -> str:
        """Return the path as messages show it: under the folder as the caller named it."""
        return path.as_posix()

    def report(self, code: str, path: Path, problem: str, remedy: str) -> None:
        """Add a finding about a file as a whole."""
        self.findings.add(Diagnostic(code, Place(self.shown(path)), problem, remedy))


def hash_of(digests: dict[str, str]) -> str:
    """Return the SHA-256 over the sorted paths and SHA-256 digests of all rule files."""
    return sha256("".join(f"{path}\0{digest}\n" for path, digest in sorted(digests.items())).encode()).hexdigest()


def _below(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    # Files that editors leave behind (.x.swp, ~$x.xlsx) are no part of a pack.
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.rglob("*")
        if path.suffix in suffixes and not path.name.startswith((".", "~$")) and path.is_file()
    )  # fmt: skip
