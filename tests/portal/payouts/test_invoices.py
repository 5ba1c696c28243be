"""Invoices: a plain PDF or PNG for one statement, a number once, decided with a reason."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import User
from portal.notices.models import Notice
from portal.partners.errors import DomainError
from portal.payouts.invoice_files import refusal_of
from portal.payouts.models import Invoice
from portal.payouts.services import invoice_decide, invoice_send, invoice_withdraw
from portal.uploads import path_of
from tests.portal.payouts.world import make_partner, make_program, standing_clock

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"


def pdf_with(inside: bytes) -> bytes:
    return PDF.replace(b"endobj", inside + b" endobj")


def stream(content: bytes) -> bytes:
    return b"<</Filter/FlateDecode>>\nstream\n" + zlib.compress(content) + b"\nendstream\n"


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    make_program()
    with standing_clock():
        yield


def send(by: User, partner: Any = None, **more: Any) -> Invoice:
    facts: dict[str, Any] = {
        "number": "2026-11/7",
        "issued_on": date(2026, 12, 2),
        "calendar_id": "month",
        "period_id": "2026-11",
        "currency_code": "USD",
        "statement_minor": 10_000,
        "amount_minor": 10_000,
        "upload": SimpleUploadedFile("invoice.pdf", PDF),
    }
    return invoice_send(by=by, partner=partner or make_partner(), **facts | more)


@pytest.mark.parametrize(
    "content",
    [PDF, pdf_with(stream(b"BT (Invoice) Tj ET")), pdf_with(b"/OpenAction[3 0 R/Fit]")],
)
def test_a_plain_pdf_is_taken(content: bytes) -> None:
    assert refusal_of("invoice.PDF", content) == ""


def test_a_png_is_taken_and_one_with_a_tail_is_not() -> None:
    assert refusal_of("invoice.png", PNG) == ""
    assert refusal_of("invoice.png", PNG + b"<script>") == "not_what_it_says"


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/S/#4aavaScript",
        b"/Names<</EmbeddedFiles 3 0 R>>",
        b"/AA<</O<</S/SubmitForm>>>>",
        b"/S/Launch",
        b"/AcroForm<</XFA 5 0 R>>",
        b"/Encrypt 9 0 R",
        stream(b"<</S/JavaScript/JS(x)>>"),
        stream(b"<</S /#4a#53>>"),
    ],
)
def test_a_pdf_that_runs_opens_or_hides_something_is_refused(inside: bytes) -> None:
    assert refusal_of("invoice.pdf", pdf_with(inside)) == "active"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("invoice.html", b"<script>1</script>", "wrong_kind"),
        ("invoice.svg", b"<svg/>", "wrong_kind"),
        ("invoice.jpg", b"\xff\xd8\xff", "wrong_kind"),
        ("invoice.pdf", b"MZ\x90", "not_what_it_says"),
        ("invoice.pdf", b"<html>%PDF-1.7 %%EOF", "not_what_it_says"),
        ("invoice.png", PDF, "not_what_it_says"),
        ("invoice.pdf.exe", PDF, "wrong_kind"),
        ("invoice.pdf", pdf_with(stream(b"\0" * 21 * 1024 * 1024)), "too_packed"),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_is_kept(
    nadia: User, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        send(nadia, upload=SimpleUploadedFile(name, content))
    assert refused.value.code == code
    assert not Invoice.objects.exists()


def test_a_file_over_5_mb_and_an_empty_one_are_refused(nadia: User) -> None:
    partner = make_partner()
    for content, code in ((PDF + b" " * 5 * 1024 * 1024, "too_large"), (b"", "empty_file")):
        with pytest.raises(DomainError) as refused:
            send(nadia, partner, upload=SimpleUploadedFile("invoice.pdf", content))
        assert refused.value.code == code


def test_the_file_lies_outside_the_web_root_under_its_hash(nadia: User) -> None:
    invoice = send(nadia, upload=SimpleUploadedFile("../../etc/invoice.pdf", PDF))
    path = path_of("larkspur", invoice.file_sha256)
    assert (invoice.file_name, path.read_bytes()) == ("invoice.pdf", PDF)
    assert "static" not in path.parts
    assert path.stat().st_mode & 0o077 == 0


def test_a_number_is_taken_once_whatever_its_case_and_another_partner_has_its_own(
    nadia: User,
) -> None:
    partner = make_partner()
    send(nadia, partner, number="A-7")
    with pytest.raises(DomainError) as refused:
        send(nadia, partner, number="a-7 ", period_id="2026-10")
    assert refused.value.code == "sent_already"
    send(nadia, make_partner(partner_id="P-9"), number="A-7")


def test_a_statement_is_invoiced_once_until_it_is_refused(nadia: User, clara: User) -> None:
    partner = make_partner()
    first = send(nadia, partner, number="A-7")
    with pytest.raises(DomainError):
        send(nadia, partner, number="A-8")
    invoice_decide(by=clara, invoice=first, accept=False, reason="VAT id is missing")
    assert send(nadia, partner, number="A-7").state == "received"


def test_a_refusal_has_a_reason_and_the_team_reads_it(nadia: User, clara: User) -> None:
    invoice = send(nadia)
    with pytest.raises(DomainError) as refused:
        invoice_decide(by=clara, invoice=invoice, accept=False, reason=" ")
    assert refused.value.code == "no_reason"
    invoice_decide(by=clara, invoice=invoice, accept=False, reason="VAT id is missing")
    assert Notice.objects.get(code="invoice_refused").words["reason"] == "VAT id is missing"


def test_what_was_decided_or_withdrawn_is_not_decided_again(nadia: User, clara: User) -> None:
    invoice = send(nadia)
    invoice_withdraw(by=nadia, invoice=invoice)
    for deed in (
        lambda: invoice_decide(by=clara, invoice=invoice, accept=True),
        lambda: invoice_withdraw(by=nadia, invoice=invoice),
    ):
        with pytest.raises(DomainError) as refused:
            deed()
        assert refused.value.code == "decided"


def test_an_invoice_of_tomorrow_or_for_nothing_is_refused(nadia: User) -> None:
    partner = make_partner()
    with pytest.raises(DomainError) as refused:
        send(nadia, partner, issued_on=date(2026, 12, 5))
    assert refused.value.code == "in_the_future"
    with pytest.raises(DomainError) as refused:
        send(nadia, partner, statement_minor=0)
    assert refused.value.code == "nothing_due"
