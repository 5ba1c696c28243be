"""A look is drafted, looked at, published; pages, mails and files take the one that rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from portal.audit.models import AuditEvent
from portal.branding.middleware import TenantByHost
from portal.branding.models import Brand
from portal.branding.selectors import address_of, look_of, ruling, sender_of
from portal.branding.services import brand_draft, brand_publish
from portal.branding.stylesheets import sheet_of
from portal.notices.services import mail_send, program_mail
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Program
from tests.portal.branding.test_logos import GOOD, png
from tests.portal.payouts.world import make_program

BY = Author("adele@operator.example")
GREEN = {"accent": ("#1f6b3a", "#8fdcae")}


@pytest.fixture
def program(db: None, settings: Any, tmp_path: Any) -> Program:
    settings.DATA_DIR = tmp_path
    make_program("tamarind")
    return make_program()


def draft(**more: Any) -> Brand:
    fields = {"product_name": "Larkspur Partners", "reason": "New colours", "colours": GREEN}
    return brand_draft(by=BY, program_id="larkspur", **(fields | more))


def test_a_draft_changes_nothing_until_it_is_published(program: Program) -> None:
    made = draft()
    assert look_of(program).sheet_hash == ""
    assert ruling("larkspur") is None
    brand_publish(by=Author("bo"), brand=made)
    program.refresh_from_db()
    assert look_of(program).sheet_hash == made.sheet_hash
    assert program.name == "Larkspur Partners"
    said = AuditEvent.objects.filter(object_kind="look").values_list("who_name", "verb", "reason")
    assert list(said) == [("bo", "look published", "New colours"),
                          (BY.name, "look drafted", "New colours")]  # fmt: skip


def test_versions_stay_and_only_the_newest_is_published(program: Program) -> None:
    first, second = draft(), draft(product_name="Second")
    brand_publish(by=BY, brand=second)
    assert [b.version_no for b in Brand.objects.all()] == [2, 1]
    for past in (first, second):
        with pytest.raises(DomainError, match="past"):
            brand_publish(by=BY, brand=past)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"domain": "https://x.example"}, "no domain"),
        ({"domain": "localhost"}, "no domain"),
        ({"languages": ["en", "tlh"]}, "no language “tlh”"),
        ({"languages": ["de"], "default_language": "en"}, "default is one of"),
        ({"texts": {"en": {"footer": "x" * 601}}}, "at most 600"),
        ({"colours": {"accent": ("#ffff00", "#ffff00")}}, "contrast"),
        ({"logo": ("x.svg", b"<svg/>")}, "viewBox"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    program: Program, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        draft(**wrong)
    assert Brand.objects.count() == 0


def test_a_domain_belongs_to_one_program(program: Program) -> None:
    brand_publish(by=BY, brand=draft(domain="Partners.Larkspur.example."))
    assert Program.objects.get(pk="larkspur").domain == "partners.larkspur.example"
    with pytest.raises(DomainError, match="another program"):
        brand_draft(by=BY, program_id="tamarind", product_name="T", reason="x",
                    domain="partners.larkspur.example")  # fmt: skip


def test_the_sheet_comes_from_our_own_origin_and_is_kept_for_ever(program: Program) -> None:
    made = draft()
    path = f"/brand/larkspur/{made.sheet_hash}.css"
    answer = Client().get(path)
    assert answer.content.decode() == sheet_of(made.colours)
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")
    again = Client().get(path, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(f"/brand/tamarind/{made.sheet_hash}.css").status_code == 404
    assert Client().get("/brand/larkspur/nothing.css").status_code == 404
    assert Client().post(path).status_code in (403, 405)


@pytest.mark.parametrize(("name", "content", "kind"),
                         [("m.svg", GOOD.encode(), "svg"), ("m.png", png(), "png")])  # fmt: skip
def test_a_logo_is_served_in_a_sandbox(
    program: Program, name: str, content: bytes, kind: str
) -> None:
    made = draft(logo=(name, content))
    path = f"/brand/larkspur/{made.logo_sha256}.{kind}"
    answer = Client().get(path)
    assert answer["Content-Type"] == {"svg": "image/svg+xml", "png": "image/png"}[kind]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get(path.replace("larkspur", "tamarind")).status_code == 404
    assert draft().logo_sha256 == made.logo_sha256, "the next version keeps it"
    assert draft(keep_logo=False).logo_sha256 == ""


def test_a_program_s_domain_shows_it_and_no_other(program: Program, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "partners.larkspur.example"]
    made = draft(
        domain="partners.larkspur.example", languages=["de", "ar"], default_language="de",
        support_address="hilfe@larkspur.example",
        texts={"de": {"welcome": "Willkommen bei Larkspur", "footer": "Lizenz 17"}},
    )  # fmt: skip
    brand_publish(by=BY, brand=made)
    browser = Client(headers={"host": "partners.larkspur.example"})
    page = browser.get("/account/login/").content.decode()
    assert f"/brand/larkspur/{made.sheet_hash}.css" in page
    assert "Larkspur Partners" in page
    assert "Openbook" not in page
    assert "Willkommen bei Larkspur" in page
    assert "Lizenz 17" in page
    assert "hilfe@larkspur.example" in page
    assert '<html lang="de"' in page
    assert 'value="ar"' in page
    assert 'value="en"' not in page
    assert browser.get("/apply/tamarind/").status_code == 404
    elsewhere = Client().get("/account/login/").content.decode()
    assert "Larkspur" not in elsewhere


def test_signing_in_on_the_way_to_a_program_looks_like_it(program: Program) -> None:
    brand_publish(by=BY, brand=draft())
    page = Client().get("/account/login/?next=/larkspur/P-2041/").content.decode()
    assert "Larkspur Partners" in page
    for other in ("/nothing/P-1/", "https://evil.example/", "//evil"):
        answer = Client().get("/account/login/", {"next": other})
        assert answer.status_code == 200
        assert "Larkspur" not in answer.content.decode()


def test_mails_come_from_the_program(program: Program, settings: Any) -> None:
    assert sender_of(program) == settings.DEFAULT_FROM_EMAIL
    brand_publish(by=BY, brand=draft(
        sender_name="Larkspur\r\nBcc: x", sender_address="partners@larkspur.example",
        domain="partners.larkspur.example",
    ))  # fmt: skip
    program.refresh_from_db()
    mail_send(to="nadia@example.com", language="de", subject="s", text="t",
              sender=sender_of(program))  # fmt: skip
    assert mail.outbox[0].from_email == '"Larkspur Bcc: x" <partners@larkspur.example>'
    settings.HTTPS = True
    assert address_of(program) == "https://partners.larkspur.example"


def test_mails_are_signed_by_the_program(program: Program) -> None:
    brand_publish(by=BY, brand=draft(
        support_address="help@larkspur.example",
        texts={"en": {"footer": "Licence 17"}, "de": {"footer": "Lizenz 17"}},
    ))  # fmt: skip
    program.refresh_from_db()
    program_mail(program=program, to="a@example.com", language="de", subject="s", text="Hallo")
    assert mail.outbox[0].body == (
        "Hallo\n\n-- \nLarkspur Partners\nLizenz 17\nhelp@larkspur.example"
    )


def test_files_are_named_after_the_product(program: Program) -> None:
    brand_publish(by=BY, brand=draft(product_name="Lark & Spur: Gold!"))
    assert look_of(program).file_stem == "lark-spur-gold"
    brand_publish(by=BY, brand=draft(product_name="شركاء"))
    assert look_of(program).file_stem == "larkspur"


def test_texts_fall_back_to_the_default_language(program: Program) -> None:
    brand_publish(by=BY, brand=draft(texts={"en": {"footer": "Licence 17"}, "de": {"footer": " "}}))
    look = look_of(program)
    with translation.override("de"):
        assert look.text("footer", "de") == "Licence 17"
    assert look.text("welcome", "en") == ""


def test_the_middleware_leaves_loopback_alone() -> None:
    assert TenantByHost(lambda request: request).process_view(object(), None, (), {}) is None  # type: ignore[arg-type, return-value]
