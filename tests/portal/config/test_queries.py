"""How often a page asks the database: a number that grows is looked at."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.portal.conftest import PASSWORD

pytestmark = pytest.mark.django_db
# At another host it is asked whose it is.
OURS = {"host": "localhost"}


def test_the_sign_in_page_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        Client(headers=OURS).get("/account/login/")


def test_a_page_of_ones_own_asks_session_person_standing(
    person, sign_in, django_assert_max_num_queries
):
    browser = sign_in(person("nadia", partners={("larkspur", "P-1"): "owner"}))
    with django_assert_max_num_queries(7):
        assert browser.get("/account/2fa/").status_code == 200


def test_signing_in_with_a_password(person, django_assert_max_num_queries):
    user = person("nadia")
    browser = Client()
    browser.get("/account/login/")
    with django_assert_max_num_queries(100):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_session_check_is_cheap(person, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        told = {"authorization": "Bearer unknown"} | OURS
        Client().get("/internal/session-check", headers=told)
