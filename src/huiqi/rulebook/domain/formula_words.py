"""A formula as a person reads it: names in words, figures with their values, signs instead of operators.

It is made of the tree, so that the words cannot say anything else than the rule; what has no words is printed as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from huiqi.kernel.words import Pair
from huiqi_rules.explain.explanation import WORDINGS
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.facts import Formula, Text
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.printer import print_expression

_SIGNS: Final = {"<=": "≤", ">=": "≥", "!=": "≠", "=": "=", "<": "<", ">": ">", "*": "×", "/": "÷", "+": "+", "-": "−"}
_WORDS: Final[Mapping[str, Pair]] = {
    "and": ("，并且", ", and"),
    "or": ("，或者", ", or"),
    "not": ("不是（{0}）", "not ({0})"),
    "case": ("{0}时 {1}", "{1} where {0}"),
    "else": ("其他情况 {0}", "otherwise {0}"),
    "points": ("按{0}计分：{bands}", "points by {0}: {bands}"),
    "points at most": ("按{0}计分：{bands}", "points by {0}: {bands}"),
    "reached": ("达到 {0} 得 {1} 分", "{1} from {0}"),
    "kept below": ("不超过 {0} 得 {1} 分", "{1} up to {0}"),
    "between": ("{0} 在 {1} 至 {2} 之间", "{0} between {1} and {2}"),
    "in": ("{0} 为以下之一：{1}", "{0} is one of {1}"),
    "absent": ("没有“{0}”", "there is no {0}"),
    "latest": ("最近一年的{0}", "{0} of the latest year"),
    "sum of years": ("近{1}年{0}合计", "{0} summed over the last {1} years"),
    "least of years": ("近{1}年{0}的最低值", "the least {0} of the last {1} years"),
    "count of years": ("{0}有记录的年数", "years on record of {0}"),
    "min": ("取低者（{all}）", "the lower of ({all})"),
    "max": ("取高者（{all}）", "the higher of ({all})"),
    "sum": ("合计（{all}）", "the sum of ({all})"),
    "year": ("{0}所在年份", "the year of {0}"),
    "round fen": ("{0}，四舍五入到分", "{0}, rounded to the fen"),
}
_MONEY: Final = {"yuan": 1, "元": 1, "wan yuan": 10_000, "万元": 10_000, "yi yuan": 100_000_000, "亿元": 100_000_000}
# Their argument is a figure of each year, whose name may begin with 年.
_OF_YEARS: Final = ("latest", "sum of years", "least of years", "count of years")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says formulas in one language: `name` gives the words for a name, `labels_of` those for the codes that it can be.

    A code means what the name beside it says: `other` is one thing of a sector and another of an expense. `labels` holds the
    words for codes that stand beside no name.
    """

    english: bool
    name: Callable[[str], str]
    labels_of: Callable[[str], Mapping[str, Text]]
    labels: Mapping[str, Text]

    def formula(self, formula: Formula) -> str:
        """Return a formula in words; as it is written where it nests too deep to be said."""
        try:
            return self.say(formula.tree)
        except RecursionError:
            return formula.text

    def say(self, node: ast.Node) -> str:
        """Return a part of a formula in words."""
        match node:
            case ast.Name(name=name):
                return self.name(name)
            case ast.String(value=code):
                return self.label(code)
            case ast.Number(value=value):
                return f"{value:,f}"
            case ast.Boolean(value=value):
                return ("yes" if value else "no") if self.english else ("是" if value else "否")
            case ast.Temporal(text=text):
                return text
            case ast.And(operands=operands) | ast.Or(operands=operands):
                return self.joined("and" if isinstance(node, ast.And) else "or", operands)
            case ast.Compare(operator=sign, left=left, right=right):
                told = self.beside(left, right)
                return f"{told.say(left)} {_SIGNS[sign]} {told.say(right)}"
            case ast.Arithmetic(operator=sign, left=left, right=right) if sign in _SIGNS:
                chained = sign in "+*" and isinstance(left, ast.Arithmetic) and left.operator == sign
                return f"{self.say(left) if chained else self.bound(left)} {_SIGNS[sign]} {self.bound(right)}"
            case ast.Between(value=value, low=low, high=high):
                return self.word("between", value, low, high)
            case ast.In(value=value, tests=tests):
                told = self.beside(value, *tests)
                return self.fill("in", told.say(value), self.wording.listed(map(told.say, tests)))
            case ast.ListLiteral(items=items):
                return self.wording.listed(map(self.say, items))
            case ast.UnaryCompare(operator=sign, operand=operand):
                return f"{_SIGNS[sign]} {self.say(operand)}"
            case ast.If() | ast.FirstMatch():
                return self.cases(node)
            case ast.Call(function=ast.Name(name=name), arguments=arguments):
                return self.beside(*arguments).call(name, arguments)
            case _:
                return print_expression(node)  # type: ignore[arg-type]  # what is left are expressions

    def beside(self, *nodes: ast.Node) -> Speaker:
        """Return who says codes that stand beside a name as that name means them."""
        named = next((node.name for node in nodes if isinstance(node, ast.Name)), None)
        return self if named is None else replace(self, labels=self.labels_of(named))

    def label(self, code: str) -> str:
        """Return the name of an option in quotation marks; the code where it has none."""
        known = self.labels.get(code)
        text = code if known is None else (known.en or known.zh) if self.english else (known.zh or known.en)
        return f"“{text}”"

    def bound(self, node: ast.Node) -> str:
        """Return a part of a sum or product, in brackets where it is one itself."""
        inner = self.say(node)
        return f"({inner})" if isinstance(node, ast.Arithmetic | ast.If | ast.FirstMatch) else inner

    def joined(self, word: str, operands: tuple[ast.Expression, ...]) -> str:
        """Return several questions side by side."""
        mixed = (ast.And, ast.Or, ast.If, ast.FirstMatch)
        parts = [f"({self.say(one)})" if isinstance(one, mixed) else self.say(one) for one in operands]
        return f"{_WORDS[word][self.english]} ".join(parts)

    def cases(self, node: ast.Node) -> str:
        """Return a chain of ifs, or the rows of a table, as cases side by side."""
        parts = []
        while isinstance(node, ast.If | ast.FirstMatch):
            rows = node.rows if isinstance(node, ast.FirstMatch) else ((node.condition, node.consequence),)
            parts += [self.word("case", *row) for row in rows]
            node = node.otherwise if isinstance(node, ast.FirstMatch) else node.alternative
        parts.append(self.word("else", node))
        return self.wording.sentences(parts)

    def call(self, name: str, arguments: tuple[ast.Expression, ...]) -> str:
        """Return a call in words."""
        match name, arguments:
            case _, (ast.Number(value=value),) if name in _MONEY:
                return self.wording.money(value * _MONEY[name])
            case (("points" | "points at most"), (figure, ast.ListLiteral(items=bands))):
                phrase = "reached" if name == "points" else "kept below"
                pairs = [self.word(phrase, *band.items) for band in bands if isinstance(band, ast.ListLiteral)]
                return _WORDS[name][self.english].format(self.bound(figure), bands=self.wording.listed(pairs))
            case _ if name in _OF_YEARS:
                return self.fill(name, self.say(arguments[0]).removeprefix("年"), *map(self.say, arguments[1:]))
            case _ if name in _WORDS:
                return self.word(name, *arguments)
        return f"{name}({', '.join(map(self.say, arguments))})"

    @property
    def wording(self) -> Wording:
        """Return the engine's words of the language."""
        return WORDINGS["en" if self.english else "zh"]

    def word(self, word: str, *parts: ast.Node) -> str:
        """Return a phrase with its places filled by parts of the formula."""
        return self.fill(word, *map(self.say, parts))

    def fill(self, word: str, *parts: str) -> str:
        """Return a phrase with its places filled."""
        return _WORDS[word][self.english].format(*parts, all=self.wording.listed(parts))
