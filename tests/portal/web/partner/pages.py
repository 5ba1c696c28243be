"""Addresses of one page of each kind, found in the fixture release; used by the ladder."""

from __future__ import annotations

from portal.releases.reader import current_release
from portal.releases.selectors.commissions import LineFilter, lines_page, unpaid_list

AUREL = "/larkspur/P-2002/"
HALDEN = "/tamarind/P-3001/"
PAGES = (
    "overview", "reports", "reports_csv", "reports_xlsx",
    "reports_parquet", "commissions", "commissions_unpaid", "why", "why_not",
    "find", "statements", "statement", "statement_csv", "payments", "clients", "clients_csv",
    "cases", "terms", "network", "network_csv", "compliance", "help", "settings",
    "team",
)  # fmt: skip


def address(page: str, base: str = AUREL) -> str:
    """The address of `page` in the books of P-2002, under another partner's `base` if given."""
    release = current_release("larkspur")
    line = lines_page(release, "P-2002", calendar_id="month", period_id="2026-09",
                      narrow=LineFilter(level=1)).lines[0]  # fmt: skip
    event = unpaid_list(release, "P-2002", period_id="2026-10")[0]
    return (
        base
        + {
            "overview": "",
            "reports": "reports/?by=symbol_group&then=level",
            "reports_csv": "reports/lines.csv?level=1",
            "reports_xlsx": "reports/lines.xlsx?level=1",
            "reports_parquet": "reports/lines.parquet?level=1",
            "commissions": "commissions/",
            "commissions_unpaid": "commissions/unpaid/",
            "why": f"commissions/{line.period_id}/{line.line_id}/",
            "find": f"commissions/lines/{line.line_id}/",
            "why_not": f"commissions/unpaid/2026-10/{event.event_id}/",
            "statements": "statements/",
            "statement": "statements/month/2026-09/USD/",
            "statement_csv": "statements/month/2026-09/USD/entries.csv",
            "payments": "payments/",
            "clients": "clients/",
            "clients_csv": "clients/clients.csv",
            "cases": "cases/",
            "terms": "terms/",
            "network": "network/",
            "network_csv": "network/network.csv",
            "compliance": "compliance/",
            "help": "help/",
            "settings": "settings/",
            "team": "team/",
        }[page]
    )
