"""Payout batches: the list, the review page with everything in a batch, and all of it as CSV."""

from __future__ import annotations

from typing import Any

from defusedcsv import csv
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from portal.accounts.models import User
from portal.audit.selectors import Search, audit_search
from portal.audit.services import audit_record
from portal.payouts.facts import batch_facts, batch_summary
from portal.payouts.models import PayoutBatch
from portal.payouts.money import major
from portal.payouts.policy import CHECKER_VERBS, MAKER_VERBS, position_of, refusal_of
from portal.payouts.selectors import batches_for_user
from portal.web.staff import sentences
from portal.web.staff.frame import PAYOUT_READERS, Desk, staff_page
from portal.web.staff.passkey import passkey_context

Facts = dict[str, Any]
VERBS = (*MAKER_VERBS, *CHECKER_VERBS)


@staff_page(*PAYOUT_READERS)
def batches(desk: Desk) -> HttpResponseBase:
    """All batches of the program, the latest first."""
    found = batches_for_user(desk.user).filter(program=desk.program)
    rows = [
        {
            **batch_summary(batch),
            "state_shown": sentences.state(batch.state),
            "href": desk.url("payouts_batch", day_name=batch.day_name),
        }
        for batch in found
    ]
    return desk.render("staff/payouts.html", {"batches": rows})


@staff_page(*PAYOUT_READERS)
def batch(desk: Desk, day_name: str) -> HttpResponseBase:
    """The review page: the frozen batch in full, and the approval. Being read is in the audit."""
    found = batch_at(desk, day_name)
    audit_record(
        who=desk.user,
        verb="batch read",
        object_kind="batch",
        object_id=found.batch_id,
        program_id=found.program_id,
        details={"digest": found.digest},
    )
    return desk.render("staff/payout_review.html", review_context(desk, found))


@staff_page(*PAYOUT_READERS)
def evidence(desk: Desk, day_name: str) -> HttpResponseBase:
    """Everything that was decided upon, as JSON: the batch in full, checks, files with their
    hashes, approvals, and what the audit says of it. Being taken away is in the audit too."""
    found = batch_at(desk, day_name)
    audit_record(who=desk.user, verb="batch evidence downloaded", object_kind="batch",
                 object_id=found.batch_id, program_id=found.program_id,
                 details={"digest": found.digest})  # fmt: skip
    search = Search(object_kind="batch", object_id=found.batch_id)
    events = [
        {"at": event.at.isoformat(), "who": event.who_name, "did": event.verb,
         "reason": event.reason, "details": event.details}
        for event in audit_search(found.program_id, search).order_by("pk")
    ]  # fmt: skip
    answer = JsonResponse(
        {"batch": batch_facts(found), "audit": events}, json_dumps_params={"indent": 1}
    )
    name = found.batch_id.replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}-evidence.json"'
    return answer


@staff_page(*PAYOUT_READERS)
def download(desk: Desk, day_name: str) -> HttpResponseBase:
    """Payments and what is not paid, as CSV; cells that start a formula are defused."""
    facts = batch_facts(batch_at(desk, day_name))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = facts["batch_id"].replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer)
    writer.writerow(
        ["partner_id", "name", "state", "reason", "currency", "amount", "paid_in", "sent", "to"]
    )
    for row in facts["payments"]:
        paid_in = row["payout_currency_code"]
        sent = (paid_in, major(row["payout_minor"], paid_in), row["account"])
        writer.writerow([*_cells(row, row["state"]), *sent])
    for row in facts["not_paid"]:
        writer.writerow([*_cells(row, row["kind"]), "", "", ""])
    return answer


def _cells(row: Facts, state: str) -> list[object]:
    currency = row["currency_code"]
    amount = major(row["amount_minor"], currency)
    return [
        row["partner_id"],
        row["partner_name"],
        state,
        row["reason_code"],
        currency,
        amount,
    ]


def batch_at(desk: Desk, day_name: str) -> PayoutBatch:
    """The batch of this program and day, 404 without."""
    name = f"{desk.program.program_id}/{day_name}"
    found = batches_for_user(desk.user).filter(batch_id=name).first()
    if found is None:
        raise Http404
    return found


