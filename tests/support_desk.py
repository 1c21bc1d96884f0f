"""A running desk for tests: the real command on a project, and a client that asks it as the desk's own page does."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import http.cookies
import json
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from support import COMMAND, Press, environment

SECONDS = 90.0
"""Nothing that the desk does takes longer, on any machine."""


@dataclasses.dataclass(slots=True)
class Desk:
    """A desk that is open, and the cookie and the token of a session with it."""

    address: str
    process: subprocess.Popen[bytes]
    cookie: str = ""
    csrf: str = ""

    @property
    def host(self) -> str:
        """The value of `Host`."""
        return self.address.removeprefix("http://").rstrip("/")

    def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", **heads: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request exactly as given; an underscore in the name of a field is a hyphen."""
        connection = http.client.HTTPConnection(self.host, timeout=SECONDS)
        given = {"host": self.host, "cookie": self.cookie} | {k.replace("_", "-"): v for k, v in heads.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        if method == "POST" and "content-length" not in given:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def begin(self) -> None:
        """Begin a session, as a browser does that opens the page."""
        heads = self.ask("/")[1]
        jar = http.cookies.SimpleCookie(heads["set-cookie"])
        self.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        self.csrf = self.get("session")["csrf"]

    def get(self, path: str, **values: str) -> Any:  # noqa: ANN401 - JSON
        """Ask a question; it must be answered."""
        status, _, body = self.ask(f"/api/{path}?{urllib.parse.urlencode(values)}")
        assert status == 200, body
        return json.loads(body)

    def post(self, path: str, value: Mapping[str, Any]) -> tuple[int, Any]:
        """Send a change or a question with a body; return the status and the answer."""
        heads = {"origin": f"http://{self.host}", "content_type": "application/json", "x_desk_token": self.csrf}
        status, answer, body = self.ask(f"/api/{path}", method="POST", body=json.dumps(value).encode(), **heads)
        return status, json.loads(body) if answer["content-type"] == "application/json" else body.decode()

    def message(self, locale: str, domain: str, source: str) -> dict[str, Any]:
        """Return the message whose source begins so."""
        found = self.get("document", locale=locale, domain=domain)["messages"]
        return next(one for one in found if one["source"].startswith(source))

    def save(self, locale: str, domain: str, message: Mapping[str, Any], text: str, **work: object) -> tuple[int, Any]:
        """Save a text for a message that was seen earlier."""
        wanted = {"forms": [text], "fuzzy": False, "comments": message["base"]["comments"], **work}
        where = {"locale": locale, "domain": domain, "context": message["context"], "source": message["source"]}
        return self.post("save", {**where, "base": message["base"], "work": wanted})

    def end(self, number: signal.Signals = signal.SIGINT) -> float:
        """End the desk by a signal; return how long that takes."""
        start = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(SECONDS)
        return time.monotonic() - start


@contextlib.contextmanager
def opened(press: Press, *arguments: str, port: int = 0, **variables: str) -> Iterator[Desk]:
    """Open the desk of a project on a free port, and close it."""
    command = [*COMMAND, "--project", str(press.root), "serve", "--no-open", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(**variables), cwd=press.root
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = process.stdout.readline().decode().strip()
        assert address.startswith("http://"), process.stderr.read().decode()
        yield Desk(address, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(SECONDS)
        process.stdout.close()
        process.stderr.close()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it has not become true"
        time.sleep(0.05)
