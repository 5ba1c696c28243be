"""Addresses of the partner side: /<program>/<partner>/<page>/."""

from __future__ import annotations

from django.urls import include, path

from portal.web.partner import (
    commissions,
    home,
    invoices,
    overview,
    payment_requests,
    payments,
    payout_method,
    reports,
    statements,
    why,
    widget,
)
from portal.web.partner.agreement import PAGES as AGREEMENT
from portal.web.partner.entrance import PAGES as ENTRANCE
from portal.web.partner.promotion import PAGES as PROMOTION

app_name = "partner"

_PAGES = [
    path("", overview.overview, name="overview"),
    path("reports/", reports.report, name="reports"),
    path("reports/lines.csv", reports.lines_csv, name="reports_csv"),
    path("reports/lines.xlsx", reports.lines_xlsx, name="reports_xlsx"),
    path("reports/lines.parquet", reports.lines_parquet, name="reports_parquet"),
    path("reports/save/", reports.save, name="reports_save"),
    path("reports/remove/", reports.remove, name="reports_remove"),
    path("reports/kept/<int:report_id>/", reports.opened, name="reports_open"),
    path("commissions/", commissions.lines, name="commissions"),
    path("commissions/unpaid/", commissions.unpaid, name="commissions_unpaid"),
    path("commissions/lines/<slug:line_id>/", why.find, name="commissions_find"),
    path("commissions/<slug:period_id>/<slug:line_id>/", why.why, name="commissions_why"),
    path(
        "commissions/unpaid/<slug:period_id>/<slug:event_id>/",
        why.why_not,
        name="commissions_why_not",
    ),
    path("statements/", statements.listing, name="statements"),
    path(
        "statements/<slug:calendar_id>/<slug:period_id>/<slug:currency_code>/",
        statements.statement,
        name="statements_one",
    ),
    path(
        "statements/<slug:calendar_id>/<slug:period_id>/<slug:currency_code>/entries.csv",
        statements.entries_csv,
        name="statements_csv",
    ),
    path(
        "statements/<slug:calendar_id>/<slug:period_id>/<slug:currency_code>/accept/",
        statements.accept,
        name="statements_accept",
    ),
    path("payments/", payments.payments, name="payments"),
    path("payments/account/", payout_method.change, name="payments_method"),
    path("payments/account/cancel/", payout_method.cancel, name="payments_method_cancel"),
    path("payments/request/", payment_requests.ask, name="payments_request"),
    path("payments/request/cancel/", payment_requests.cancel, name="payments_request_cancel"),
    path("payments/schedule/", payment_requests.schedule, name="payments_schedule"),
    path("payments/invoice/", invoices.send, name="payments_invoice"),
    path("payments/invoice/<int:invoice_no>/", invoices.download, name="payments_invoice_file"),
    path(
        "payments/invoice/<int:invoice_no>/withdraw/",
        invoices.withdraw,
        name="payments_invoice_withdraw",
    ),
    *PROMOTION,
    *AGREEMENT,
]

urlpatterns = [
    path("", home.home, name="home"),
    path("widget/<str:token>/", widget.widget, name="widget"),
    *ENTRANCE,
    path("<slug:program_id>/<slug:partner_id>/", include(_PAGES)),
]
