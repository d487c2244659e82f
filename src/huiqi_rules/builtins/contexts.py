"""Declarations of the functions of contexts."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

CONTEXTS: Final[Family] = family(
    "contexts",
    (
        Signature(
            "get value",
            (
                takes("m: context, key: string", "any"),
                takes("context: context, keys: list<string>", "any"),
            ),
            zh="按键（或路径）取值",
            en="The value of a key, or at the end of a path of keys.",
            examples=(
                ('get value({key1: "value1"}, "key1")', '"value1"'),
                ('get value({x: {y: 1}}, ["x", "y"])', "1"),
            ),
        ),
        Signature(
            "get entries",
            (takes("m: context", "list<context>"),),
            zh="全部键值对",
            en="The entries of a context as a list of key and value.",
            examples=(("get entries({a: 1})", '[{key: "a", value: 1}]'),),
        ),
        Signature(
            "context",
            (takes("entries: list<context>", "context"),),
            zh="由键值对组成上下文",
            en="The context of a list of key and value.",
            examples=(('context([{key: "a", value: 1}, {key: "b", value: 2}])', "{a: 1, b: 2}"),),
        ),
        Signature(
            "context put",
            (
                takes("context: context, key: string, value: any", "context"),
                takes("context: context, keys: list<string>, value: any", "context"),
            ),
            zh="设置一个键（或路径）",
            en="The context with a value put at a key or path.",
            examples=(
                ('context put({x: 1}, "y", 2)', "{x: 1, y: 2}"),
                ('context put({x: {y: 1}}, ["x", "y"], 2)', "{x: {y: 2}}"),
            ),
        ),
        Signature(
            "context merge",
            (takes("contexts: list<context>", "context"),),
            zh="合并上下文，后者优先",
            en="All contexts in one; later ones win.",
            examples=(("context merge([{x: 1}, {x: 2, y: 3}])", "{x: 2, y: 3}"),),
        ),
    ),
)
