"""Addresses of the staff pages, below /staff/."""

from __future__ import annotations

from django.urls import path

from portal.web.staff import (
    adjustments,
    applications,
    audit,
    cases,
    closing,
    home,
    payouts,
    reviews,
    token,
)
from portal.web.staff.tenancy import PAGES

app_name = "staff"

_BATCH = "<slug:program_id>/payouts/<slug:day_name>/"
_REVIEW = "<slug:program_id>/reviews/<slug:review_id>/"
_APPLICATION = "<slug:program_id>/applications/<slug:application_id>/"
_CASE = "<slug:program_id>/cases/<slug:case_id>/"
_ADJUSTMENT = "<slug:program_id>/adjustments/<slug:adjustment_id>/"

urlpatterns = [
    path("", home.today, name="home"),
    path("<slug:program_id>/payouts/", payouts.batches, name="payouts"),
    path(_BATCH, payouts.batch, name="payouts_batch"),
    path(_BATCH + "all.csv", payouts.download, name="payouts_download"),
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
    path(_APPLICATION + "decide", applications.decide, name="applications_decide"),
    path("<slug:program_id>/cases/", cases.queue, name="cases"),
    path(_CASE, cases.one, name="cases_one"),
    path(_CASE + "answer", cases.answer, name="cases_answer"),
    path("<slug:program_id>/close/", closing.periods, name="close"),
    *PAGES,
    path("<slug:program_id>/audit/", audit.search, name="audit"),
]
