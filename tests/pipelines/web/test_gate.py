"""Whatever is not plainly ours and signed in never reaches Dagster."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect

from pipelines.web import portal as portal_module
from pipelines.web.sessions import SESSION_COOKIE
from tests.pipelines.web.conftest import EMAIL, OWN, SUB, graphql

LAUNCH = "mutation { launchRun(executionParams: {}) { __typename } }"
PAGE = {"accept": "text/html"}
SOCKET = {"host": "127.0.0.1:3000", "origin": OWN}


def test_a_stranger_is_sent_to_sign_in(stranger, echo):
    answer = stranger.get("/runs?tab=all", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/_openbook/sign-in?next=%2Fruns%3Ftab%3Dall"
    assert echo.seen == []


@pytest.mark.parametrize("path", ["/graphql", "/server_info", "/logs/x", "/download_debug/x"])
def test_a_stranger_gets_no_data(stranger, echo, path):
    assert stranger.get(path).status_code == 401
    assert stranger.post(path, headers={"origin": OWN}).status_code == 401
    assert echo.seen == []


def test_staff_pass_with_their_name(staff, echo):
    assert staff.get("/runs").status_code == 200
    headers = echo.seen[0]["headers"]
    assert (headers["x-openbook-sub"], headers["x-openbook-email"]) == (SUB, EMAIL)


def test_a_person_that_the_client_names_itself_is_dropped(staff, echo):
    forged = [("x-openbook-email", "boss@example.test"), ("X_Openbook_Email", "boss@example.test")]
    staff.get("/runs", headers=forged)
    assert "boss" not in str(echo.seen[0]["headers"])


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "localhost:3000", "127.0.0.1:3001", ""])
def test_a_foreign_host_is_refused(staff, echo, host):
    assert staff.get("/runs", headers={"host": host}).status_code == 421
    assert echo.seen == []


@pytest.mark.parametrize("origin", ["http://evil.test", "http://localhost:3000", "null", ""])
def test_a_foreign_origin_is_refused(staff, echo, origin):
    answer = staff.post("/graphql", content="{}", headers={"origin": origin})
    assert answer.status_code == 403
    assert staff.get("/runs", headers={"origin": origin}).status_code == 403
    assert echo.seen == []


def test_a_post_that_does_not_say_where_it_comes_from_is_refused(staff, echo):
    assert staff.post("/graphql", content="{}").status_code == 403
    assert echo.seen == []


@pytest.mark.parametrize(
    "text",
    [
        LAUNCH,
        "query a { version } mutation b { launchRun { __typename } }",
        "subscription { pipelineRunLogs { __typename } }",
        "this is not graphql",
        "fragment f on Query { version }",
    ],
)
def test_graphql_by_get_may_only_ask(staff, echo, text):
    assert staff.get("/graphql", params={"query": text}).status_code == 405
    assert staff.get("/graphql/", params={"query": text}).status_code == 405
    assert echo.seen == []


def test_a_second_query_parameter_hides_nothing(staff, echo):
    params = [("query", "{ version }"), ("query", LAUNCH)]
    assert staff.get("/graphql", params=params).status_code == 405
    assert echo.seen == []


def test_a_query_by_get_passes(staff, echo):
    assert staff.get("/graphql", params={"query": "{ version }"}).status_code == 200
    assert len(echo.seen) == 1


def test_a_mutation_by_post_from_our_page_passes_with_its_body(staff, echo):
    assert staff.post("/graphql", **graphql(LAUNCH)).status_code == 200
    assert "launchRun" in echo.seen[0]["body"]


@pytest.mark.parametrize(
    "text",
    [
        "mutation { wipeAssets(assetPartitionRanges: []) { __typename } }",
        "mutation { a: deletePipelineRun(runId: 1) { __typename } }",
        "mutation { ...f } fragment f on Mutation { deleteRun(runId: 1) { __typename } }",
        "mutation { ... on Mutation { reportRunlessAssetEvents { __typename } } }",
    ],
)
def test_history_is_not_deleted_or_invented(staff, echo, text):
    assert staff.post("/graphql", **graphql(text)).status_code == 403
    assert echo.seen == []


def test_a_mutation_in_the_address_of_a_post_is_seen_too(staff, echo):
    text = "mutation { deleteRun(runId: 1) { __typename } }"
    headers = {"origin": OWN, "content-type": "text/plain"}
    answer = staff.post("/graphql", params={"query": text}, headers=headers)
    assert answer.status_code == 403
    assert echo.seen == []


@pytest.mark.parametrize("path", ["/report_asset_check/a", "/report_asset_materialization/a/b"])
def test_events_without_a_run_are_refused(staff, echo, path):
    assert staff.post(path, headers={"origin": OWN}).status_code == 404
    assert echo.seen == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(staff, echo, method):
    answer = staff.request(method, "/graphql", headers={"origin": OWN})
    assert answer.status_code == 405
    assert echo.seen == []


def test_a_forged_cookie_is_no_session(stranger, echo):
    stranger.cookies.set(SESSION_COOKIE, "gAAAAABforged")
    assert stranger.get("/runs").status_code == 401


def test_a_cookie_of_another_purpose_is_no_session(stranger, gate, echo):
    value = {"sub": SUB, "email": EMAIL, "ends": 9_999_999_999}
    stranger.cookies.set(SESSION_COOKIE, gate.cookies.seal("sign-in", value))
    assert stranger.get("/runs").status_code == 401


def test_a_session_ends(stranger, gate):
    value = {"sub": SUB, "email": EMAIL, "ends": 1}
    stranger.cookies.set(SESSION_COOKIE, gate.cookies.seal("session", value))
    assert stranger.get("/runs").status_code == 401


def test_the_portal_is_asked_at_most_once_a_minute(staff, portal, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(portal_module.time, "monotonic", lambda: moment[0])
    staff.get("/runs")
    staff.get("/runs")
    assert portal.checks == 1
    moment[0] += 61
    staff.get("/runs")
    assert portal.checks == 2


def test_a_disabled_person_is_out_within_a_minute(staff, portal, echo, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(portal_module.time, "monotonic", lambda: moment[0])
    assert staff.get("/runs").status_code == 200
    portal.is_active = False
    moment[0] += 61
    assert staff.get("/runs").status_code == 403
    assert len(echo.seen) == 1


def test_when_the_portal_is_silent_nobody_passes(staff, portal, echo):
    portal.is_silent = True
    assert staff.get("/runs").status_code == 503
    assert echo.seen == []


def test_a_websocket_needs_sign_in(stranger, echo):
    with (
        pytest.raises(WebSocketDisconnect),
        stranger.websocket_connect("/graphql", headers=SOCKET),
    ):
        pass
    assert echo.seen == []


@pytest.mark.parametrize("headers", [{"origin": "http://evil.test"}, {"host": "evil.test"}])
def test_a_websocket_of_another_page_is_refused(staff, echo, headers):
    sent = {**SOCKET, **headers}
    with pytest.raises(WebSocketDisconnect), staff.websocket_connect("/graphql", headers=sent):
        pass
    assert echo.seen == []


def test_a_websocket_that_does_not_say_where_it_comes_from_is_refused(staff, echo):
    silent = {"host": SOCKET["host"]}
    with pytest.raises(WebSocketDisconnect), staff.websocket_connect("/graphql", headers=silent):
        pass
    assert echo.seen == []


def test_an_open_websocket_ends_with_the_persons_access(staff, portal, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(portal_module.time, "monotonic", lambda: moment[0])
    with staff.websocket_connect("/graphql", headers=SOCKET) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
        portal.is_active = False
        moment[0] += 61
        socket.send_text("hello again")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_health_is_told_to_everybody_on_our_name(stranger):
    assert stranger.get("/_openbook/healthz").text == "ok"
