"""The page of built-in functions, from their declarations."""

from __future__ import annotations

from huiqi_rules.builtins import FAMILIES, Alternative, Parameter, Signature

PAGE = "reference/builtins.md"
HEAD = """# Built-in functions

Every function that an expression may call. Functions of the DMN standard work in packs and in DMN models, those of packs in packs
alone. `name?` may be left out, `name…` takes any number of arguments. The examples are run in the tests.
"""
TITLES = {"packs": "Packs (not in the standard)"}


def text() -> str:
    """Return a section for each family of functions."""
    sections = []
    for family in FAMILIES:
        signatures = list(dict.fromkeys(family.values()))
        title = TITLES.get(signatures[0].family, signatures[0].family.capitalize())
        sections.append(f"\n## {title}\n" + "".join(entry(signature) for signature in signatures))
    return HEAD + "".join(sections)


def entry(signature: Signature) -> str:
    """Return heading, forms, text and examples of one function."""
    names = " ".join(f"`{alias}`" for alias in signature.aliases)
    forms = "\n".join(form(signature.name, alternative) for alternative in signature.alternatives)
    examples = "\n".join(f"{call}  =  {value}" for call, value in signature.examples)
    also = f" Also: {names}." if names else ""
    return f"\n### {signature.name}\n\n{signature.zh}。{signature.en}{also}\n\n```text\n{forms}\n```\n" + (
        f"\n```feel\n{examples}\n```\n" if examples else ""
    )


def form(name: str, alternative: Alternative) -> str:
    """Return one way to call a function, with the types of its parameters and its result."""
    return f"{name}({', '.join(shown(parameter) for parameter in alternative.parameters)}) -> {alternative.result}"


def shown(parameter: Parameter) -> str:
    """Return a parameter with its mark and type."""
    mark = "…" if parameter.variadic else "?" if parameter.optional else ""
    return f"{parameter.name}{mark}: {parameter.type}"
