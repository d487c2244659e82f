"""One node of a plan as SQL, with the decimal width of every number inferred from its range.

DuckDB keeps decimals of up to 18 digits in 64 bits and refuses products over 38; Spark silently drops decimals. So operands
are cast to what their range needs, and a plan that needs more than 38 digits is refused with a message, never cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi_rules.columnar.dialects import Dialect
from huiqi_rules.plan import nodes
from huiqi_rules.plan.nodes import Kind, Node, Range, range_of

WIDEST = 38
# DuckDB keeps up to so many digits in 64 bits.
NARROW = 18
IN_64_BITS = 18


class PlanOverflow(Exception):
    """Raised when a number of a plan can need more than 38 digits; `digits` says how many."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        super().__init__(
            f"a figure of this rule can take {digits} digits, {WIDEST} at most can be computed exactly: "
            "look for impossible values in the register, or for a missing limit in the formula"
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """SQL text and, for numbers, the width and scale of its natural type."""

    sql: str
    width: int = 0
    scale: int = 0


def print_node(node: Node, dialect: Dialect) -> str:
    """Return the SQL of a node; raise `PlanOverflow` where its digits do not fit."""
    return _print(node, dialect).sql


def decimal_type(reach: Range) -> str:
    """Return the decimal type that holds every value of the range; raise `PlanOverflow` over 38 digits."""
    if reach.digits > WIDEST:
        raise PlanOverflow(reach.digits)
    return f"DECIMAL({reach.digits},{reach.scale})"


def _print(node: Node, dialect: Dialect) -> Printed:
    match node:
        case nodes.Column(name=name, range=reach):
            return _sized(dialect.quote(name), reach)
        case nodes.Constant():
            return _constant(node, dialect)
        case nodes.Sum(left=left, right=right, minus=minus, range=reach):
            return _arithmetic("-" if minus else "+", left, right, reach, dialect)
        case nodes.Product(left=left, right=right, range=reach):
            return _arithmetic("*", left, right, reach, dialect)
        case nodes.Quotient():
            return _quotient(node, dialect)
        case nodes.Extreme():
            return _extreme(node, dialect)
        case nodes.Case():
            return _case(node, dialect)
        case _:
            return Printed(_plain(node, dialect))


def _plain(node: Node, dialect: Dialect) -> str:
    """Print what yields no decimal."""
    match node:
        case nodes.Comparison():
            return _comparison(node, dialect)
        case nodes.AllOf(operands=operands):
            return "(" + " AND ".join(print_node(part, dialect) for part in operands) + ")"
        case nodes.AnyOf(operands=operands):
            return "(" + " OR ".join(print_node(part, dialect) for part in operands) + ")"
        case nodes.Negation(operand=operand):
            return f"(NOT {print_node(operand, dialect)})"
        case nodes.IsUnknown(operand=operand):
            return f"({print_node(operand, dialect)} IS NULL)"
        case nodes.Substring(text=text, start=start, length=length):
            tail = "" if length is None else f", {length}"
            whole = f"CAST({print_node(text, dialect)} AS {dialect.text_type})"
            part = f"nullif(substring({whole}, {start}{tail}), '')"
            return part if start > 0 else f"(CASE WHEN {dialect.length}({whole}) >= {-start} THEN {part} END)"
        case nodes.Length(text=text):
            return f"{dialect.length}(CAST({print_node(text, dialect)} AS {dialect.text_type}))"
        case nodes.YearOf(day=day):
            return f"CAST(year({print_node(day, dialect)}) AS DECIMAL(4,0))"
        case nodes.Shift(day=day, amount=amount, unit=unit):
            shift = dialect.months if unit == "months" else dialect.days
            return shift(print_node(day, dialect), amount)
        case _:
            raise AssertionError(node)


def _sized(sql: str, reach: Range | None) -> Printed:
    return Printed(sql) if reach is None else Printed(sql, reach.digits, reach.scale)


def _constant(node: nodes.Constant, dialect: Dialect) -> Printed:
    match node.value:
        case None:
            types = {Kind.BOOL: "BOOLEAN", Kind.TEXT: dialect.text_type, Kind.DATE: "DATE"}
            if node.kind is Kind.NUMBER:
                return _sized(f"CAST(NULL AS {decimal_type(range_of(node))})", node.range)
            return Printed(f"CAST(NULL AS {types[node.kind]})")
        case bool(flag):
            return Printed("TRUE" if flag else "FALSE")
        case Decimal() as value:
            return _sized(f"CAST('{value:f}' AS {decimal_type(range_of(node))})", node.range)
        case date() as day:
            return Printed(f"DATE '{day.isoformat()}'")
        case str(text):
            escaped = text.replace("'", "''")
            if dialect.name == "spark":
                escaped = text.replace("\\", "\\\\").replace("'", "\\'")
            return Printed(f"'{escaped}'")
    raise AssertionError(node)


