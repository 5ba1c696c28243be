"""What a partner does with a formula and a report: no code of ours takes part."""

from __future__ import annotations

import ast
import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from openpyxl import load_workbook

from tests.end_to_end.harbour import Trade

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def worked_out(formula: str) -> Decimal:
    """The value of a printed formula: numbers, + - *, max, round half away from zero.

    Raises ValueError for anything else in it.
    """
    quoted = _NUMBER.sub(lambda number: f"'{number[0]}'", formula)
    return _value(ast.parse(quoted, mode="eval").body)


def _value(node: ast.expr) -> Decimal:
    match node:
        case ast.Constant(value=str(text)):
            found = Decimal(text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            found = -_value(operand)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            found = _value(left) + _value(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            found = _value(left) - _value(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            found = _value(left) * _value(right)
        case ast.Call(func=ast.Name(id="max"), args=args):
            found = max(map(_value, args))
        case ast.Call(func=ast.Name(id="round"), args=[number, digits]):
            cent = Decimal(1).scaleb(-int(_value(digits)))
            found = _value(number).quantize(cent, ROUND_HALF_UP)
        case _:
            raise ValueError(f"no calculator knows {ast.dump(node)}")
    return found


def read_report(content: bytes) -> tuple[str, list[Trade]]:
    """Login and closed positions of a real report, read by eye: cells under `Positions`.

    Days are those of the server, which is right for closes away from midnight. A position that
    was closed in parts counts as one trade here.
    """
    sheet = load_workbook(BytesIO(content), data_only=True).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    login = next(str(row[3]).split(" ")[0] for row in rows if row[0] == "Account:")
    start = next(number for number, row in enumerate(rows) if row[0] == "Positions")
    trades = []
    for row in rows[start + 2 :]:
        if row[8] is None or str(row[1]) == "Order":
            break
        day = str(row[8])[:10].replace(".", "-")
        trades.append(Trade(str(row[2]), Decimal(str(row[4]).replace(" ", "")), day))
    return login, trades
