"""Commission lines of a program: by component, and one by one with their formula's numbers."""

from __future__ import annotations

import pandas as pd

from dashboards.data.releases import query, query_detail, release_of
from dashboards.data.viewer import Viewer

SHOWN_LINES = 500
SHOWN = (
    "event_on, component_id, level, client_ref, symbol, quantity, quantity_unit, modifier, rate, "
    "lower_rate, base_amount, amount_minor, currency_code, state, reason_code, exact_amount, "
    "file_name, file_row, line_id"
)


def by_component(viewer: Viewer, program_id: str, period_id: str) -> pd.DataFrame:
    """One row per component, level and currency of a month."""
    return query(
        release_of(viewer, program_id),
        "serving",
        "select component_id, component_type, level, currency_code, "
        "sum(line_count)::bigint as line_count, sum(amount_minor)::bigint as amount_minor "
        "from pub_portal__component_periods where calendar_id = 'month' and period_id = ? "
        "group by all order by component_id, level, currency_code",
        [period_id],
    )


def of_partner(
    viewer: Viewer, program_id: str, period_id: str, partner_id: str, limit: int = SHOWN_LINES
) -> pd.DataFrame:
    """A partner's lines of a month, the largest first; at most `limit` rows."""
    return query_detail(
        release_of(viewer, program_id),
        "pub_portal__lines",
        [period_id],
        f"select {SHOWN} from detail where partner_id = ? "  # noqa: S608 - a constant
        "order by abs(amount_minor) desc, line_id limit ?",
        [partner_id, limit],
    )


def total_of_partner(
    viewer: Viewer, program_id: str, period_id: str, partner_id: str
) -> dict[str, int]:
    """Sum of all lines of a partner in a month, in minor units by currency."""
    frame = query_detail(
        release_of(viewer, program_id),
        "pub_portal__lines",
        [period_id],
        "select currency_code, sum(amount_minor)::bigint as amount_minor from detail "
        "where partner_id = ? group by 1 order by 1",
        [partner_id],
    )
    if frame.empty:
        return {}
    return dict(zip(frame["currency_code"], map(int, frame["amount_minor"]), strict=True))


def unpaid(viewer: Viewer, program_id: str, period_id: str) -> pd.DataFrame:
    """Events of a month that earned nothing, counted by component and reason."""
    return query_detail(
        release_of(viewer, program_id),
        "pub_portal__unpaid_events",
        [period_id],
        "select component_id, reason_code, count(*) as event_count, "
        "count(distinct client_ref) as client_count from detail group by all "
        "order by event_count desc, component_id, reason_code",
    )