def _operand(node: Node, dialect: Dialect) -> Printed:
    """Print a number in its natural width where 64 bits hold it, else in exactly the width that its range needs."""
    printed = _print(node, dialect)
    if dialect.name == "duckdb" and printed.width <= NARROW:
        return printed
    return _narrowed(node, dialect)


def _narrowed(node: Node, dialect: Dialect) -> Printed:
    """Print a number in exactly the width that its range needs."""
    printed, reach = _print(node, dialect), range_of(node)
    if printed.width <= reach.digits:
        return printed
    return Printed(f"CAST({printed.sql} AS {decimal_type(reach)})", reach.digits, reach.scale)


def _arithmetic(sign: str, left: Node, right: Node, reach: Range, dialect: Dialect) -> Printed:
    first, second = _operand(left, dialect), _operand(right, dialect)
    width, scale = _natural(sign, first, second)
    if width > NARROW:
        # Casting the operands costs a check a row; it pays where it keeps the result in 64 bits, or within 38 digits.
        first, second = _narrowed(left, dialect), _narrowed(right, dialect)
        width, scale = _natural(sign, first, second)
    if reach.digits > WIDEST:
        raise PlanOverflow(reach.digits)
    if width > WIDEST:
        return _by_whole_numbers(sign, first, second, reach, dialect)
    if dialect.name == "duckdb" and max(first.width, second.width) <= IN_64_BITS < width:
        # DuckDB keeps such a result in 64 bits and stops on overflow, unless an operand is wider itself.
        if reach.digits > IN_64_BITS:
            wide = max(IN_64_BITS + 1, first.width)
            first = Printed(f"CAST({first.sql} AS DECIMAL({wide},{first.scale}))", wide, first.scale)
            width = min(wide + second.width if sign == "*" else max(width, wide + 1), WIDEST)
        else:
            width = IN_64_BITS
    sql = f"({first.sql} {sign} {second.sql})"
    if dialect.name == "spark":
        # Spark cuts decimals on its own where widths grow; saying the type keeps it exact.
        return Printed(f"CAST({sql} AS {decimal_type(reach)})", reach.digits, reach.scale)
    return Printed(sql, width, scale)


def _natural(sign: str, first: Printed, second: Printed) -> tuple[int, int]:
    """Return the width and scale that a sum, difference or product takes by itself."""
    if sign == "*":
        return first.width + second.width, first.scale + second.scale
    scale = max(first.scale, second.scale)
    return max(first.width - first.scale, second.width - second.scale) + scale + 1, scale


def _by_whole_numbers(sign: str, first: Printed, second: Printed, reach: Range, dialect: Dialect) -> Printed:
    """Print sums and products whose natural width passes 38 digits although their values do not."""
    scale = reach.scale
    if sign == "*":
        one, other = _whole(first, first.scale, dialect), _whole(second, second.scale, dialect)
    else:
        one, other = _whole(first, scale, dialect), _whole(second, scale, dialect)
    back = f"CAST(CAST(({one} {sign} {other}) AS DECIMAL({reach.digits},0)) AS DECIMAL({reach.digits},0))"
    if scale == 0:
        return Printed(back, reach.digits, 0)
    raise PlanOverflow(max(reach.digits, WIDEST + 1))


def _whole(printed: Printed, scale: int, dialect: Dialect) -> str:
    """Print a decimal as a whole number of its smallest unit (at `scale` decimals)."""
    width = printed.width + scale
    if width > WIDEST:
        raise PlanOverflow(width)
    if scale == 0:
        return f"CAST({printed.sql} AS {dialect.whole_type})"
    # Wide enough before the product, so that it is not computed in 64 bits.
    wide = max(IN_64_BITS + 1, printed.width)
    factor = f"CAST('{Decimal(10) ** scale:f}' AS DECIMAL({scale + 1},0))"
    return f"CAST(CAST({printed.sql} AS DECIMAL({wide},{printed.scale})) * {factor} AS {dialect.whole_type})"


