"""Files by the API: evidence of a case, an invoice; what is refused, and to whom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.claims.models import CaseMessage, Evidence
from portal.compliance.services import document_publish, finding_open
from portal.partners.authors import Author
from portal.partners.models import Partner
from portal.payouts.models import Invoice
from tests.portal.api.conftest import Api

Apis = Callable[..., Api]
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"


def file(name: str = "evidence.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def case_of(api: Api) -> str:
    return str(api.post("/claims", {"on": "2026-10-02"}).json()["case_id"])


def test_evidence_is_handed_in_once_a_key_and_given_back_as_it_came(api_of: Apis) -> None:
    api = api_of("nadia")
    path = f"/cases/{case_of(api)}/files"
    for _again in range(2):
        parts = {"text": "Both screens", "files": [file("a.pdf"), file("b.txt", b"seen")]}
        made = api.send(path, parts, **{"Idempotency-Key": "e1"})
        assert made.status_code == 201, made.content
    assert CaseMessage.objects.filter(text="Both screens").count() == 1
    assert [one["name"] for one in made.json()["files"]] == ["a.pdf", "b.txt"]
    number = made.json()["files"][1]["file_no"]
    got = api.get(f"{path}/{number}")
    assert b"".join(got.streaming_content) == b"seen"
    assert got["Content-Disposition"] == 'attachment; filename="b.txt"'
    other = {"text": "Both screens", "files": [file("a.pdf", PDF + b"%")]}
    assert api.send(path, other, **{"Idempotency-Key": "e1"}).status_code == 409
    assert api_of("stranger").get(f"{path}/{number}").status_code == 404
    assert api_of("stranger").send(path, {"text": "x", "files": [file()]}).status_code == 404


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ({"text": "x"}, 422, "not_valid"),
        ({"files": [file()]}, 422, "not_valid"),
        ({"text": "x", "files": [file("a.exe")]}, 422, "wrong_kind"),
        ({"text": "x", "files": [file("a.pdf", b"MZ")]}, 422, "not_what_it_says"),
        ({"text": "x", "files": [file("a.txt", b"a" * (5 * 1024 * 1024 + 1))]}, 422, "too_large"),
        ({"text": "x", "files": [file() for _ in range(6)]}, 422, "too_many_files"),
        ({"text": "x", "files": [file()], "side": "operator"}, 422, "not_valid"),
        ({"text": "x", **{f"n{i}": file() for i in range(101)}}, 400, "bad_body"),
    ],
)
def test_what_cannot_be_handed_in_is_a_problem(
    api_of: Apis, parts: dict[str, Any], status: int, code: str
) -> None:
    api = api_of("nadia")
    answer = api.send(f"/cases/{case_of(api)}/files", parts)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (status, code)
    assert not Evidence.objects.exists()


def test_a_body_that_is_no_form_is_refused_and_one_too_large_as_well(api_of: Apis) -> None:
    api = api_of("nadia")
    path = f"/cases/{case_of(api)}/files"
    assert api.post(path, {"text": "x"}).status_code == 422
    large = api.post("/claims", {"click_id": "x" * 3_000_000})
    assert (large.status_code, large.json()["type"]) == (413, "urn:openbook:problem:too_large")


def test_a_token_for_reading_hands_nothing_in(api_of: Apis) -> None:
    case = case_of(api_of("nadia"))
    parts = {"text": "x", "files": [file()]}
    assert api_of("nadia", "claims:read").send(f"/cases/{case}/files", parts).status_code == 403
    assert api_of("nadia", "payments:read").send("/invoices", invoice()).status_code == 403


def invoice(**more: Any) -> dict[str, Any]:
    return {
        "calendar_id": "month", "period_id": "2026-09", "currency": "usd", "number": "2026/7",
        "issued_on": "2026-10-02", "amount": "100.50", "file": file("invoice.pdf"),
    } | more  # fmt: skip


def test_an_invoice_is_sent_once_a_key_taken_back_and_read(api_of: Apis) -> None:
    api = api_of("nadia")
    first = api.send("/invoices", invoice(), **{"Idempotency-Key": "i1"})
    assert first.status_code == 201, first.content
    again = api.send("/invoices", invoice(), **{"Idempotency-Key": "i1"})
    assert (again.status_code, again.json()) == (201, first.json())
    kept = Invoice.objects.get()
    assert (kept.amount_minor, kept.file_sha256) == (10_050, hashlib.sha256(PDF).hexdigest())
    made = first.json()
    assert made["amount"] == {"amount": "100.50", "currency": "USD"}
    assert api.get("/invoices").json()["items"] == [made]
    assert api.send("/invoices", invoice(number="2026/8")).status_code == 409
    path = f"/invoices/{made['invoice_no']}"
    assert b"".join(api.get(f"{path}/file").streaming_content) == PDF
    stranger = api_of("stranger")
    assert (stranger.get(f"{path}/file").status_code, stranger.delete(path).status_code) == (
        404,
    ) * 2
    assert api.delete(path).json()["state"] == "withdrawn"
    assert api.delete(path).status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"amount": "100.505"}, 422, "bad_amount"),
        ({"amount": "NaN"}, 422, "bad_amount"),
        ({"amount": "0"}, 422, "nothing"),
        ({"period_id": "2020-01"}, 404, "not_found"),
        ({"currency": "CHF"}, 404, "not_found"),
        ({"issued_on": "2099-01-01"}, 422, "in_the_future"),
        ({"issued_on": "soon"}, 422, "not_valid"),
        ({"file": file("invoice.txt", b"pay")}, 422, "wrong_kind"),
        ({"file": file("invoice.pdf", PDF.replace(b"<<", b"<< /JavaScript"))}, 422, "active"),
        ({"state": "accepted"}, 422, "not_valid"),
    ],
)
def test_what_cannot_be_invoiced_is_a_problem(
    api_of: Apis, change: dict[str, Any], status: int, code: str
) -> None:
    answer = api_of("nadia").send("/invoices", invoice(**change))
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (status, code)
    assert not Invoice.objects.exists()


def test_files_of_documents_and_findings_are_read(api_of: Apis) -> None:
    api, by = api_of("nadia"), Author("test")
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    document_publish(
        by=by, program=partner.program, document_id="guide", kind="brand",
        texts={"en": {"title": "Guide", "text": "Our colours."}}, valid_from=date(2026, 1, 1),
        upload=file("guide.pdf"),
    )  # fmt: skip
    finding_open(by=by, partner=partner, severity="note", title="A page", text="No disclosure.",
                 due_on=date(2026, 12, 1), evidence=[file("page.pdf")])  # fmt: skip
    (found,) = [d for d in api.get("/documents").json()["items"] if d["document_id"] == "guide"]
    assert found["file_name"] == "guide.pdf"
    assert b"".join(api.get("/documents/guide/1/file").streaming_content) == PDF
    assert api.get("/documents/guide/2/file").status_code == 404
    finding = api.get("/findings").json()["items"][0]
    path = f"/findings/{finding['finding_id']}/files/{finding['files'][0]['file_no']}"
    assert b"".join(api.get(path).streaming_content) == PDF
    assert api_of("stranger").get(path).status_code == 404
