"""Small models for the tests: their elements as texts, written to a folder and loaded."""

from __future__ import annotations

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
_REQUIREMENTS = {
    "input": ("informationRequirement", "requiredInput"),
    "decision": ("informationRequirement", "requiredDecision"),
    "knowledge": ("knowledgeRequirement", "requiredKnowledge"),
}


def definitions(*elements, namespace="urn:main", written_in=NAMESPACE):
    opened = f'<definitions xmlns="{written_in}" namespace="{namespace}" name="model">'
    return "\n".join((opened, *elements, "</definitions>"))


def literal(text):
    return f"<literalExpression><text><![CDATA[{text}]]></text></literalExpression>"


def input_data(name, type_name=""):
    return f'<inputData id="{name}" name="{name}">{_variable(name, type_name)}</inputData>'


def decision(name, logic, *requires, type_name=""):
    body = logic if logic.startswith("<") else literal(logic)
    found = "".join(_requirement(*one.split(" ", 1)) for one in requires)
    return f'<decision id="{name}" name="{name}">{_variable(name, type_name)}{found}{body}</decision>'


def knowledge(name, parameters, body, type_name=""):
    taken = "".join(f'<formalParameter name="{one}" typeRef="{kind}"/>' for one, kind in parameters.items())
    logic = f"<encapsulatedLogic>{taken}{literal(body)}</encapsulatedLogic>"
    return f'<businessKnowledgeModel id="{name}" name="{name}">{_variable(name, type_name)}{logic}</businessKnowledgeModel>'


def write(folder, *elements, name="model", **head):
    path = folder / f"{name}.dmn"
    path.write_text(definitions(*elements, **head), encoding="utf-8")
    return path


def _variable(name, type_name):
    return f'<variable name="{name}"' + (f' typeRef="{type_name}"/>' if type_name else "/>")


def _requirement(kind, target):
    outer, inner = _REQUIREMENTS[kind]
    href = target if "#" in target else f"#{target}"
    return f'<{outer}><{inner} href="{href}"/></{outer}>'