def _comparison(node: nodes.Comparison, dialect: Dialect) -> str:
    operator = "<>" if node.operator == "!=" else node.operator
    if node.left.kind is Kind.NUMBER:
        left, right = _operand(node.left, dialect), _operand(node.right, dialect)
        common = max(left.width - left.scale, right.width - right.scale) + max(left.scale, right.scale)
        if common > WIDEST:
            raise PlanOverflow(common)
        return f"({left.sql} {operator} {right.sql})"
    return f"({print_node(node.left, dialect)} {operator} {print_node(node.right, dialect)})"


def _extreme(node: nodes.Extreme, dialect: Dialect) -> Printed:
    # LEAST and GREATEST skip NULL in every dialect at hand: an unknown loan would get the full cap.
    printed = [_print(item, dialect) for item in node.items]
    function = "greatest" if node.greatest else "least"
    void = nodes.any_of(*(nodes.is_unknown(item) for item in node.items))
    call = f"{function}({', '.join(item.sql for item in printed)})"
    sql = call if void == nodes.FALSE else f"(CASE WHEN {print_node(void, dialect)} THEN NULL ELSE {call} END)"
    if node.range is None:
        return Printed(sql)
    scale = max(item.scale for item in printed)
    return Printed(sql, max(item.width - item.scale for item in printed) + scale, scale)


def _case(node: nodes.Case, dialect: Dialect) -> Printed:
    branches = [(print_node(condition, dialect), _print(value, dialect)) for condition, value in node.branches]
    is_null = isinstance(node.otherwise, nodes.Constant) and node.otherwise.value is None
    otherwise = Printed("NULL") if is_null else _print(node.otherwise, dialect)
    body = " ".join(f"WHEN {condition} THEN {value.sql}" for condition, value in branches)
    sql = f"(CASE {body} ELSE {otherwise.sql} END)"
    if node.kind is not Kind.NUMBER:
        return Printed(sql)
    values = [value for _, value in branches] + ([] if is_null else [otherwise])
    scale = max(value.scale for value in values)
    return Printed(sql, max(value.width - value.scale for value in values) + scale, scale)


def _quotient(node: nodes.Quotient, dialect: Dialect) -> Printed:
    if node.bottom is None and node.rounding == "half_up":
        # A cast to fewer decimals rounds half away from zero in every dialect at hand.
        return Printed(
            f"CAST({_print(node.top, dialect).sql} AS {decimal_type(node.range)})", node.range.digits, node.digits
        )
    top, bottom = _narrowed(node.top, dialect), None if node.bottom is None else _narrowed(node.bottom, dialect)
    # top / bottom = whole_top / whole_bottom once both are shifted to the same number of decimals.
    bottom_scale = 0 if bottom is None else bottom.scale
    scale = max(top.scale - node.digits, bottom_scale, 0)
    above = _whole(top, scale + node.digits, dialect)
    if bottom is None:
        below = f"CAST('{Decimal(10) ** scale:f}' AS {dialect.whole_type})"
    else:
        below = _whole(bottom, scale, dialect)
    quotient = _rounded(node, above, below, dialect)
    digits = min(max(node.range.digits, 1), WIDEST)
    unit = f"CAST('{Decimal(1).scaleb(-node.digits):f}' AS DECIMAL({max(node.digits, 1)},{node.digits}))"
    if digits + node.digits > WIDEST:
        digits = WIDEST - node.digits
    whole = f"CAST({quotient} AS DECIMAL({digits},0))"
    value = whole if node.digits == 0 else f"CAST(({whole} * {unit}) AS DECIMAL({digits},{node.digits}))"
    return Printed(value, digits, node.digits)


def _rounded(node: nodes.Quotient, above: str, below: str, dialect: Dialect) -> str:
    """Print the whole quotient in the wanted rounding, from divisions of non-negative whole numbers."""
    sign = f"CAST(CASE WHEN ({above} < 0) = ({below} < 0) THEN 1 ELSE -1 END AS {dialect.whole_type})"
    # Dividing by NULL is unknown; a CASE around a division by 0 would not keep constants from being divided beforehand.
    size, base = f"abs({above})", f"abs({below})" if node.bottom is None else f"nullif(abs({below}), 0)"
    down = dialect.divide(size, base)
    up = dialect.divide(f"({size} + {base} - 1)", base)
    match node.rounding:
        case "half_up":
            return f"({sign} * {dialect.divide(f'(2 * {size} + {base})', f'(2 * {base})')})"
        case "down":
            return f"({sign} * {down})"
        case "up":
            return f"({sign} * {up})"
        case "floor":
            return f"(CASE WHEN {sign} > 0 THEN {down} ELSE -{up} END)"
        case "ceiling":
            return f"(CASE WHEN {sign} > 0 THEN {up} ELSE -{down} END)"
