"""Who is here, and may that person see this page: asked of the portal at most a minute ago."""

from __future__ import annotations

import os
import time
from typing import Any

import httpx
import streamlit as st

from dashboards.data.viewer import Viewer

ASK_AGAIN_AFTER_SECONDS = 60
PORTAL = "http://localhost:8000"


class NoAnswer(Exception):
    """The portal did not say whether the person is still staff: nobody passes."""


def require(role: str) -> Viewer:
    """The signed-in viewer, if the portal confirmed the role within the last minute.

    Otherwise the page ends here with what to do: sign in, try again, or ask an administrator.
    """
    if not st.user.is_logged_in:
        _sign_in()
    if float(str(st.user.get("exp", 0))) < time.time():
        st.logout()
        st.stop()
    try:
        viewer = _viewer()
    except NoAnswer:
        st.error("The portal does not answer, so nobody can be let in. Try again in a minute.")
        st.stop()
    if viewer is None:
        st.error("Your access has ended. Sign in again, or ask an administrator of your program.")
        if st.button("Sign out"):
            st.logout()
        st.stop()
    if not viewer.has(role):
        st.warning(
            f"This page needs the role {role.replace('_', ' ')}."
            " An administrator of your program can give it."
        )
        st.stop()
    return viewer


def _sign_in() -> None:
    st.title("Openbook dashboards", anchor=False)
    st.write("For staff. You sign in at the portal, with your second factor.")
    if st.button("Sign in", type="primary"):
        st.login()
    st.stop()


def _viewer() -> Viewer | None:
    """What the portal said at most a minute ago; asked again for another person at once."""
    held, who = st.session_state.get("viewer"), st.user.get("sub")
    if held and held[1] == who and time.monotonic() - held[0] < ASK_AGAIN_AFTER_SECONDS:
        known: Viewer = held[2]
        return known
    st.session_state.pop("viewer", None)
    viewer = ask_portal(st.user.tokens["access"])
    if viewer is not None:
        st.session_state["viewer"] = (time.monotonic(), who, viewer)
    return viewer


def ask_portal(access_token: str) -> Viewer | None:
    """What the portal says of the bearer now; None when disabled, expired or not staff.

    Raises: NoAnswer when the portal cannot be reached or fails.
    """
    portal = os.environ.get("OPENBOOK_PORTAL_URL", PORTAL)
    try:
        answer = httpx.get(
            f"{portal}/internal/session-check",
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=5,
        )
        said = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, ValueError) as error:
        raise NoAnswer(str(error)) from error
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise NoAnswer(f"the portal answered {answer.status_code}")
    return viewer_from(said) if said.get("active") is True else None


def viewer_from(claims: dict[str, Any]) -> Viewer | None:
    """The viewer that a portal answer describes, or None when it names no staff role."""
    roles = {program: frozenset(names) for program, names in claims.get("roles", {}).items()}
    if not any(roles.values()):
        return None
    return Viewer(claims.get("email", ""), claims.get("name", ""), roles)
