"""The sums that every release keeps: lines = entries = statement = balance.

Each rule is a query over the release's own tables that returns the rows that break it. `lines` is
the detail table `pub_portal__lines` over all periods. Amounts are minor units.
"""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "statement_is_the_sum_of_its_entries": (
        "pub_portal__statements",
        """
        select s.partner_id, s.statement_id, s.total_minor, sum(e.amount_minor) as entries_minor
        from pub_portal__statements as s
        left join pub_portal__entries as e on e.statement_id = s.statement_id
        group by all
        having s.total_minor is distinct from coalesce(sum(e.amount_minor), 0)
        """,
    ),
    "entry_stands_in_a_statement": (
        "pub_portal__entries",
        """
        select e.partner_id, e.entry_id, e.statement_id, e.amount_minor
        from pub_portal__entries as e
        anti join pub_portal__statements as s on s.statement_id = e.statement_id
        """,
    ),
    "statement_adds_up": (
        "pub_portal__statements",
        """
        select s.partner_id, s.statement_id, s.total_minor, s.lines_minor, s.differences_minor,
            s.adjustments_minor
        from pub_portal__statements as s
        left join (
            select statement_id, sum(amount_minor) as amount_minor
            from pub_portal__entries
            where entry_kind not in ('line', 'difference', 'adjustment')
            group by all
        ) as other on other.statement_id = s.statement_id
        where s.total_minor is distinct from s.lines_minor + s.differences_minor
            + s.adjustments_minor + coalesce(other.amount_minor, 0)
        """,
    ),
    "balance_is_the_sum_of_its_entries": (
        "pub_portal__balances",
        """
        with booked as (
            select partner_id, currency_code, sum(amount_minor) as entries_minor
            from pub_portal__entries group by all
        )
        select coalesce(b.partner_id, e.partner_id) as partner_id, b.booked_minor, e.entries_minor
        from pub_portal__balances as b
        full join booked as e using (partner_id, currency_code)
        where coalesce(b.booked_minor, 0) <> coalesce(e.entries_minor, 0)
        """,
    ),
    "balance_is_the_sum_of_its_parts": (
        "pub_portal__balances",
        """
        select partner_id, currency_code, booked_minor, held_minor, on_hold_minor, cleared_minor
        from pub_portal__balances
        where booked_minor is distinct from held_minor + on_hold_minor + cleared_minor
        """,
    ),
    "component_is_the_sum_of_its_lines": (
        "pub_portal__component_periods",
        """
        with summed as (
            select partner_id, calendar_id, period_id, component_id, level, deal_id, currency_code,
                state, sum(amount_minor) as lines_minor
            from lines group by all
        ),
        shown as (
            select partner_id, calendar_id, period_id, component_id, level, deal_id, currency_code,
                state, sum(amount_minor) as shown_minor
            from pub_portal__component_periods group by all
        )
        select coalesce(a.partner_id, b.partner_id) as partner_id,
            coalesce(a.period_id, b.period_id) as period_id,
            coalesce(a.component_id, b.component_id) as component_id, a.lines_minor, b.shown_minor
        from summed as a
        full join shown as b using (
            partner_id, calendar_id, period_id, component_id, level, deal_id, currency_code, state
        )
        where coalesce(a.lines_minor, 0) <> coalesce(b.shown_minor, 0)
        """,
    ),
    "closed_period_is_booked_or_a_difference": (
        "pub_portal__entries",
        """
        with now as (
            select l.partner_id, l.calendar_id, l.period_id, l.currency_code,
                sum(l.amount_minor) as minor
            from lines as l
            join pub_portal__periods as p using (calendar_id, period_id)
            where p.closed_at is not null and l.state <> 'locked' and l.rounding = 'line'
            group by all
        ),
        booked as (
            select e.partner_id, e.calendar_id, e.origin_period_id as period_id, e.currency_code,
                sum(e.amount_minor + coalesce(e.memo_minor, 0)) as minor
            from pub_portal__entries as e
            where e.entry_kind in ('line', 'difference', 'waived')
            group by all
        ),
        pending as (
            select d.partner_id, d.calendar_id, d.origin_period_id as period_id, d.currency_code,
                sum(d.amount_minor + coalesce(d.memo_minor, 0)) as minor
            from pub_portal__differences as d
            group by all
        )
        select n.partner_id, n.period_id, n.currency_code, n.minor as lines_minor,
            b.minor as booked_minor, d.minor as pending_minor
        from now as n
        left join booked as b using (partner_id, calendar_id, period_id, currency_code)
        left join pending as d using (partner_id, calendar_id, period_id, currency_code)
        where n.minor <> coalesce(b.minor, 0) + coalesce(d.minor, 0)
        """,
    ),
}
