"""What the editor offers to complete: facts, figures and functions of the pack as the draft has it, and the keys of the format."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.drafting import laid_over
from huiqi.rulebook.domain.reading import laid_out, read_folder
from huiqi.rulebook.queries.books import book_of_version
from huiqi.rulebook.queries.dictionary import entry
from huiqi.rulebook.queries.drafts import draft_of, last_texts
from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.check.functions import RULES
from huiqi_rules.model.facts import Fact
from huiqi_rules.packs.reading_dictionary import PARAMETER_KEYS, VALUE_KEYS
from huiqi_rules.packs.reading_policies import CLAUSE_KEYS, CONDITION_KEYS, POLICY_KEYS, VERSION_KEYS
from huiqi_rules.packs.scenarios import SCENARIO_KEYS

_TYPES = {
    "truth": "是/否", "text": "文字", "day": "日期", "choice": "单选", "choices": "多选", "number": "数", "whole": "整数",
    "money": "金额",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditorWords:
    """A word that may be completed: `kind` is `fact`, `figure`, `function` or `key`; `told` says what it is."""

    word: str
    kind: str
    told_zh: str
    told_en: str


def editor_words(actor: Actor, *, id: UUID) -> tuple[EditorWords, ...]:
    """Return what the editor offers for a draft, what the draft itself declares among it. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    files = laid_over(book_of_version(draft.base).files, {path: row.text for path, row in last_texts(draft).items()})
    with laid_out(files) as folder:
        rulebook = read_folder(folder, draft.pack).loaded.rulebook
    found = [fact_word(fact) for fact in rulebook.facts.values()]
    found += [
        EditorWords(one.id, "figure", one.name.zh, f"{one.name.en}, {one.type}") for one in rulebook.parameters.values()
    ]
    found += [
        EditorWords(f"{name}(", "function", SIGNATURES[name].zh, SIGNATURES[name].en)
        for name in RULES
        if name in SIGNATURES
    ]
    keys = (*POLICY_KEYS, *VERSION_KEYS, *CONDITION_KEYS, *CLAUSE_KEYS, *PARAMETER_KEYS, *VALUE_KEYS, *SCENARIO_KEYS)
    found += [EditorWords(f"{key}: ", "key", "键", "key") for key in dict.fromkeys(keys)]
    return tuple(found)


def fact_word(fact: Fact) -> EditorWords:
    """Return a fact as it may be completed: formulas name it in Chinese."""
    known = entry(fact)
    kind = _TYPES[known.type] + (f"（{known.unit_zh}）" if known.unit_zh else "")
    return EditorWords(known.zh or known.id, "fact", f"{kind} {known.id}", f"{known.en}, {fact.type}")
