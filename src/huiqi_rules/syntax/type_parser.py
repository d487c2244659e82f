"""Types as `instance of` and typed parameters write them: names, `list<T>`, `range<T>`, `context<a: T>`, functions."""

from __future__ import annotations

from huiqi_rules.syntax.ast import TypeName
from huiqi_rules.syntax.cursor import Cursor
from huiqi_rules.syntax.known_names import KnownNames


def read_type(cursor: Cursor, table: KnownNames) -> TypeName:
    """Take one type at the cursor; raises FeelSyntaxError."""
    cursor.descend()
    start = cursor.starts[cursor.position]
    word = cursor.texts[cursor.position]
    generic = cursor.kinds[cursor.position + 1] == "<" if cursor.kinds[cursor.position] != "end" else False
    if generic and word in {"list", "range"}:
        cursor.position += 2
        element = read_type(cursor, table)
        _close(cursor, word)
        node = TypeName(word, arguments=(element,), span=cursor.span_from(start))
    elif generic and word == "context":
        node = _context_type(cursor, table, start)
    elif generic and word == "function":
        node = _function_type(cursor, table, start)
    else:
        node = TypeName(_type_name(cursor, table), span=cursor.span_from(start))
    cursor.depth -= 1
    return node


def _type_name(cursor: Cursor, table: KnownNames) -> str:
    if cursor.kinds[cursor.position] == "function":
        return cursor.take(0)
    if cursor.kinds[cursor.position] != "name":
        cursor.fail(f"expected a type, found {cursor.found()}", "write a type such as `number` or `list<string>`")
    name = cursor.take(cursor.tail_length(table))
    while cursor.kinds[cursor.position] == "." and cursor.kinds[cursor.position + 1] == "name":
        cursor.position += 1
        name += "." + cursor.take(cursor.tail_length(table))
    return name


def _context_type(cursor: Cursor, table: KnownNames, start: int) -> TypeName:
    cursor.position += 2
    fields: list[tuple[str, TypeName]] = []
    while True:
        key = cursor.take_new_name("the name of a context entry", ":")
        cursor.expect(":", "`:` and the type of the entry")
        fields.append((key, read_type(cursor, table)))
        if cursor.kinds[cursor.position] != ",":
            break
        cursor.position += 1
    _close(cursor, "context")
    return TypeName("context", fields=tuple(fields), span=cursor.span_from(start))


def _function_type(cursor: Cursor, table: KnownNames, start: int) -> TypeName:
    cursor.position += 2
    arguments: list[TypeName] = []
    if cursor.kinds[cursor.position] != ">":
        arguments.append(read_type(cursor, table))
        while cursor.kinds[cursor.position] == ",":
            cursor.position += 1
            arguments.append(read_type(cursor, table))
    _close(cursor, "function")
    cursor.expect("->", "`->` and the type of the result", "write `function<number> -> boolean`")
    result = read_type(cursor, table)
    return TypeName("function", arguments=tuple(arguments), result=result, span=cursor.span_from(start))


def _close(cursor: Cursor, word: str) -> None:
    cursor.expect(">", f"`>` that closes `{word}<`", f"write `{word}<...>`")
