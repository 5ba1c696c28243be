"""Addresses of the staff pages, below /staff/."""

from __future__ import annotations

from django.urls import path

from portal.web.staff import (
    adjustments,
    applications,
    audit,
    cases,
    closing,
    deal_editor,
    deals,
    feeds,
    home,
    invoices,
    partners,
    payouts,
    proposals,
    reviews,
    token,
    view_as,
    widget,
)
from portal.web.staff.tenancy import PAGES

app_name = "staff"

_BATCH = "<slug:program_id>/payouts/<slug:day_name>/"
_REVIEW = "<slug:program_id>/reviews/<slug:review_id>/"
_APPLICATION = "<slug:program_id>/applications/<slug:application_id>/"
_CASE = "<slug:program_id>/cases/<slug:case_id>/"
_INVOICE = "<slug:program_id>/invoices/<int:invoice_no>/"
_ADJUSTMENT = "<slug:program_id>/adjustments/<slug:adjustment_id>/"
_DEAL = "<slug:program_id>/deals/d/<slug:deal_id>/"
_PROPOSAL = "<slug:program_id>/deals/proposals/<slug:proposal_id>/"
_PARTNER = "<slug:program_id>/partners/<slug:partner_id>/"

urlpatterns = [
    path("", home.today, name="home"),
    path("<slug:program_id>/payouts/", payouts.batches, name="payouts"),
    path(_BATCH, payouts.batch, name="payouts_batch"),
    path(_BATCH + "all.csv", payouts.download, name="payouts_download"),
    path(_BATCH + "evidence.json", payouts.evidence, name="payouts_evidence"),
    path(_BATCH + "token", token.mint, name="payouts_token"),
    path(_BATCH + "withdraw", token.withdraw, name="payouts_withdraw"),
    path("<slug:program_id>/reviews/", reviews.queue, name="reviews"),
    path("<slug:program_id>/reviews/place", reviews.place, name="reviews_place"),
    path(_REVIEW, reviews.case, name="reviews_case"),
    path(_REVIEW + "decide", reviews.decide, name="reviews_decide"),
    path("<slug:program_id>/adjustments/", adjustments.listed, name="adjustments"),
    path("<slug:program_id>/adjustments/propose", adjustments.propose, name="adjustments_propose"),
    path(_ADJUSTMENT + "decide", adjustments.decide, name="adjustments_decide"),
    path("<slug:program_id>/applications/", applications.queue, name="applications"),
    path(_APPLICATION, applications.one, name="applications_one"),
    path(_APPLICATION + "files/<int:file_id>", applications.document, name="applications_file"),
    path(_APPLICATION + "decide", applications.decide, name="applications_decide"),
    path("<slug:program_id>/cases/", cases.queue, name="cases"),
    path(_CASE, cases.one, name="cases_one"),
    path(_CASE + "files/<int:evidence_id>", cases.evidence, name="cases_evidence"),
    path(_CASE + "answer", cases.answer, name="cases_answer"),
    path("<slug:program_id>/invoices/", invoices.listed, name="invoices"),
    path("<slug:program_id>/widget/", widget.key, name="widget"),
    path(_INVOICE, invoices.download, name="invoices_file"),
    path(_INVOICE + "decide", invoices.decide, name="invoices_decide"),
    path("<slug:program_id>/deals/", deals.listed, name="deals"),
    path("<slug:program_id>/deals/new", deal_editor.new, name="deals_new"),
    path(_DEAL, deals.one, name="deals_one"),
    path(_DEAL + "change", deal_editor.change, name="deals_change"),
    path(_DEAL + "end", deal_editor.end, name="deals_end"),
    path(_PROPOSAL, proposals.one, name="deals_proposal"),
    path(_PROPOSAL + "effect", proposals.effect, name="deals_proposal_effect"),
    path(_PROPOSAL + "decide", proposals.decide, name="deals_proposal_decide"),
    path("<slug:program_id>/partners/", partners.listed, name="partners"),
    path(_PARTNER, partners.one, name="partners_one"),
    path(_PARTNER + "manager", partners.manager, name="partners_manager"),
    path(_PARTNER + "standing", partners.standing, name="partners_standing"),
    path(_PARTNER + "identity", partners.identity, name="partners_identity"),
    path(_PARTNER + "own", partners.own_accounts, name="partners_own"),
    path(_PARTNER + "note", partners.note, name="partners_note"),
    path(_PARTNER + "view", view_as.begin, name="partners_view"),
    path(_PARTNER + "view/end", view_as.end, name="partners_view_end"),
    path("<slug:program_id>/close/", closing.periods, name="close"),
    *PAGES,
    path("<slug:program_id>/audit/", audit.search, name="audit"),
    path("<slug:program_id>/audit/audit.csv", audit.download, name="audit_csv"),
    path("<slug:program_id>/feeds/", feeds.health, name="feeds"),
]
