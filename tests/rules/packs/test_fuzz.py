"""Broken packs never break the reader: mutated texts give findings, not exceptions, in bounded time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.reading import Reader
from huiqi_rules.packs.reading_dictionary import read_facts, read_parameters
from huiqi_rules.packs.reading_policies import Dictionary, read_policy
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import read_nodes
from tests.rules.packs.pack_cases import FACTS, POLICY, read_case
from tests.rules.packs.test_reading import PLACES

HERE = Path(__file__).parent
THIRTY, _ = read_case(HERE / "thirty_mistakes.txt")
TEXTS = (FACTS, POLICY + PLACES + "    clauses: []\n", THIRTY["policies/award.yaml"], THIRTY["parameters.yaml"])
PIECES = ("{", "}", "[", "]", ":", ": ", ",", "\n", "\n  ", "- ", "'", '"', "|", ">", "&a ", "*a", "!!x ", "@", "//", "(", ")",
          "null", "9" * 40, "1e9999", "-", "..", "for x in ", "\t", "#", "\\", "\u2028", "\ufeff", "０", "：", "，")  # fmt: skip


@st.composite
def mutated(draw):
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(PIECES) | st.text(max_size=3)) + text[end:]
    return text


@settings(max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_texts_are_read_or_reported(text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    findings = Findings()
    file = SourceFile.of("mutated.yaml", text)

    root = read_nodes(file, findings)

    if root is not None:
        reader = Reader(file, findings)
        facts = read_facts(reader, root)
        parameters = read_parameters(reader, root)
        read_policy(reader, root, Dictionary.of(facts, parameters), lambda *_: None)
    for item in findings.items:
        assert str(item)
        assert item.place.line >= 1
