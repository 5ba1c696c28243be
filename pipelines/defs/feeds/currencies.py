"""Which currencies a feed may name: the seed that dbt reads too.

ISO 4217 with its digits, two codes that only history needs (BGN, HRK), and the declared ones
(USC, USDT, BTC). Source: COMMISSIONS, Money.
"""

from __future__ import annotations

import csv
from functools import cache

from pipelines.settings import REPO

SEED = REPO / "dbt_project" / "seeds" / "currencies.csv"


@cache
def currency_codes() -> frozenset[str]:
    """Every known code, upper case. Raises `FileNotFoundError` without the seed."""
    with SEED.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["currency_code"] for row in csv.DictReader(lines))
