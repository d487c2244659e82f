"""Text cases of packs: `--- path` opens a file of the pack, `--- expected` the messages; a small pack is laid below them."""

from __future__ import annotations

from pathlib import Path

from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.packs import Loaded, load_pack
from huiqi_rules.packs.validators import validate

PACK = "id: case\ntitle: {zh: 例, en: Case}\nissuer: {zh: 区, en: Zone}\nlevel: zone\n"
FACTS = """\
staff: {zh: 职工总数, en: Staff, type: int, unit: person, min: 0}
science_staff: {zh: 科技人员数, en: Science staff, type: int, unit: person, min: 0}
sales: {zh: 销售收入, en: Sales, type: money, min: 0}
founded: {zh: 注册日期, en: Founded, type: date}
sector: {zh: 行业, en: Sector, type: enum, options: [farm, factory, shop]}
listed: {zh: 列入失信名单, en: Listed as dishonest, type: bool}
"""
POLICY = """\
id: award
title: {zh: 奖, en: Award}
subject: enterprise
versions:
  - id: "1"
    from: 2024-01-01
    to: null
    source: {document: 区发〔2024〕1号, article: 第一条}
"""


def read_case(path: Path) -> tuple[dict[str, str], str]:
    """Return the files of a case by path and the expected messages."""
    files: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("--- "):
            current = files.setdefault(line[4:].strip(), [])
        else:
            current.append(line)
    texts = {name: "\n".join(lines) + "\n" for name, lines in files.items()}
    return texts, texts.pop("expected", "")


def write_pack(folder: Path, files: dict[str, str]) -> Path:
    """Write a pack with the files given; `+ path` continues the small policy; what is not given comes from the small pack."""
    pack = folder / "case"
    texts = {"pack.yaml": PACK, "facts.yaml": FACTS}
    for name, text in files.items():
        texts[name.removeprefix("+ ")] = POLICY + text if name.startswith("+ ") else text
    for name, text in texts.items():
        target = pack / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode().decode("unicode_escape").encode("latin-1") if "\\x" in text else text.encode())
    return pack


def all_findings(pack: Path) -> tuple[Loaded, list[Diagnostic]]:
    """Return what `huiqi rules check` shows: of the reader, the checker and the validators."""
    loaded = load_pack(pack, search=())
    checked = Findings()
    check_rulebook(loaded.rulebook, checked)
    return loaded, [*loaded.findings.items, *checked.items, *validate(loaded).items]


def shown(diagnostics: list[Diagnostic], folder: Path) -> str:
    """Return the messages with paths below the folder of the test."""
    return "".join(f"{diagnostic}\n" for diagnostic in diagnostics).replace(f"{folder.as_posix()}/", "")
