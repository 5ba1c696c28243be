"""Who is here, and may that person see this page: asked of the portal at most a minute ago."""

from __future__ import annotations

import os
import time

import httpx
import streamlit as st

from dashboards.data.viewer import Viewer

ASK_AGAIN_AFTER_SECONDS = 60


def require(role: str) -> Viewer:
    """The signed-in viewer, if the portal confirmed the role within the last minute.

    Otherwise the page ends here with what to do: sign in, or ask an administrator.
    """
    if not st.user.is_logged_in:
        _sign_in()
    if int(st.user.get("exp", 0)) < time.time():
        st.logout()
    viewer = _viewer()
    if viewer is None:
        st.error("Your access has ended. Sign in again, or ask an administrator of your program.")
        if st.button("Sign out"):
            st.logout()
        st.stop()
    if not viewer.has(role):
        st.warning(
            f"This page needs the role {role}. An administrator of your program can give it."
        )
        st.stop()
    return viewer


def _sign_in() -> None:
    st.title("Openbook dashboards")
    st.write("For staff. You sign in at the portal, with your second factor.")
    if st.button("Sign in", type="primary"):
        st.login()
    st.stop()


def _viewer() -> Viewer | None:
    held = st.session_state.get("viewer")
    if held and time.monotonic() - held[0] < ASK_AGAIN_AFTER_SECONDS:
        return held[1]
    viewer = ask_portal(st.user.tokens["access"])
    st.session_state["viewer"] = (time.monotonic(), viewer)
    return viewer


def ask_portal(access_token: str) -> Viewer | None:
    """What the portal says of the bearer now; None when disabled, expired or not staff."""
    portal = os.environ.get("OPENBOOK_PORTAL_URL", "http://localhost:8000")
    answer = httpx.get(
        f"{portal}/identity/o/api/userinfo",
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=5,
    )
    return viewer_from(answer.json()) if answer.status_code == httpx.codes.OK else None


def viewer_from(claims: dict) -> Viewer | None:
    """The viewer that a portal answer describes, or None when it names no staff role."""
    roles = {program: frozenset(names) for program, names in claims.get("roles", {}).items()}
    if not any(roles.values()):
        return None
    return Viewer(claims.get("email", ""), claims.get("name", ""), roles)
