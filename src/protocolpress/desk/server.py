"""The door to uvicorn: opens a port and everything behind it, and closes all of it within a second.

In: a project's folder and where to listen. Nothing is left behind: no process, no port, no temporary file.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import ipaddress
import pathlib
import socket
import types
from collections.abc import AsyncIterator, Callable

import uvicorn

from protocolpress import project
from protocolpress.build import keys
from protocolpress.desk import app, watching
from protocolpress.desk.building import Builds
from protocolpress.desk.guard import Rules
from protocolpress.desk.hub import Hub
from protocolpress.errors import FilesError, Position, error
from protocolpress.files import DiskFiles

PURPOSE = b"desk session"

AT_ONCE = 200
"""Maximum number of connections."""

LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Address of the desk; other machines can reach it only with a *token*."""

    host: str = "127.0.0.1"
    port: int = 8230
    token: str = ""


def is_local(host: str) -> bool:
    """Whether only this machine can reach *host*."""
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def serve(root: pathlib.Path, place: Place, *, ready: Callable[[str], None], now: Callable[[], dt.datetime]) -> None:
    """Serve the desk of the project in *root* until a signal ends it; *ready* is told its address.

    Raises:
        PressError: the settings have errors, or the port cannot be opened.
    """
    settings = project.read(DiskFiles(root))
    root = root.resolve()
    listening = _listen(place)
    port = listening.getsockname()[1]
    rules = Rules(
        hosts=_hosts(place.host, port, settings.desk.hosts),
        secret=keys.find_or_passing(root).seal(PURPOSE, str(root).encode()),
        token=place.token,
        port=port,
    )
    with listening:
        asyncio.run(_run(root, rules, listening, ready=lambda: ready(_address(place.host, port)), now=now))


async def _run(
    root: pathlib.Path,
    rules: Rules,
    listening: socket.socket,
    *,
    ready: Callable[[], None],
    now: Callable[[], dt.datetime],
) -> None:
    hub = Hub()
    builds = Builds(root, hub)
    office = app.Office(root, rules, hub, builds, now)

    @contextlib.asynccontextmanager
    async def start() -> AsyncIterator[None]:
        tasks = [asyncio.ensure_future(one) for one in (builds.run(), _watch(root, hub, office), office.warm())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    config = uvicorn.Config(
        app.make(office, start),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        loop="asyncio",
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=1,
    )
    await _Server(config, hub, ready).serve(sockets=[listening])


async def _watch(root: pathlib.Path, hub: Hub, office: app.Office) -> None:
    async for paths in watching.changes(root, hub.closed):
        await asyncio.to_thread(office.forget)
        office.changed(paths)


class _Server(uvicorn.Server):
    """Ends the streams of events first: they would keep the server waiting."""

    def __init__(self, config: uvicorn.Config, hub: Hub, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub = hub
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: types.FrameType | None) -> None:
        """End: the second signal does not wait."""
        self._hub.closed.set()
        super().handle_exit(sig, frame)


def _listen(place: Place) -> socket.socket:
    """Open the port; 0 takes any that is free."""
    host = place.host.strip("[]")
    try:
        family = socket.getaddrinfo(host, place.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, place.port))
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        hint = "another desk may be open there: close it, or choose --port"
        at = Position(f"{place.host}:{place.port}")
        raise FilesError(error(at, "no-port", f"the port cannot be opened: {reason}", hint)) from problem
    listening.set_inheritable(False)
    return listening


def _hosts(host: str, port: int, named: tuple[str, ...]) -> frozenset[str]:
    """Return the values of `Host` that are ours."""
    own = LOCAL if is_local(host) else (f"[{host}]" if ":" in host else host,)
    return frozenset(one.lower() for one in (*(f"{name}:{port}" for name in own), *named))


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