def review_context(desk: Desk, found: PayoutBatch) -> Facts:
    """Everything that the review page shows."""
    facts = batch_facts(found)
    for row in facts["movers"]:
        row["percent_shown"] = sentences.signed(row["percent"])
    for row in facts["payments"]:
        row["state_shown"] = sentences.state(row["state"])
    carried = [{**row, **sentences.not_paid(row)} for row in facts["not_paid"]]
    return {
        "batch": facts,
        "state": sentences.state(found.state),
        "carried": _by_kind(carried, "carried"),
        "held": _by_kind(carried, "held"),
        "checks": [{**row, **sentences.check(row)} for row in facts["checks"]],
        "checks_met": sum(row["is_met"] for row in facts["checks"]),
        "delta": sentences.delta(facts["previous_sum"]),
        "digest_groups": " ".join(found.digest[i : i + 8] for i in range(0, 64, 8)),
        "steps": steps_of(found),
        "may": may_do(desk.user, found),
        "is_one_currency": len(facts["leaves"]) == 1,
        "currencies": [row["currency_code"] for row in facts["leaves"]],
        "dagster_url": settings.DAGSTER_URL,
        "csv_url": desk.url("payouts_download", day_name=found.day_name),
        "evidence_url": desk.url("payouts_evidence", day_name=found.day_name),
        "token_url": desk.url("payouts_token", day_name=found.day_name),
        "withdraw_url": desk.url("payouts_withdraw", day_name=found.day_name),
        "page_url": desk.url("payouts_batch", day_name=found.day_name),
        "passkey": passkey_context(desk, desk.url("payouts_batch", day_name=found.day_name)),
        "nav_current": "staff:payouts",
    }


def may_do(user: User, found: PayoutBatch) -> Facts:
    """{verb: True} for what the person may do now, and `why_not`: why it may not decide."""
    allowed: Facts = {}
    reasons: dict[str, str] = {}
    position = position_of(user, found)
    for verb in VERBS:
        refusal = refusal_of(position, verb, found)
        if refusal is None:
            allowed[verb] = True
        else:
            reasons.setdefault(refusal.code, str(refusal))
    allowed["any"] = bool(allowed)
    order = ("own_batch", "conflict", "role", "wrong_state")
    allowed["why_not"] = next((reasons[code] for code in order if code in reasons), "")
    allowed["verbs"] = [verb for verb in VERBS if verb in allowed]
    return allowed


def steps_of(found: PayoutBatch) -> list[Facts]:
    """Four eyes: who did what, and what is still to come."""
    approvals = list(found.approvals.filter(voided_at=None).select_related("person"))
    open_ones = max(found.checkers_required - len(approvals), 0)
    steps: list[Facts] = [{"code": "frozen", "who": found.frozen_by, "at": found.frozen_at}]
    maker = found.submitted_by
    steps.append(
        {"code": "submitted", "who": maker and maker.display_name, "at": found.submitted_at}
    )
    steps += [
        {"code": "approved", "who": a.person.display_name, "at": a.approved_at, "no": number}
        for number, a in enumerate(approvals, 1)
    ]
    steps += [
        {"code": "approved", "who": None, "at": None, "no": len(approvals) + number}
        for number in range(1, open_ones + 1)
    ]
    steps.append({"code": "exported", "who": None, "at": found.exported_at})
    is_next = True
    for step in steps:
        step["is_done"] = step["at"] is not None
        step["is_next"] = is_next and not step["is_done"]
        is_next = is_next and step["is_done"]
    return steps


def _by_kind(rows: list[Facts], kind: str) -> Facts:
    """Rows of one kind with their sums by currency."""
    chosen = [row for row in rows if row["kind"] == kind]
    sums: dict[str, int] = {}
    for row in chosen:
        sums[row["currency_code"]] = sums.get(row["currency_code"], 0) + row["amount_minor"]
    return {"rows": chosen, "sums": sorted(sums.items())}
