"""What an auditor who has never seen Huiqi reads first, and the list of all files of a pack; Chinese first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.document import Document, Section
from huiqi.kernel.words import Pair

# What files are for, by the beginning of their name; the first that fits.
_KINDS: Final[tuple[tuple[str, Pair], ...]] = (
    (layout.README, ("先读这个", "read this first")),
    (layout.INDEX, ("首页：依据、合计、公示、事项、批次", "index: clause, sums, notices, claims, batches")),
    (layout.INDEX_PDF, ("首页，供打印（PDF/A）", "index to print (PDF/A)")),
    (layout.INDEX_STYLE, ("网页的样式", "style of the pages")),
    (layout.LIST, ("事项清单（Excel），一行一家", "list of claims (Excel), a row each")),
    (layout.PAGES, ("逐项说明，每页100项", "claims in words, 100 a page")),
    (layout.TRAIL_PAGE, ("审计记录：谁在什么时间做了什么", "audit trail: who did what, when")),
    (layout.CONTENTS, ("全部文件和校验值", "all files and their hashes")),
    (layout.ABOUT, ("批次、条款和合计的数据", "data: round, clause, sums")),
    (layout.CLAIMS, ("事项的数据，每个文件500项", "data: claims, 500 a file")),
    (layout.BATCHES, ("拨付批次的数据", "data: batches of payments")),
    (layout.NOTICES, ("公示的数据", "data: public notices")),
    (layout.TRAIL, ("审计记录的数据，逐行可核对校验值", "data: rows of the audit trail with their hashes")),
    (layout.RULES, ("判定时所用的规则原文", "the rules that decided")),
    (layout.EVIDENCE, ("交来的文件原件", "files as they were handed in")),
    (layout.MANIFEST, ("清单：每个文件的大小和SHA-256", "manifest: size and SHA-256 of every file")),
    (layout.MANIFEST_HASH, ("清单自身的SHA-256", "SHA-256 of the manifest itself")),
)


def kind_of(name: str) -> Pair:
    """Return what a file of a pack is for."""
    exact = next((words for start, words in _KINDS if name == start), None)
    found = exact or next((words for start, words in _KINDS if start.endswith("/") and name.startswith(start)), None)
    assert found is not None, f"nobody said what {name} is for"
    return found


def contents_page(files: Mapping[str, tuple[int, str]]) -> Document:
    """Return the list of files, with what each is for, its size in bytes and its SHA-256."""
    rows = (
        ((name, name), " ".join(kind_of(name)), f"{files[name][0]:,}" if name in files else "", files[name][1] if name in files else "")
        for name in sorted({*files, layout.CONTENTS, layout.MANIFEST, layout.MANIFEST_HASH})
    )  # fmt: skip
    heads = (("文件", "File"), ("内容", "What it is"), ("字节", "Bytes"), ("SHA-256", "SHA-256"))
    return Document(("目录", "Contents"), [Section(("全部文件", "All files"), heads=heads, rows=rows)])


def readme(about: Mapping[str, Any], files: Mapping[str, tuple[int, str]]) -> bytes:
    """Return what to read first, as plain text that any editor shows."""
    made = about["round"]
    counts: dict[Pair, int] = {}
    for name in (*files, layout.README, layout.CONTENTS, layout.MANIFEST, layout.MANIFEST_HASH):
        counts[kind_of(name)] = counts.get(kind_of(name), 0) + 1
    shown = {words: start for start, words in _KINDS if words in counts}
    width = max(map(len, shown.values()))
    zh = [f"  {start:<{width}}  {words[0]}（{counts[words]}个文件）" for words, start in shown.items()]
    en = [f"  {start:<{width}}  {words[1]} ({counts[words]})" for words, start in shown.items()]
    total = sum(row["count"] for row in about["totals"].values())
    lines = [
        f"审计包：{made['zh']}", f"{made['zone']}，{total}项，判定日{made['day']}", "",
        "这是什么", "  一批兑现事项的全部记录：依据哪一条、当时的数据从哪里来、怎样判定、谁审核谁审批、公示和异议、企业确认、账目和拨付。", "",
        "怎样看", "  1. 解压后用浏览器打开index.html，不需要联网，也不需要安装任何软件。",
        "  2. 点企业名称看这一家的全过程。index.pdf供打印；claims.xlsx是清单，可以筛选、加总（只有一项的包没有清单）。",
        "  3. 没有的内容写明“没有”；您无权看到的内容写明“不予显示”，不会悄悄略去。", "",
        "怎样核验", "  在装有Huiqi的任何电脑上离线运行：  huiqi audit verify 文件名.zip",
        "  它核对每个文件、每一步、每一笔钱，并按包内规则和数据重新判定。清单校验值可与园区审计记录中的一致性对照。", "",
        "目录", *zh, "", "",
        f"Audit pack: {made['en']}", f"{made['zone']}, claims: {total}, decided as of {made['day']}", "",
        "What it is", "  Everything about a round of claims: the article, the facts as they stood and where they came from, how it was decided,",
        "  who reviewed and who approved, notices and objections, confirmations, ledger and payments.", "",
        "How to read it", "  1. Unpack it and open index.html in a browser; neither network nor further software is needed.",
        "  2. A company's name leads to all about its claim. index.pdf is to print; claims.xlsx is the list (a pack of one claim has none).",
        "  3. What there is not is said to be none; what you may not see is marked as withheld, never left out in silence.", "",
        "How to verify it", "  On any machine with Huiqi, offline:  huiqi audit verify FILE.zip", "",
        "Contents", *en, "",
    ]  # fmt: skip
    # With its mark and line ends every editor shows it right.
    return ("\ufeff" + "\r\n".join(lines)).encode()
