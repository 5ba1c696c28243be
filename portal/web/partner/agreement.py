"""Addresses of the pages about clients, terms, the network and the partner itself."""

from __future__ import annotations

from django.urls import path

from portal.web.partner import (
    cases,
    clients,
    compliance,
    network,
    settings,
    team,
    terms,
    whatif,
)
from portal.web.partner import help as helping

PAGES = [
    path("clients/", clients.clients, name="clients"),
    path("clients/clients.csv", clients.clients_csv, name="clients_csv"),
    path("cases/", cases.cases, name="cases"),
    path("cases/missing-client/", cases.claim, name="cases_claim"),
    path("cases/dispute/<slug:period_id>/<slug:line_id>/", cases.dispute, name="cases_dispute"),
    path(
        "cases/statement/<slug:calendar_id>/<slug:period_id>/<slug:currency_code>/",
        cases.statement,
        name="cases_statement",
    ),
    path("cases/<slug:case_id>/", cases.case, name="cases_one"),
    path("cases/<slug:case_id>/write/", cases.write, name="cases_write"),
    path("cases/<slug:case_id>/withdraw/", cases.withdraw, name="cases_withdraw"),
    path("cases/<slug:case_id>/files/<int:evidence_id>/", cases.evidence, name="cases_evidence"),
    path("terms/", terms.terms, name="terms"),
    path("terms/what-if/", whatif.ask, name="terms_ask"),
    path("terms/what-if/<uuid:calculation_id>/", whatif.answer, name="terms_answer"),
    path("network/", network.network, name="network"),
    path("network/network.csv", network.network_csv, name="network_csv"),
    path("network/invite/", network.invite, name="network_invite"),
    path("network/applicants/", network.decide, name="network_decide"),
    path("network/share/", network.share, name="network_share"),
    path("network/message/", network.message, name="network_message"),
    path("compliance/", compliance.compliance, name="compliance"),
    path("compliance/check/", compliance.check, name="compliance_check"),
    path(
        "compliance/documents/<slug:document_id>/<int:version_no>/",
        compliance.document,
        name="compliance_document",
    ),
    path(
        "compliance/documents/<slug:document_id>/<int:version_no>/accept/",
        compliance.accept,
        name="compliance_accept",
    ),
    path(
        "compliance/documents/<slug:document_id>/<int:version_no>/file/",
        compliance.document_file,
        name="compliance_file",
    ),
    path(
        "compliance/findings/<slug:finding_id>/files/<int:evidence_id>/",
        compliance.evidence,
        name="compliance_evidence",
    ),
    path("compliance/findings/<slug:finding_id>/", compliance.answer, name="compliance_answer"),
    path("help/", helping.helping, name="help"),
    path("help/read/", helping.read, name="help_read"),
    path("help/write/", helping.write, name="help_write"),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="settings_profile"),
    path("settings/mails/", settings.mails, name="settings_mails"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite, name="team_invite"),
    path("team/change/", team.change, name="team_change"),
    path("team/withdraw/", team.withdraw, name="team_withdraw"),
]
