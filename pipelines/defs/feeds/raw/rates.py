"""Exchange rates into `raw.fx_rates`: the first value of a date stands for ever.

Source: COMMISSIONS, Money ("A rate once landed for a date is immutable").
"""

from __future__ import annotations

import duckdb

_FIRSTS = """
create or replace temp table firsts as
select rate_set, rate_on, currency_code, units_per_eur, source, recorded_at, file_id, file_name,
    file_row
from batch
where (rate_set, rate_on, currency_code) not in (
    select (rate_set, rate_on, currency_code) from raw.fx_rates
)
qualify row_number() over (
    partition by rate_set, rate_on, currency_code order by recorded_at, file_row
) = 1
"""

_CONFLICTS = """
insert into raw.quarantine
select
    batch.program_id, 'fx_rates', batch.file_id, batch.file_name, batch.file_row,
    'units_per_eur', 'rate_already_landed',
    'another value for ' || batch.currency_code || ' on ' || batch.rate_on
        || ' landed before, and a landed rate stands for ever; use another rate_set for it',
    batch.recorded_at, 'open'
from batch
join raw.fx_rates as standing
    on standing.rate_set = batch.rate_set and standing.rate_on = batch.rate_on
    and standing.currency_code = batch.currency_code
where standing.units_per_eur <> batch.units_per_eur
"""


def load_rates(con: duckdb.DuckDBPyConnection) -> None:
    """Store the first values in `batch`; another value for a stored rate is quarantined."""
    con.execute(_FIRSTS)
    con.execute("insert into raw.fx_rates select * from firsts")
    con.execute(_CONFLICTS)
