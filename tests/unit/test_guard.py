"""Who may ask the desk: hosts, origins, sessions, the token of changes, sizes, rates, and the heads of answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from protocolpress.desk.guard import (
    LOGIN_BURST,
    MOST_BYTES,
    POLICY,
    Bucket,
    Guard,
    Message,
    Receive,
    Rules,
    Scope,
    Send,
)

HOST = "127.0.0.1:8230"
ORIGIN = f"http://{HOST}"
RULES = Rules(hosts=frozenset({HOST, "localhost:8230"}), secret=b"s" * 32, port=8230)
COOKIE = RULES.begin()
HEADS = {"host": HOST, "cookie": f"{RULES.cookie}={COOKIE}", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
CHANGE = {
    **HEADS,
    "origin": ORIGIN,
    "content-type": "application/json",
    "content-length": "2",
    "x-desk-token": RULES.csrf(COOKIE),
}

Answer = tuple[int, dict[str, str], bytes]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message["body"]
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"public")]})
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


def ask(
    path: str, heads: Mapping[str, str], method: str = "GET", *, body: bytes = b"{}", guard: Guard | None = None
) -> Answer:
    sent: list[Message] = []
    parts = [
        {"type": "http.request", "body": body[n : n + 65536], "more_body": True} for n in range(0, len(body), 65536)
    ]
    parts.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode("latin-1")) for name, value in heads.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": headers}
    asyncio.run((guard or Guard(application, RULES))(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, sent[1]["body"]


def test_the_desk_itself_can_read_and_write() -> None:
    assert ask("/api/documents", HEADS)[0] == 200
    assert ask("/api/save", CHANGE, "POST")[0] == 200
    assert ask("/", {"host": "LOCALHOST:8230"})[0] == 200
    assert ask("/static/desk.js", {"host": HOST})[0] == 200


@pytest.mark.parametrize(
    "change",
    [
        {"host": "evil.example:8230"},
        {"host": ""},
        {"host": "127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},  # another port of this machine
        {"cookie": ""},
        {"cookie": f"{RULES.cookie}={COOKIE}x"},
        {"cookie": f"{RULES.cookie}=.{COOKIE.partition('.')[2]}"},
        {"cookie": f"other={COOKIE}"},
    ],
)
def test_another_site_cannot_read(change: dict[str, str]) -> None:
    for path in ("/api/documents", "/preview/en/a.html", "/pdf/en/a.pdf", "/events"):
        assert ask(path, {**HEADS, **change})[0] in (401, 403)


def test_only_the_page_itself_may_be_arrived_at_from_another_site() -> None:
    arriving = {"host": HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert ask("/", arriving)[0] == 200
    assert ask("/static/desk.js", arriving)[0] == 403
    assert ask("/", {**arriving, "sec-fetch-mode": "no-cors"})[0] == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": f"file://{HOST}"}, 403),
        ({"x-desk-token": ""}, 403),
        ({"x-desk-token": RULES.csrf("other")}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-length": str(MOST_BYTES + 1)}, 413),
        ({"content-length": "-1"}, 413),
        ({"content-length": ""}, 413),
        ({"cookie": ""}, 401),
    ],
)
def test_another_site_cannot_write(change: dict[str, str], status: int) -> None:
    assert ask("/api/save", {**CHANGE, **change}, "POST")[0] == status


def test_a_request_longer_than_it_says_is_cut_off() -> None:
    status, _, body = ask("/api/save", CHANGE, "POST", body=b"x" * (MOST_BYTES + 200_000))
    assert status == 200
    assert int(body) <= MOST_BYTES


def test_other_methods_and_websockets_are_refused() -> None:
    assert ask("/api/save", CHANGE, "PUT")[0] == 405
    assert ask("/api/save", HEADS, "OPTIONS")[0] == 405
    sent: list[Any] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(Guard(application, RULES)({"type": "websocket", "path": "/events", "headers": []}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_every_answer_forbids_scripts_but_the_desks_own_files() -> None:
    for heads, path in ((HEADS, "/"), ({}, "/"), (HEADS, "/api/documents")):
        found = ask(path, heads)[1]
        assert found["content-security-policy"] == POLICY
        assert found["x-content-type-options"] == "nosniff"
        assert found["cache-control"] == "no-store"
    assert "'unsafe" not in POLICY
    assert "script-src 'self';" in POLICY
    page = ask("/preview/en/a.html", HEADS)[1]["content-security-policy"]
    assert page.startswith("default-src 'none';")
    assert "script-src" not in page


def test_with_a_token_a_session_needs_it_and_attempts_are_few() -> None:
    rules = Rules(hosts=frozenset({HOST}), secret=b"s" * 32, token="t" * 16, port=8230)
    assert not rules.is_session(COOKIE)
    guard = Guard(application, rules)
    heads = {"host": HOST, "origin": ORIGIN, "content-type": "application/x-www-form-urlencoded", "content-length": "2"}
    answers = [ask("/login", heads, "POST", guard=guard)[0] for _ in range(LOGIN_BURST + 1)]
    assert answers == [200] * LOGIN_BURST + [429]
    assert ask("/login", {**heads, "origin": "http://evil.example"}, "POST", guard=guard)[0] == 403


def test_a_rate_is_limited_and_recovers() -> None:
    now = [0.0]
    bucket = Bucket(2.0, 3, lambda: now[0])
    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]
    assert bucket.take("b")
    now[0] = 0.5
    assert [bucket.take("a") for _ in range(2)] == [True, False]


def test_a_field_that_is_there_twice_counts_as_missing() -> None:
    guard, sent = Guard(application, RULES), list[Any]()

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"host", HOST.encode()), (b"Host", b"evil.example")]
    asyncio.run(guard({"type": "http", "path": "/", "method": "GET", "headers": headers}, receive, send))
    assert sent[0]["status"] == 403
