"""The middleware in front of Dagster's webserver: refuse, sign in, or hand on with the person."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from pipelines.web import rules, sessions
from pipelines.web.portal import Portal, PortalSilent, SignInRefused
from pipelines.web.sessions import SESSION_COOKIE, SIGN_IN_COOKIE, Cookies

OURS = "/_openbook"
BODY_LIMIT = 5_000_000
CLOSED_TO_STRANGERS = 4401  # websocket close codes of our own
CLOSED_TO_PAGES = 4403


class Gate:
    """ASGI: `app` sees a request only after every rule passed and a staff member is known."""

    def __init__(self, app: ASGIApp, portal: Portal, cookies: Cookies, own_url: str) -> None:
        self.app = app
        self.portal = portal
        self.cookies = cookies
        where = urlsplit(own_url)
        self.hosts = frozenset({where.netloc})
        self.origins = frozenset({f"{where.scheme}://{where.netloc}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refused = self._refusal(request)
        if refused is not None:
            await refused(scope, receive, send)
            return
        if request.url.path.startswith(f"{OURS}/"):
            await (await self._own(request))(scope, receive, send)
            return
        person = await self._person(request)
        if isinstance(person, Response):
            await person(scope, receive, send)
            return
        body = await _body(request)
        if body is None or (said := _closed(request, body)):
            text = f"{said} is not allowed here" if body is not None else "too large"
            await PlainTextResponse(text, 403 if body is not None else 413)(scope, receive, send)
            return
        await self.app(with_person(scope, person), _replayed(body, receive), send)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        """What the request alone already decides, signed in or not."""
        method = request.scope.get("method", "GET")
        if not rules.host_is_ours(request.headers.get("host", ""), self.hosts):
            return PlainTextResponse("this server is not known by that name", 421)
        is_websocket = request.scope["type"] == "websocket"
        if not rules.origin_is_ours(method, request.headers, self.origins, is_websocket):
            return PlainTextResponse("requests from other pages are refused", 403)
        if method not in rules.METHODS:
            return PlainTextResponse("method not allowed", 405)
        if not rules.path_is_open(request.url.path):
            return PlainTextResponse("not found", 404)
        if method in rules.SAFE_METHODS and request.url.path.rstrip("/") == "/graphql":
            asked = parse_qs(request.url.query).get("query", [])
            if not is_websocket and not all(map(rules.graphql_is_query, asked)):
                return PlainTextResponse("GET may ask, never change", 405)
        return None

    async def _person(self, request: HTTPConnection) -> dict[str, str] | Response:
        """The signed-in, still active member of staff; else the answer to give."""
        held = self.cookies.open(
            "session", request.cookies.get(SESSION_COOKIE), sessions.SESSION_SECONDS
        )
        if held is None or held["ends"] < time.time():
            return self._sign_in_or_401(request)
        try:
            standing = await self.portal.standing(held["sub"])
        except PortalSilent:
            return PlainTextResponse("the portal does not answer; nobody can be let in", 503)
        if not standing.get("active"):
            return PlainTextResponse("your access has ended", 403)
        return {"sub": held["sub"], "email": str(standing.get("email") or held["email"])}

    def _sign_in_or_401(self, request: HTTPConnection) -> Response:
        is_page = "text/html" in request.headers.get("accept", "")
        if request.scope.get("method") != "GET" or not is_page:
            return PlainTextResponse("sign in first", 401)
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{OURS}/sign-in?next={quote(wanted, safe='')}", 303)

    async def _own(self, request: Request) -> Response:
        """Our own few pages: health, sign in, come back, sign out."""
        pages: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "/healthz": self._health,
            "/sign-in": self._sign_in,
            "/callback": self._callback,
            "/sign-out": self._sign_out,
        }
        page = pages.get(request.url.path.removeprefix(OURS))
        if page is None or request.method != "GET":
            return PlainTextResponse("not found", 404)
        try:
            return await page(request)
        except PortalSilent:
            return PlainTextResponse("the portal does not answer; try again in a moment", 503)
        except SignInRefused as error:
            return PlainTextResponse(f"sign-in failed: {error}", 403)

    async def _health(self, request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _sign_in(self, request: Request) -> Response:
        address, kept = await self.portal.sign_in_address()
        answer = RedirectResponse(address, 303)
        wanted = local_path(request.query_params.get("next", "/"))
        value = self.cookies.seal("sign-in", {**kept, "next": wanted})
        answer.headers.append(
            "set-cookie", sessions.set_cookie(SIGN_IN_COOKIE, value, sessions.SIGN_IN_SECONDS)
        )
        return answer

    async def _callback(self, request: Request) -> Response:
        kept = self.cookies.open(
            "sign-in", request.cookies.get(SIGN_IN_COOKIE), sessions.SIGN_IN_SECONDS
        )
        given = request.query_params
        if kept is None or given.get("state") != kept["state"] or "code" not in given:
            raise SignInRefused("it was not begun here, or took too long; open the page again")
        claims = await self.portal.claims_for(given["code"], kept)
        if not (await self.portal.standing(str(claims["sub"]))).get("active"):
            raise SignInRefused("the Dagster UI is for staff")
        value = self.cookies.seal("session", sessions.session_value(claims))
        # A redirect from another site's page would not carry a strict cookie: go on by ourselves.
        answer = RedirectResponse(kept["next"], 303)
        for cookie in (
            sessions.set_cookie(SESSION_COOKIE, value, sessions.SESSION_SECONDS),
            sessions.set_cookie(SIGN_IN_COOKIE, "", 0),
        ):
            answer.headers.append("set-cookie", cookie)
        return answer

    async def _sign_out(self, request: Request) -> Response:
        answer = HTMLResponse("<p>Signed out of the Dagster UI.</p>")
        answer.headers.append("set-cookie", sessions.set_cookie(SESSION_COOKIE, "", 0))
        return answer

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A websocket passes under the same rules, and ends when the person's standing does."""
        connection = HTTPConnection(scope)
        refused = self._refusal(connection)
        person = None if refused is not None else await self._person(connection)
        if not isinstance(person, dict):
            await receive()
            code = CLOSED_TO_PAGES if refused is not None else CLOSED_TO_STRANGERS
            await send({"type": "websocket.close", "code": code})
            return

        async def watched() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not isinstance(
                await self._person(connection), dict
            ):
                await send({"type": "websocket.close", "code": CLOSED_TO_STRANGERS})
                return {"type": "websocket.disconnect", "code": CLOSED_TO_STRANGERS}
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "websocket.send" and not isinstance(
                await self._person(connection), dict
            ):
                await send({"type": "websocket.close", "code": CLOSED_TO_STRANGERS})
                raise WebSocketDisconnect(CLOSED_TO_STRANGERS)
            await send(message)

        await self.app(with_person(scope, person), watched, guarded)


