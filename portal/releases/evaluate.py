"""Works out a printed formula again, in Decimal: what a reader with the line alone can do."""

from __future__ import annotations

import ast
from decimal import Decimal

from portal.releases.decimals import EXACT, divided, rounded


class FormulaError(ValueError):
    """The text is not one of our formulas."""


def evaluate(formula: str) -> Decimal:
    """The value of a formula of numbers, `+ - * /`, brackets, `max(0, …)` and `round(…, digits)`.

    Raises: FormulaError for anything else.
    """
    try:
        tree = ast.parse(formula.replace("\n", " ").strip(), mode="eval")
    except SyntaxError as error:
        raise FormulaError(f"{formula!r} is not a formula: {error.msg}") from error
    return _value(tree.body, formula.replace("\n", " ").strip())


def _value(node: ast.expr, source: str) -> Decimal:
    match node:
        case ast.Constant():
            # The written digits, not the float that Python's parser makes of them.
            return Decimal(ast.get_source_segment(source, node) or "")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, source)
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(op, _value(left, source), _value(right, source))
        case ast.Call(func=ast.Name(id="round"), args=[inner, digits]):
            return rounded(_value(inner, source), int(_value(digits, source)))
        case ast.Call(func=ast.Name(id="max"), args=[first, second]):
            return max(_value(first, source), _value(second, source))
    raise FormulaError(f"A formula cannot hold {ast.unparse(node)!r}.")


def _binary(op: ast.operator, left: Decimal, right: Decimal) -> Decimal:
    match op:
        case ast.Add():
            return EXACT.add(left, right)
        case ast.Sub():
            return EXACT.subtract(left, right)
        case ast.Mult():
            return EXACT.multiply(left, right)
        case ast.Div():
            return divided(left, right)
    raise FormulaError("A formula adds, subtracts, multiplies and divides, nothing else.")
