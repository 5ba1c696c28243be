"""The whole engine: facts and terms in, lines out."""

from __future__ import annotations

from datetime import datetime

from tests.oracle.cpa import pay_cpas
from tests.oracle.facts import Rows
from tests.oracle.lines import Result
from tests.oracle.per_lot import pay_trades
from tests.oracle.reading import read
from tests.oracle.revshare import pay_shares
from tests.oracle.sale_share import pay_sales


def compute(rows: Rows, as_of: datetime) -> Result:
    """ "Lines are a pure function of the facts and rules known now." """
    world = read(rows, as_of)
    result = Result()
    pay_trades(world, result)
    pay_sales(world, result)
    pay_cpas(world, result)
    pay_shares(world, result)
    return result
