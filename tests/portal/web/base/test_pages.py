"""Pages that belong to no area: errors, language, the style guide."""

from __future__ import annotations

import re

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from portal.web.base import errors

pytestmark = pytest.mark.django_db


def request_of(path: str = "/somewhere"):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_what_is_not_there_says_so_without_saying_whose_it_is():
    answer = Client().get("/nothing-here")
    assert answer.status_code == 404
    assert "There is no such page here" in answer.content.decode()
    assert errors.missing(request_of(), Http404("P-7 of tamarind")).content.find(b"P-7") == -1


def test_what_is_denied_says_who_can_give_access():
    page = errors.denied(request_of(), PermissionError("Payments are not part of your role"))
    assert page.status_code == 403
    assert "Payments are not part of your role" in page.content.decode()
    assert "can give you access" in page.content.decode()


def test_what_failed_has_a_code_that_the_log_has_too(caplog):
    page = errors.failed(request_of("/reports"))
    assert page.status_code == 500
    code = re.search(r"code (\w{6})\.", page.content.decode()).group(1)
    assert code in caplog.text
    assert "/reports" in caplog.text


def test_a_failing_page_is_still_a_page(monkeypatch):
    from portal.web.base import views

    browser = Client(raise_request_exception=False)
    monkeypatch.setattr(views.connection, "cursor", lambda: 1 / 0)
    answer = browser.get("/healthz")
    assert answer.status_code == 500
    assert "No figure" not in answer.content.decode()
    assert "no figure has changed" in answer.content.decode()


def test_the_language_is_kept_in_a_cookie_and_at_the_person(person, sign_in):
    user = person("nadia")
    browser = sign_in(user)
    answer = browser.post("/language", {"language": "de", "next": "/account/2fa/"})
    assert answer["Location"] == "/account/2fa/"
    assert browser.cookies["openbook_portal_language"].value == "de"
    user.refresh_from_db()
    assert user.language == "de"
    assert 'lang="de"' in browser.get("/account/2fa/").content.decode()


@pytest.mark.parametrize("language", ["", "tlh", "../../etc"])
def test_an_unknown_language_changes_nothing(language):
    browser = Client()
    browser.post("/language", {"language": language})
    assert "openbook_portal_language" not in browser.cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_it_leads_nowhere_else(target):
    assert Client().post("/language", {"language": "de", "next": target})["Location"] == "/"


def test_the_language_is_not_set_by_a_link():
    assert Client().get("/language?language=de").status_code == 405


def test_arabic_pages_read_from_the_right():
    page = Client().get("/account/login/", headers={"accept-language": "ar"}).content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_a_theme_cookie_is_taken_if_it_is_one():
    browser = Client()
    browser.cookies["openbook_portal_theme"] = "dark"
    assert 'data-theme="dark"' in browser.get("/account/login/").content.decode()
    browser.cookies["openbook_portal_theme"] = '"><script>'
    assert "data-theme" not in browser.get("/account/login/").content.decode()


def test_the_theme_is_chosen_and_given_back_to_the_system():
    browser = Client()
    assert browser.post("/theme", {"theme": "dark", "next": "/account/login/"}).status_code == 302
    assert 'data-theme="dark"' in browser.get("/account/login/").content.decode()
    browser.post("/theme", {"theme": "system"})
    assert "data-theme" not in browser.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    ("address", "method"),
    [("/theme", "get"), ("/healthz", "post"), ("/styleguide", "post"), ("/account/step-up", "put")],
)
def test_other_methods_are_refused(address, method, person, sign_in, settings):
    settings.DEBUG = True
    browser = sign_in(person("ines", with_totp=True))
    assert getattr(browser, method)(address).status_code == 405


def test_the_style_guide_shows_every_component(settings):
    settings.DEBUG = True
    page = Client().get("/styleguide").content.decode()
    for part in (
        "amount",
        "state good",
        "strip",
        "tbl",
        "chart wide",
        "note wait",
        "blank",
        "fresh",
    ):
        assert f'class="{part}' in page, part
    assert len(page) < 200_000


def test_single_keys_can_be_turned_off_and_on_again(person, sign_in):
    browser = sign_in(person("nadia"))
    assert "js/keys" in browser.get("/account/2fa/").content.decode()
    answer = browser.post("/keys", {"keys": "off", "next": "/account/2fa/"})
    assert answer["Location"] == "/account/2fa/"
    assert "js/keys" not in browser.get("/account/2fa/").content.decode()
    browser.post("/keys", {"keys": "on"})
    assert "js/keys" in browser.get("/account/2fa/").content.decode()
    assert Client().get("/keys?keys=off").status_code == 405
