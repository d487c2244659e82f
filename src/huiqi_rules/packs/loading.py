"""From a pack folder to a rulebook: reads all files, inherits from the packs it needs, collects every mistake."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.facts import Fact, Parameter, Text
from huiqi_rules.model.policy import Rulebook
from huiqi_rules.packs.folders import obstacle, readable
from huiqi_rules.packs.pack_files import PackFiles, hash_of
from huiqi_rules.packs.reading import Reader, nearest
from huiqi_rules.packs.reading_dictionary import read_facts, read_parameters
from huiqi_rules.packs.reading_policies import LEVELS, Dictionary, ReadPolicy, misread, read_policy
from huiqi_rules.packs.sheets import Sheet, read_sheet
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Node

Item = TypeVar("Item")

PACK_KEYS: Final = ("id", "title", "issuer", "owner", "level", "licence", "needs", "version")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_UNNAMED: Final = Text("", "")
_CHECKOUT: Final = Path(__file__).resolve().parents[3] / "packs"
_INSTALLED: Final = Path(__file__).resolve().parents[1] / "bundled_packs"


@dataclass(frozen=True, slots=True)
class PackHead:
    """What `pack.yaml` says about the pack itself."""

    id: str
    title: Text = _UNNAMED
    issuer: Text = _UNNAMED
    level: str = ""
    licence: str = ""
    needs: tuple[str, ...] = ()
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack as read: the rulebook with everything inherited, the findings, and what only validators look at.

    `own_*` are the ids that this pack itself declares. `files` are the texts of all YAML files read, by shown path;
    `tables` the decision tables by policy id, each with its version's id; `digests` the SHA-256 of each rule file.
    """

    rulebook: Rulebook
    findings: Findings
    path: Path
    head: PackHead
    files: Mapping[str, SourceFile]
    own_facts: frozenset[str] = frozenset()
    own_parameters: frozenset[str] = frozenset()
    own_policies: frozenset[str] = frozenset()
    tables: Mapping[str, tuple[tuple[str, DecisionTable], ...]] = field(default_factory=dict)
    alias_places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def with_excerpt(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return the diagnostic with the excerpt of its line, where it has none and its file was read."""
        file = self.files.get(diagnostic.place.path)
        if diagnostic.excerpt or file is None or not diagnostic.place.line:
            return diagnostic
        return replace(diagnostic, excerpt=file.excerpt(diagnostic.place))


def bundled_folder() -> Path:
    """Return the folder of the packs that come with Huiqi: of the checkout, else of the installation."""
    return _CHECKOUT if _CHECKOUT.is_dir() else _INSTALLED


def load_pack(path: Path | str, *, search: Iterable[Path] | None = None) -> Loaded:
    """Read a pack folder with the packs it needs; every mistake is in `findings`, nothing is raised.

    `search`: folders in which needed packs are looked up after the siblings of the pack; the bundled packs by default.
    """
    return load_packs((path,), search=search)[0]


def load_packs(paths: Iterable[Path | str], *, search: Iterable[Path] | None = None) -> tuple[Loaded, ...]:
    """Read several packs; a pack that more than one of them needs is read once."""
    loader = _Loader(tuple(search) if search is not None else (bundled_folder(),))
    return tuple(loader.load(Path(path), ()) for path in paths)


def load_pack_or_raise(path: Path | str, *, search: Iterable[Path] | None = None) -> Rulebook:
    """Return the rulebook of a pack; raises AuthorError with every finding when one is an error."""
    loaded = load_pack(path, search=search)
    loaded.findings.raise_if_errors()
    return loaded.rulebook


@dataclass(slots=True)
class _Loader:
    search: tuple[Path, ...]
    loaded: dict[Path, Loaded] = field(default_factory=dict)

    def load(self, path: Path, below: tuple[Path, ...]) -> Loaded:
        key = path.resolve()
        if key not in self.loaded:
            self.loaded[key] = _load(self, path, (*below, key))
        return self.loaded[key]

    def find(self, pack_id: str, beside: Path) -> Path | None:
        for folder in (beside.parent if beside.parent != beside else beside, *self.search):
            if obstacle(folder / pack_id / "pack.yaml") is None:
                return folder / pack_id
        return None

    def known(self, beside: Path) -> list[str]:
        folders = {beside.parent, *self.search}
        return sorted({child.parent.name for folder in folders for child in folder.glob("*/pack.yaml")})


def _load(loader: _Loader, path: Path, below: tuple[Path, ...]) -> Loaded:
    findings = Findings()
    # "." and ".." have no name of their own; messages then show the full path.
    folder = path if path.name not in {"", ".."} else path.resolve()
    files = PackFiles(folder, findings, {}, {})
    head, needed = _read_head(loader, files, below)
    for base in needed:
        _inherit_findings(findings, base.findings)
    roles = files.rule_files()
    facts = _read_facts(files, roles["facts"], needed)
    parameters = _read_parameters(files, roles["parameters"])
    all_facts = _merged([base.rulebook.facts for base in needed], facts)
    all_parameters = _merged([base.rulebook.parameters for base in needed], parameters)
    dictionary = Dictionary.of(all_facts, all_parameters)
    _report_shared_names(files, facts, parameters, dictionary)
    policies = _read_policies(files, roles, dictionary, head)
    digests = _merged([base.digests for base in needed], files.digests)
    own = {policy_id: read.policy for policy_id, read in policies.items()}
    rulebook = Rulebook(
        id=head.id,
        title=head.title,
        facts=all_facts,
        parameters=all_parameters,
        policies=_merged([base.rulebook.policies for base in needed], own),
        hash=hash_of(digests),
        path=folder.as_posix(),
    )
    return Loaded(
        rulebook=rulebook,
        findings=findings,
        path=folder,
        head=head,
        files=_merged([base.files for base in needed], files.sources),
        own_facts=frozenset(facts),
        own_parameters=frozenset(parameters),
        own_policies=frozenset(policies),
        tables=_merged([base.tables for base in needed], {key: read.tables for key, read in policies.items()}),
        alias_places={key: read.alias_places for key, read in policies.items()},
        digests=digests,
    )


def _read_head(loader: _Loader, files: PackFiles, below: tuple[Path, ...]) -> tuple[PackHead, list[Loaded]]:
    path = files.folder / "pack.yaml"
    if not os.path.lexists(path):
        problem = "there is no pack.yaml in this folder" if files.folder.is_dir() else "there is no such folder"
        files.report("no-pack", path, problem, "Name a folder that holds a pack.yaml.")
        return PackHead(files.folder.name), []
    file, root = (readable(path, files.refuse) and files.nodes(path)) or (None, None)
    if file is None or root is None:
        return PackHead(files.folder.name), []
    reader = Reader(file, files.findings)
    fields = reader.fields(root, "pack.yaml", PACK_KEYS)
    pack_id = fields.required_text("id")
    if pack_id and pack_id != files.folder.resolve().name and (node := fields.get("id")) is not None:
        reader.report("pack-id", node, f"the pack is called {pack_id!r}, its folder {files.folder.name!r}",
                      "Give both the same name: other packs find it by its folder.")  # fmt: skip
    level = fields.get("level")
    needs = fields.get("needs")
    nodes = () if needs is None else reader.items(needs, "'needs' of pack.yaml")
    needed = [base for node in nodes if (base := _needed(loader, reader, node, files.folder, below)) is not None]
    head = PackHead(
        id=pack_id or files.folder.name,
        title=fields.bilingual("title"),
        issuer=fields.bilingual("issuer"),
        level="" if level is None else reader.choice(level, "'level' of pack.yaml", LEVELS) or "",
        licence=fields.text("licence"),
        needs=tuple(base.head.id for base in needed),
        place=reader.place(root),
    )
    return head, needed


def _needed(loader: _Loader, reader: Reader, node: Node, folder: Path, below: tuple[Path, ...]) -> Loaded | None:
    pack_id = reader.text(node, "an entry of 'needs'")
    path = loader.find(pack_id, folder) if _ID.fullmatch(pack_id) else None
    if path is None:
        if pack_id:
            reader.report("unknown-pack", node, f"there is no pack {pack_id!r}", nearest(pack_id, loader.known(folder)))
        return None
    if path.resolve() in below:
        chain = " -> ".join(step.name for step in (*below[below.index(path.resolve()) :], path))
        reader.report("needs-cycle", node, f"packs need each other in a circle: {chain}", "Remove one of the needs.")
        return None
    return loader.load(path, below)


def _read_facts(files: PackFiles, paths: tuple[Path, ...], needed: list[Loaded]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for path in paths:
        read = files.nodes(path)
        if read is not None and read[1] is not None:
            facts.update(read_facts(Reader(read[0], files.findings), read[1]))
    for base in needed:
        for fact in facts.values():
            before = base.rulebook.facts.get(fact.id)
            if before is not None and before.type != fact.type:
                _report(files, "fact-type-changed", fact.place, f"fact {fact.id!r} is {before.type} in pack "
                        f"{base.head.id!r} and {fact.type} here", "Keep its type, or declare a new fact.")  # fmt: skip
            if before is not None and before.name.zh != fact.name.zh:
                _report(files, "fact-renamed", fact.place, f"fact {fact.id!r} is called {before.name.zh!r} in pack "
                        f"{base.head.id!r}, whose formulas use that name", "Keep the Chinese name.")  # fmt: skip
    return facts


def _read_parameters(files: PackFiles, paths: tuple[Path, ...]) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {}
    for path in paths:
        read = files.nodes(path)
        if read is None or read[1] is None:
            continue
        for parameter in read_parameters(Reader(read[0], files.findings), read[1]).values():
            if parameter.id in parameters:
                _report(files, "duplicate-id", parameter.place, f"the parameter {parameter.id!r} is declared a second time "
                        f"(first at {parameters[parameter.id].place})", "Keep one of the two.")  # fmt: skip
            parameters.setdefault(parameter.id, parameter)
    return parameters


def _read_policies(
    files: PackFiles, roles: dict[str, tuple[Path, ...]], dictionary: Dictionary, head: PackHead
) -> dict[str, ReadPolicy]:
    # Sheets count for the hash also where no table names them; they are read once, here.
    sheets = {path: data for path in roles["sheets"] if (data := files.data(path)) is not None}
    policies: dict[str, ReadPolicy] = {}
    for path in roles["policies"]:
        read = files.nodes(path)
        if read is None or read[1] is None:
            continue
        reader = Reader(read[0], files.findings)
        opener = partial(_open_sheet, reader, path.parent, sheets)
        found = read_policy(reader, read[1], dictionary, opener, level=head.level, issuer=head.issuer.zh)
        if found is None:
            continue
        policy = found.policy
        if policy.id in policies:
            _report(files, "duplicate-id", policy.place, f"the policy {policy.id!r} is declared a second time "
                    f"(first at {policies[policy.id].policy.place})", "Give one of them another id.")  # fmt: skip
        policies.setdefault(policy.id, found)
    return policies


def _open_sheet(reader: Reader, folder: Path, sheets: dict[Path, bytes], name: str, node: Node) -> Sheet | None:
    path = folder / name
    if path not in sheets:
        beside = [sheet.name for sheet in sheets if sheet.parent == folder]
        reader.report(
            "sheet-name", node, f"there is no sheet {name!r} next to this file", nearest(name, beside, "Sheets here")
        )
        return None
    return read_sheet(path, path.as_posix(), sheets[path], reader.findings)


def _report_shared_names(
    files: PackFiles, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter], dictionary: Dictionary
) -> None:
    # A name in a formula must mean one thing: ids and Chinese names of facts and parameters share one space.
    owners: dict[str, str] = {}
    things: tuple[Fact | Parameter, ...] = (*dictionary.facts.values(), *dictionary.parameters.values())
    for thing in things:
        kind = "fact" if isinstance(thing, Fact) else "parameter"
        own = thing.id in (facts if isinstance(thing, Fact) else parameters)
        for name in filter(None, dict.fromkeys((thing.id, thing.name.zh))):
            if own and misread(name):
                _report(
                    files, "wrong-id", thing.place, f"a formula reads {name!r} as {misread(name)}", "Name it otherwise."
                )
            owner = f"{kind} {thing.id!r}"
            if owners.setdefault(name, owner) != owner and own:
                _report(files, "duplicate-name", thing.place, f"{owner} is called {name!r}, which is also {owners[name]}",
                        "Rename one of the two.")  # fmt: skip


def _report(files: PackFiles, code: str, place: Place, problem: str, remedy: str) -> None:
    file = files.sources.get(place.path)
    files.findings.add(Diagnostic(code, place, problem, remedy, file.excerpt(place) if file else ""))


def _inherit_findings(findings: Findings, inherited: Findings) -> None:
    known = {id(item) for item in findings.items}
    findings.items.extend(item for item in inherited.items if id(item) not in known)


def _merged(layers: list[Mapping[str, Item]], own: Mapping[str, Item]) -> dict[str, Item]:
    return {key: item for layer in (*layers, own) for key, item in layer.items()}
