"""Who may see a dashboard: only whom the portal confirmed within the last minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import auth

STAFF = {
    "active": True,
    "email": "ana@example.org",
    "name": "Ana",
    "roles": {"larkspur": ["analyst"]},
}


class Person(dict[str, Any]):
    """What Streamlit knows of the signed-in person."""

    is_logged_in = True
    tokens = {"access": "a-token"}  # noqa: RUF012 - never written to


class Portal:
    """Answers `/internal/session-check` as told; counts how often it was asked."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = dict(STAFF)
        self.status = 200
        self.is_down = False
        self.asked: list[str] = []

    def get(self, url: str, *, headers: dict[str, str], timeout: float) -> httpx.Response:
        self.asked.append(headers["Authorization"])
        assert url.endswith("/internal/session-check")
        assert timeout <= 5
        if self.is_down:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(self.status, json=self.answer)


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Portal:
    made = Portal()
    monkeypatch.setattr(auth.httpx, "get", made.get)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the seconds that the guard counts."""
    passed = [1000.0]
    monkeypatch.setattr(auth.time, "monotonic", lambda: passed[0])

    def forward(seconds: float) -> None:
        passed[0] += seconds

    return forward


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Person:
    person = Person(sub="u-1", exp=time.time() + 3600)
    monkeypatch.setattr(st, "user", person)
    monkeypatch.setattr(st, "logout", lambda: None)
    return person


def _page() -> None:
    import streamlit

    from dashboards.auth import require

    viewer = require(streamlit.session_state.get("role", "staff"))
    streamlit.write(f"figures for {viewer.email}")


def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=30)


def figures(app: AppTest) -> list[str]:
    return [m.value for m in app.markdown if m.value.startswith("figures")]


def test_nobody_signed_in_sees_the_sign_in_and_no_figure(portal: Portal, signed_in: Person) -> None:
    signed_in.is_logged_in = False
    app = page().run()
    assert figures(app) == []
    assert [b.label for b in app.button] == ["Sign in"]
    assert portal.asked == []


def test_staff_sees_the_page(portal: Portal, signed_in: Person) -> None:
    assert figures(page().run()) == ["figures for ana@example.org"]
    assert portal.asked == ["Bearer a-token"]


def test_an_expired_identity_token_ends_the_page(portal: Portal, signed_in: Person) -> None:
    signed_in["exp"] = time.time() - 1
    assert figures(page().run()) == []
    assert portal.asked == []


def test_a_disabled_person_is_out_within_a_minute(
    portal: Portal, signed_in: Person, clock: Callable[[float], None]
) -> None:
    app = page().run()
    portal.answer = {"active": False}
    clock(auth.ASK_AGAIN_AFTER_SECONDS + 1)
    app.run()
    assert figures(app) == []
    assert "access has ended" in app.error[0].value


def test_the_portal_is_asked_once_a_minute_and_not_for_each_click(
    portal: Portal, signed_in: Person, clock: Callable[[float], None]
) -> None:
    app = page().run()
    clock(auth.ASK_AGAIN_AFTER_SECONDS - 1)
    app.run()
    assert len(portal.asked) == 1
    clock(2)
    app.run()
    assert len(portal.asked) == 2
    assert auth.ASK_AGAIN_AFTER_SECONDS <= 60


def test_a_refusal_is_not_remembered(portal: Portal, signed_in: Person) -> None:
    portal.answer = {"active": False}
    app = page().run()
    portal.answer = dict(STAFF)
    app.run()
    assert figures(app) == ["figures for ana@example.org"]


def test_another_person_in_the_same_window_is_asked_about_at_once(
    portal: Portal, signed_in: Person
) -> None:
    app = page().run()
    signed_in["sub"] = "u-2"
    portal.answer = {"active": False}
    app.run()
    assert figures(app) == []
    assert len(portal.asked) == 2


def test_another_role_sees_which_one_is_needed(portal: Portal, signed_in: Person) -> None:
    app = page()
    app.session_state["role"] = "finance_checker"
    app.run()
    assert figures(app) == []
    assert "role finance checker" in app.warning[0].value


def test_a_person_of_no_program_is_refused(portal: Portal, signed_in: Person) -> None:
    portal.answer = {**STAFF, "roles": {"larkspur": []}}
    assert figures(page().run()) == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_portal_that_refuses_the_token_lets_nobody_in(
    portal: Portal, signed_in: Person, status: int
) -> None:
    portal.status = status
    assert figures(page().run()) == []


def test_without_an_answer_nobody_passes(
    portal: Portal, signed_in: Person, clock: Callable[[float], None]
) -> None:
    app = page().run()
    portal.is_down = True
    clock(auth.ASK_AGAIN_AFTER_SECONDS + 1)
    app.run()
    assert figures(app) == []
    assert "does not answer" in app.error[0].value
    portal.is_down, portal.status = False, 502
    app.run()
    assert figures(app) == []