def with_person(scope: Scope, person: dict[str, str]) -> Scope:
    """The scope with the person's two headers, and none that the client sent under their names."""
    forged = {name.encode() for name in rules.PERSON_HEADERS}
    kept = [(k, v) for k, v in scope["headers"] if k.lower().replace(b"_", b"-") not in forged]
    own = [
        (name.encode(), quote(person[field], safe="@.+-").encode())
        for name, field in zip(rules.PERSON_HEADERS, ("sub", "email"), strict=True)
    ]
    return {**scope, "headers": [*kept, *own]}


def local_path(path: str) -> str:
    """A path on this server; anything that could lead elsewhere becomes `/`."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if plain and not urlsplit(path).netloc and path.isprintable() else "/"


def _closed(request: Request, body: bytes) -> str | None:
    """The mutation in a GraphQL POST that nobody may send."""
    if request.url.path.rstrip("/") != "/graphql" or request.method != "POST":
        return None
    texts = parse_qs(request.url.query).get("query", [])
    kind = request.headers.get("content-type", "")
    if "application/json" in kind:
        try:
            found: Any = json.loads(body)
        except ValueError:
            return "an unreadable body"
        if not isinstance(found, dict):
            return "a batch of operations"
        texts.append(str(found.get("query") or ""))
    elif "application/graphql" in kind:
        texts.append(body.decode(errors="replace"))
    return next((name for text in texts if (name := rules.closed_mutation(text))), None)


async def _body(request: Request) -> bytes | None:
    """The request's whole body; None when it is larger than any of ours."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > BODY_LIMIT:
            return None
    return bytes(found)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Hand the body on that we have read already."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    return again
