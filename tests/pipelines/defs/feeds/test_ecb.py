"""The ECB's history as a feed file: the bank's own digits."""

from __future__ import annotations

from datetime import date

from pipelines.defs.feeds.ecb import write_ecb


def test_the_rates_keep_the_digits_that_the_bank_printed(take, rows):
    write_ecb("harbour", date(2026, 10, 28), date(2026, 10, 29))
    (file,) = take(program_ids=["harbour"]).files
    assert (file.state, file.quarantined) == ("loaded", 0)
    assert rows(
        "select rate_on::varchar, units_per_eur::varchar, source from raw.fx_rates "
        "where currency_code = 'USD' and rate_set = 'ecb' order by 1"
    ) == [("2026-10-28", "1.11330000", "ECB"), ("2026-10-29", "1.11300000", "ECB")]


def test_days_without_a_rate_are_said(data_dir):
    import pytest

    from pipelines.lib.errors import OpenbookError

    with pytest.raises(OpenbookError, match="no rate"):
        write_ecb("harbour", date(2030, 1, 1))
