"""Clients, claims and disputes: what the pages say and who may do what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.claims.models import Case
from portal.claims.services import case_write, claim_found
from portal.partners.authors import Author
from portal.releases.reader import counted_queries
from tests.portal.web.partner.pages import AUREL, address

Browsers = Callable[[str], Client]
PDF = b"%PDF-1.7 a screenshot"


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def open_claim(browser: Client, **fields: Any) -> Case:
    answer = browser.post(AUREL + "cases/missing-client/", {"account_tail": "123", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.latest("pk")


def test_every_own_client_is_counted_in_one_state(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    with counted_queries() as statements:
        page = text_of(browser, AUREL + "clients/")
    assert len(statements) == 1
    rows = list(csv.DictReader(io.StringIO(
        b"".join(browser.get(AUREL + "clients/clients.csv").streaming_content).decode("utf-8-sig")
    )))  # fmt: skip
    assert f'All <span class="faint n">{len(rows)}</span>' in page
    assert {row["state"] for row in rows} >= {"active", "registered", "verified"}


def test_a_client_that_has_not_qualified_says_what_it_lacks(browser_of: Browsers) -> None:
    page = text_of(browser_of("nadia"), AUREL + "clients/?state=registered")
    for words in ("First deposit: 0.00 of 200.00 USD", "Lots closed: 0.75 of 2.00",
                  "Identity not verified", "until 9 Nov"):  # fmt: skip
        assert words in page, words
    verified = text_of(browser_of_other("nadia"), AUREL + "clients/?state=verified")
    assert "Identity not verified" not in verified


def browser_of_other(name: str) -> Client:
    from portal.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(email=f"{name}@example.com"))
    return browser


@pytest.mark.parametrize("bad", ["?state=rich", "?page=0", "?page=x"])
def test_a_state_or_page_that_is_none_is_not_there(browser_of: Browsers, bad: str) -> None:
    assert browser_of("nadia").get(AUREL + "clients/" + bad).status_code == 404


def test_a_search_finds_by_sub_id_and_reads_wildcards_as_letters(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    assert "newsletter" in text_of(browser, AUREL + "clients/?seek=newsletter")
    assert "No client matches" in text_of(browser, AUREL + "clients/?seek=%25")


def test_a_claim_is_opened_searched_and_told(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    case = open_claim(browser, on="2026-10-10")
    page = text_of(browser, f"{AUREL}cases/{case.case_id}/")
    assert "We are looking for the client" in page
    assert (case.due_on - case.opened_at.date()).days == 10
    claim_found(program_id="larkspur", case_id=case.case_id,
                found=[{"code": "other", "on": "2026-10-03"}])  # fmt: skip
    page = text_of(browser, f"{AUREL}cases/{case.case_id}/")
    assert "attributed to another partner since 3 Oct 2026" in page
    assert "P-2004" not in page


def test_a_claim_that_names_nothing_is_refused_with_a_reason(browser_of: Browsers) -> None:
    answer = browser_of("nadia").post(AUREL + "cases/missing-client/", {"text": "please"})
    assert answer.status_code == 422
    assert b"Name a day, a click id" in answer.content
    assert not Case.objects.exists()


def test_a_line_is_disputed_once_from_its_why(browser_of: Browsers) -> None:
    browser, path = browser_of("nadia"), address("why")
    assert "Dispute this" in text_of(browser, path)
    dispute = path.replace("/commissions/", "/cases/dispute/")
    file = SimpleUploadedFile("shot.pdf", PDF)
    assert browser.post(dispute, {"text": "Rate is wrong", "files": file}).status_code == 302
    case = Case.objects.get()
    assert case.subject["amount_minor"] != 0
    assert f"Disputed: {case.case_id}" in text_of(browser, path)
    again = browser.post(dispute, {"text": "Again"})
    assert again.status_code == 422
    assert b"open case about this line already" in again.content


def test_an_event_that_paid_nothing_can_be_disputed(browser_of: Browsers) -> None:
    browser, path = browser_of("nadia"), address("why_not")
    dispute = path.replace("/commissions/unpaid/", "/cases/dispute/")
    assert browser.post(dispute, {"text": "It was held long enough"}).status_code == 302
    assert "earned nothing" in text_of(browser, AUREL + "cases/")


def test_evidence_comes_back_as_an_attachment_to_its_own_partner(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    case = open_claim(browser, text="see", files=SimpleUploadedFile("../x<b>.pdf", PDF))
    file = case.evidence.get()
    path = f"{AUREL}cases/{case.case_id}/files/{file.pk}/"
    answer = browser.get(path)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<b>" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    assert browser_of_other("sofie").get(path).status_code == 404
    theirs = path.replace("P-2002", "P-2003")
    assert browser_of_other("sofie").get(theirs).status_code == 404


HOSTILE = {
    "page.html": b"<script>alert(1)</script>",
    "image.svg": b"<svg onload=alert(1)>",
    "shot.png": b"<html>not a picture",
    "empty.pdf": b"",
    "large.pdf": b"%PDF-" + b"x" * (5 * 1024 * 1024),
    "list.csv": b"\xff\xfe\x00binary",
    "run.exe": b"MZ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_and_nothing_is_kept(
    browser_of: Browsers, fixture_data: Path, name: str
) -> None:
    answer = browser_of("nadia").post(
        AUREL + "cases/missing-client/",
        {"account_tail": "123", "files": SimpleUploadedFile(name, HOSTILE[name])},
    )
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_the_thread_tells_whose_turn_it_is_and_ends_when_withdrawn(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    case = open_claim(browser)
    path = f"{AUREL}cases/{case.case_id}/"
    case_write(by=Author("Marek"), case=case, side="operator", text="Which broker?")
    assert "Your turn" in text_of(browser, path)
    assert browser.post(path + "write/", {"text": "<script>x</script>"}).status_code == 302
    page = text_of(browser, path)
    assert "The operator’s turn" in page
    assert "<script>x</script>" not in page
    browser.post(path + "withdraw/")
    assert "Withdrawn" in text_of(browser, path)
    late = browser.post(path + "write/", {"text": "one more"})
    assert late.status_code == 422
