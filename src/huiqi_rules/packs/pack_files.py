"""The files of a pack folder: which belong to its rules, their texts and their hash."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.folders import entries, files_below, readable
from huiqi_rules.packs.sheets import SUFFIXES
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Node, read_nodes

MAX_FILE_BYTES: Final = 16_000_000
RULES: Final = (".yaml", ".yml")
PARTS: Final = ("pack.yaml", "facts.yaml", "parameters.yaml", "parameters", "policies", "scenarios")
# Which endings are read in which folder, and what the files are.
_WANTED: Final = {
    "parameters": {".yaml": "parameters"},
    "policies": {".yaml": "policies"} | dict.fromkeys(SUFFIXES, "sheets"),
}


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
        roles = {
            "facts": [folder / "facts.yaml"] if readable(folder / "facts.yaml", self.refuse) else [],
            "parameters": [folder / "parameters.yaml"] if readable(folder / "parameters.yaml", self.refuse) else [],
            "policies": [],
            "sheets": [],
        }
        for name, wanted in _WANTED.items():
            for path in files_below(folder / name, (*wanted, ".yml"), self.refuse):
                if path.suffix in wanted:
                    roles[wanted[path.suffix]].append(path)
                else:
                    ending = ".yaml" if path.suffix.lower() == ".yml" else path.suffix.lower()
                    self.report(
                        "stray-file", path, f"a file that ends in {path.suffix} is not read", f"Name it {ending}."
                    )
        self._report_strays()
        return {role: tuple(paths) for role, paths in roles.items()}

    def scenario_files(self) -> tuple[Path, ...]:
        """Return the files of the pack's own scenarios."""
        return tuple(files_below(self.folder / "scenarios", RULES, self.refuse))

    def refuse(self, path: Path, problem: str, remedy: str) -> None:
        """Add the finding that a file of the pack cannot be read."""
        self.report("unreadable-file", path, problem, remedy)

    def _report_strays(self) -> None:
        # A misspelt name at the top would drop a whole part of the pack without a word.
        for path in entries(self.folder, self.refuse) if self.folder.is_dir() else ():
            if path.name in PARTS or path.suffix.lower() not in {"", *RULES}:
                continue
            near = get_close_matches(path.name.lower(), PARTS, n=1, cutoff=0.8)
            if path.suffix or near:
                self.report("stray-file", path, f"{path.name!r} is no part of a pack and is not read",
                            f"Did you mean {near[0]!r}?" if near else "Move it into policies/ or parameters/.")  # fmt: skip

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
        before = len(self.findings.items)
        root = read_nodes(file, self.findings, anchors=anchors)
        if root is None and len(self.findings.items) == before:
            self.report(
                "empty-file",
                path,
                "the file is empty",
                "Write what belongs into it, or remove a file that is not needed.",
            )
        return file, root

    def data(self, path: Path) -> bytes | None:
        """Return the bytes of a file of the pack and remember their digest."""
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
            if len(data) > MAX_FILE_BYTES:
                code = "sheet-limit" if path.suffix in SUFFIXES else "yaml-limit"
                self.report(code, path, f"the file has more than {MAX_FILE_BYTES:,} bytes", "Split it.")
                return None
        except OSError as error:
            self.refuse(path, f"the file cannot be read: {error.strerror}", "Check its name and rights.")
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
