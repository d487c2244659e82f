"""Small models as texts, and packs as an import writes them, ready to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

from huiqi_rules.api.engine import Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.exchange import Imported, import_model
from huiqi_rules.dmn.model import Model, load_model
from huiqi_rules.packs import load_pack
from huiqi_rules.packs.testing import TestReport, pack_scenarios, run_scenarios

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DAY = date(2024, 6, 1)


@dataclass(frozen=True)
class Brought:
    """A pack that an import wrote, loaded: what came over, its engine, and what its scenarios say."""

    imported: Imported
    engine: Engine
    report: TestReport

    def answers(self, facts):
        """Return every value and condition of the new policy for one subject, by id."""
        determination = self.engine.assess(self.imported.policy, DAY, facts)
        return {**determination.values, **determination.conditions}


def definitions(*parts, name="model"):
    return f'<definitions xmlns="{MODEL}" id="m" name={quoteattr(name)} namespace="urn:test">{"".join(parts)}</definitions>'


def input_data(name, kind="number", id=""):
    label = quoteattr(name)
    reference = f" typeRef={quoteattr(kind)}" if kind else ""
    return f"<inputData id={quoteattr(id or f'i_{name}')} name={label}><variable name={label}{reference}/></inputData>"


def allowed(name, text, base="string"):
    return (
        f'<itemDefinition name="{name}"><typeRef>{base}</typeRef>'
        f"<allowedValues><text>{escape(text)}</text></allowedValues></itemDefinition>"
    )


def decision(name, logic, inputs=(), decisions=(), kind="", id=""):
    needs = [("requiredInput", f"i_{one}") for one in inputs] + [("requiredDecision", f"d_{one}") for one in decisions]
    required = "".join(
        f"<informationRequirement><{tag} href={quoteattr('#' + target)}/></informationRequirement>"
        for tag, target in needs
    )
    reference = f" typeRef={quoteattr(kind)}" if kind else ""
    return (
        f"<decision id={quoteattr(id or f'd_{name}')} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{reference}/>{required}{logic}</decision>"
    )


def literal(text):
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(inputs, rules, hit="UNIQUE", aggregation="", outputs=("",), values="", default="", allowed_values=None):
    columns = "".join(
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression>"
        + (
            f"<inputValues><text>{escape(allowed_values[text])}</text></inputValues>"
            if text in (allowed_values or {})
            else ""
        )
        + "</input>"
        for text in inputs
    )
    answers = "".join(
        f"<output{f' name={quoteattr(name)}' if name else ''}>"
        + (f"<outputValues><text>{escape(values)}</text></outputValues>" if values else "")
        + (f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in outputs
    )
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(test)}</text></inputEntry>" for test in tests)
        + "".join(f"<outputEntry><text>{escape(answer)}</text></outputEntry>" for answer in given)
        + "</rule>"
        for tests, given in rules
    )
    more = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{hit}"{more}>{columns}{answers}{rows}</decisionTable>'


def model_of(text: str) -> Model:
    """Return a model as the evaluator of DMN runs it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.dmn"
        path.write_text(text, encoding="utf-8")
        return load_model(path)


def brought(text, **options) -> Brought:
    """Return the pack that an import of a model writes; it must be free of errors."""
    imported = import_model(text.encode() if isinstance(text, str) else text, pack="brought", **options)
    assert imported.files, [str(left) for left in imported.left]
    return opened(imported)


def opened(imported: Imported) -> Brought:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "brought"
        for path, text in imported.files.items():
            place = folder / path
            assert place.resolve().is_relative_to(folder.resolve()), path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        loaded = load_pack(folder)
        findings = Findings(list(loaded.findings.items))
        engine = Engine(check_rulebook(loaded.rulebook, findings))
        assert not findings.errors, [str(loaded.with_excerpt(one)) for one in findings.errors]
        report = run_scenarios(pack_scenarios(folder, engine, findings), engine)
        assert not findings.items, [str(one) for one in findings.items]
    return Brought(imported, engine, report)


def same_answer(one, other):
    """Tell whether the engine and the evaluator of DMN mean the same: quotients agree to 30 digits."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= Decimal("1e-9") * max(Decimal(1), abs(other))
    return type(one) is type(other) and one == other
