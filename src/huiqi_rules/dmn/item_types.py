"""Item definitions to types: bases, components, collections, functions, allowed values, in any order of declaration."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from huiqi_rules.dmn.xml import text_of
from huiqi_rules.scalar.types import ANY, FeelType, simple

# Makes the test of allowed values from its text.
Permission = Callable[[str], Callable[[object], object]]


def plain_type(reference: str | None) -> str:
    """Return the name of a type reference without the XML prefix that older versions write before it."""
    return " ".join((reference or "").rpartition(":")[2].split())


class ItemTypes(Mapping[str, FeelType]):
    """The types of one model by name, each read from its definition when first asked for."""

    def __init__(
        self,
        definitions: Mapping[str, Element],
        permission: Permission,
        imported: Mapping[str, ItemTypes] | None = None,
        defaults: Sequence[ItemTypes] = (),
    ) -> None:
        self._definitions = definitions
        self._imported = {} if imported is None else imported
        # Imported under no name (DMN 1.5): called as if they were defined here.
        self._defaults = defaults
        self._permission = permission
        self._known: dict[str, FeelType] = {}

    def __getitem__(self, name: str) -> FeelType:
        prefix, _, rest = name.partition(".")
        if name not in self._definitions:
            for types in self._defaults:
                if name in types.own_names:
                    return types[name]
            if prefix in self._imported:
                return self._imported[prefix][rest]
        if name not in self._known:
            definition = self._definitions[name]
            # A definition that refers to itself accepts everything at that point.
            self._known[name] = ANY
            self._known[name] = self._read(definition)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        # Not what imported models import in turn: they may import each other.
        yield from self._definitions
        for types in self._defaults:
            yield from types.own_names
        for prefix, types in self._imported.items():
            yield from (f"{prefix}.{name}" for name in types.own_names)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def own_names(self) -> Collection[str]:
        """The names of the types that the model itself defines."""
        return self._definitions.keys()

    def allowed_text(self, reference: str | None) -> str:
        """Return the allowed values that the item definition of a type reference states itself; empty without any."""
        definition = self._definitions.get(plain_type(reference))
        return "" if definition is None else text_of(definition.find("allowedValues"))

    def _named(self, reference: str | None) -> FeelType:
        plain = plain_type(reference)
        return self.get(plain) or simple(plain) or ANY

    def _read(self, definition: Element) -> FeelType:
        components = definition.findall("itemComponent")
        function = definition.find("functionItem")
        if components:
            fields = tuple((component.get("name", ""), self._read(component)) for component in components)
            found = FeelType("context", fields=fields)
        elif function is not None:
            parameters = tuple(self._named(item.get("typeRef")) for item in function.findall("parameters"))
            found = FeelType("function", parameters=parameters, result=self._named(function.get("outputTypeRef")))
        else:
            found = self._named(text_of(definition, "typeRef"))
        found = self._restrict(found, text_of(definition.find("allowedValues")))
        if definition.get("isCollection") == "true":
            found = FeelType("list", found)
        return self._restrict(found, text_of(definition.find("typeConstraint")))

    def _restrict(self, base: FeelType, text: str) -> FeelType:
        if not text:
            return base
        own, inherited = self._permission(text), base.allowed
        if inherited is None:
            return replace(base, allowed=own)
        return replace(base, allowed=lambda value: own(value) is True and inherited(value) is True)
