"""CPAs: who qualifies, when, and for whom; the numbers are those of COMMISSIONS."""

from __future__ import annotations


def test_a_window_counts_calendar_days_from_its_anchor(amounts, reasons):
    assert amounts("window", "client_id") == {"in-time": 40}
    assert reasons("window") == {
        "reg-late": "condition_not_met", "reg-too-small": "condition_not_met",
    }  # fmt: skip


def test_a_cpa_stands_on_its_qualifying_day_with_its_hold(query):
    rows = query(
        "select event_on::varchar, period_id, payable_from::varchar "
        "from commissions.com_lines where program_id = 'window'"
    )
    assert rows == [("2026-05-13", "2026-05", "2026-05-27")]


def test_every_condition_is_explained_with_what_was_asked_and_found(query):
    rows = query(
        "select code, subject, asked, found, verdict, ref from commissions.com_line_facts "
        "where program_id = 'window'"
    )
    assert rows == [
        ("first_deposit", "registration", "20.0000", "20.0000", "met", "test:d-in-time")
    ]


def test_conditions_compare_amounts_in_the_deals_currency(amounts, query):
    assert amounts("cpa_exchange", "event_record_key") == {"test:d2": 40}
    rows = query("select found from commissions.com_line_facts where program_id = 'cpa_exchange'")
    assert rows == [("90.0000",)]


def test_a_multiple_of_another_metric_is_met_by_exactly_that_much(amounts):
    assert amounts("multiple", "client_id") == {"enough": 40}


def test_a_charged_back_deposit_never_was_and_a_withdrawal_undoes_nothing(amounts):
    assert amounts("charged_back", "client_id") == {"withdrawn": 40}


def test_a_client_is_paid_for_once_whoever_has_it(amounts, reasons):
    assert amounts("once", "client_id", "partner_id") == {("c1", "P0"): 40, ("c2", "P1"): 70}
    assert reasons("once") == {"reg-c1": "already_paid"}


def test_the_partner_of_registration_is_paid_where_the_plan_says_so(amounts):
    assert amounts("at_registration", "partner_id") == {"P0": 40}


def test_a_rejected_client_qualifies_for_nothing(amounts):
    assert amounts("rejected", "client_id") == {}
