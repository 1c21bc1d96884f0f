"""Debian's Chromium, driven by Playwright: a browser for each module, a page for each test, and a strict server."""

from __future__ import annotations

import contextlib
import functools
import http.server
import pathlib
import shutil
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, FrameLocator, Locator, Page, sync_playwright

__all__ = ("Browser", "FrameLocator", "Locator", "Page", "opened", "program", "served")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a site needs at most: no inline script or style, no evaluation, nothing from elsewhere."""


def program() -> str:
    """Return the path of the browser; skip the test if it is not installed."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    return found


@contextlib.contextmanager
def opened() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=[*FLAGS])
        yield browser
        browser.close()


class _Strict(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the strict policy, without a log."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: pathlib.Path) -> Iterator[str]:
    """Serve a folder; yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Strict, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
