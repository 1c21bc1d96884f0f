"""The guard of the desk: every request passes here first, and every answer on its way out.

A page of another site can neither read nor write. Its requests have another `Origin`, or say so in `Sec-Fetch-Site`
(another port of this machine is another site here); a name that it makes lead to this machine is no `Host` of ours (DNS
rebinding). A change needs a token that only the desk's own page can read (CSRF), beside the session's cookie. Answers
allow no script but the desk's own files. Sizes and rates are limited. With a token, a session begins with it.
"""

from __future__ import annotations

import collections
import dataclasses
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1 << 20
"""Maximum size of a request, in bytes."""

RATE, BURST = 20.0, 200
"""Changes and trials a second of one session, in the long run and at once."""

LOGIN_RATE, LOGIN_BURST = 0.2, 5
"""Attempts a second to begin a session."""

OPEN = ("/", "/login", "/static/")
"""Paths that need no session: the page itself, which knows nothing of the project, and its files."""

NO_SCRIPT = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of the desk's own pages: nothing inline, nothing from elsewhere."""

POLICIES = {
    "/preview/": f"{NO_SCRIPT}; frame-ancestors 'self'",
    # Chromium's viewer does not work under a stricter one, and a PDF is no document of this origin there.
    "/pdf/": "frame-ancestors 'self'",
}

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The requests that a server allows."""

    hosts: frozenset[str]
    """The values of `Host` that are ours."""
    secret: bytes
    """Signs sessions; known to the server alone."""
    token: str = ""
    """The secret with which a session begins; empty on loopback, where every session may begin."""
    port: int = 0

    @property
    def cookie(self) -> str:
        """The name of the cookie; each port has its own, because a browser sends those of all ports."""
        return f"protocolpress-desk-{self.port}"

    def begin(self) -> str:
        """Return the value of a new session's cookie."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('session', name)}"

    def is_session(self, value: str) -> bool:
        """Whether a cookie is of a session that has begun here."""
        name, _, signature = value.partition(".")
        return bool(name) and hmac.compare_digest(signature, self._sign("session", name))

    def csrf(self, cookie: str) -> str:
        """Return the token that each change in a session carries."""
        return self._sign("change", cookie)

    def _sign(self, purpose: str, text: str) -> str:
        key = hashlib.blake2b(self.token.encode(), key=self.secret).digest()
        return hmac.new(key, f"{purpose}:{text}".encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


class Bucket:
    """Limits a rate: *rate* a second in the long run, *burst* at once."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start full."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: collections.OrderedDict[str, tuple[float, float]] = collections.OrderedDict()

    def take(self, who: str) -> bool:
        """Whether *who* may do it once more now."""
        now = self._clock()
        left, since = self._left.pop(who, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) * self._rate)
        self._left[who] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > 1000:
            self._left.popitem(last=False)
        return left >= 1


class Guard:
    """Stands before an application."""

    def __init__(self, app: App, rules: Rules) -> None:
        """Let pass to *app* what *rules* allow."""
        self.app = app
        self.rules = rules
        self._changes = Bucket(RATE, BURST)
        self._logins = Bucket(LOGIN_RATE, LOGIN_BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on with its cookie in the scope as `desk.session`."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no WebSocket is offered
            await send({"type": "websocket.close", "code": 1008})
            return
        heads = _heads(scope)
        scope["desk.session"] = session = _cookie(heads.get("cookie", ""), self.rules.cookie)
        policy = next((text for start, text in POLICIES.items() if scope["path"].startswith(start)), POLICY)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {**HEADERS, "content-security-policy": policy}
                if scope["path"].endswith(".ttf"):  # half a megabyte each, and the same for every project
                    own["cache-control"] = "private, max-age=86400"
                kept = [(name, value) for name, value in message["headers"] if name.decode("latin-1") not in own]
                message["headers"] = [*kept, *((name.encode(), value.encode()) for name, value in own.items())]
            await send(message)

        refused = self._refusal(scope, heads, session)
        if refused:
            await _refuse(guarded, *refused)
            return
        await self.app(scope, _limited(receive, MOST_BYTES), guarded)

    def _refusal(self, scope: Scope, heads: dict[str, str], session: str) -> tuple[int, str] | None:
        """Return the status and the reason why a request is refused, or None."""
        path, method = scope["path"], scope["method"]
        if heads.get("host", "").lower() not in self.rules.hosts:
            return 403, "this is not an address of the desk"
        if method not in ("GET", "HEAD", "POST"):
            return 405, "this cannot be done"
        arrives = method == "GET" and path == "/" and heads.get("sec-fetch-mode", "navigate") == "navigate"
        if heads.get("sec-fetch-site", "none") not in ("same-origin", "none") and not arrives:
            return 403, "another site asked for this"
        if not _is_open(path) and not self.rules.is_session(session):
            return 401, "the session is over: load the page again"
        return self._change_refusal(path, heads, session) if method == "POST" else None

    def _change_refusal(self, path: str, heads: dict[str, str], session: str) -> tuple[int, str] | None:
        origin = heads.get("origin", "")
        scheme, _, host = origin.partition("://")
        if scheme not in ("http", "https") or host.lower() not in self.rules.hosts:
            return 403, "another site asked for this"
        size = heads.get("content-length", "")
        if not size.isdecimal() or int(size) > MOST_BYTES:
            return 413, "this is too much"
        if path == "/login":
            return None if self._logins.take("all") else (429, "too many attempts: wait a minute")
        if heads.get("content-type", "").partition(";")[0].strip() != "application/json":
            return 415, "only JSON is read"
        if not hmac.compare_digest(heads.get("x-desk-token", "").encode(), self.rules.csrf(session).encode()):
            return 403, "this did not come from the desk's own page: load it again"
        return None if self._changes.take(session) else (429, "too many requests: wait a moment")


def _is_open(path: str) -> bool:
    return any(path.startswith(one) if one.endswith("/") and one != "/" else path == one for one in OPEN)


def _heads(scope: Scope) -> dict[str, str]:
    """Return the fields of a request's head; one that is there twice is not what it seems, and counts as missing."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        found[key] = "" if key in found and key != "cookie" else value.decode("latin-1")
    return found


def _cookie(text: str, name: str) -> str:
    for part in text.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _limited(receive: Receive, most: int) -> Receive:
    """Receive a request up to *most* bytes, whatever its head says; the rest is as if the connection were closed."""
    left = most

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return receiving


async def _refuse(send: Send, status: int, reason: str) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": reason.encode()})
