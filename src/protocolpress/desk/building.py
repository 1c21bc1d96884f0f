"""Keeps what is on the desk up to date: edits come in; pages, PDFs and problems are made and told of.

Pages come first, so that an edit shows at once; a PDF is set when nothing has changed for a moment. The work is done by
a process of its own, which is started again if it dies. The last good page stays until there is a better one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import pathlib
import signal
import sys
from typing import TypedDict

from protocolpress.desk.hub import Hub

PAUSE = 0.3
"""Seconds without an edit before PDFs are set."""

PATIENCE = 0.4
"""Seconds that the process has to end by itself."""

MOST_LINE = 16 << 20
"""Maximum length of an answer, in bytes: a project with tens of thousands of problems has less."""


class Answer(TypedDict):
    """An answer of the process."""

    outputs: dict[str, str]
    """The digest of each page and PDF that is up to date, by path."""
    problems: list[object]


class Builds:
    """Builds for the open pages; lives as long as the server."""

    def __init__(self, root: pathlib.Path, hub: Hub) -> None:
        """Build the project in *root* for the pages of *hub*."""
        self.problems: list[object] = []
        self._root = root
        self._hub = hub
        self._wanted = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._of: dict[str, list[object]] = {}

    def want(self) -> None:
        """Say that something has changed, or that somebody has opened another document."""
        self._wanted.set()

    async def run(self) -> None:
        """Build whenever that is wanted, until cancelled."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                await self._pages()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), PAUSE)
                if not self._wanted.is_set():
                    await self._sheets()
        finally:
            await self._end()

    async def _pages(self) -> None:
        ids = sorted({page.domain for page in self._hub.pages if page.domain})
        if ids:
            self._hub.tell("building", {"pages": ids})
            self._told("pages", await self._ask(ids, []))

    async def _sheets(self) -> None:
        sheets = sorted({(page.edition, page.domain) for page in self._hub.pages if page.edition and page.domain})
        if sheets:
            self._told("sheets", await self._ask([], [[edition, domain] for edition, domain in sheets]))
        else:
            self._of.pop("sheets", None)

    def _told(self, kind: str, answer: Answer) -> None:
        """Tell the pages what is new, and which problems there are now."""
        self._of[kind] = answer["problems"]
        every = [one for found in self._of.values() for one in found]
        self.problems = [one for place, one in enumerate(every) if one not in every[:place]]
        self._hub.tell("built", {"now": answer["outputs"], "problems": self.problems})

    async def _ask(self, ids: list[str], sheets: list[list[str]]) -> Answer:
        """Have the process build, starting it if there is none; if it dies, that is a problem."""
        if self._process is None or self._process.returncode is not None:
            # Without -P the current folder, which may be a stranger's, would be searched for modules.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "protocolpress.desk.builder", str(self._root)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the server, which ends it
                limit=MOST_LINE,
            )
        process, line = self._process, b""
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process was started without its pipes")
        with contextlib.suppress(OSError, ValueError):  # it has ended, or its answer is too long
            process.stdin.write(json.dumps({"ids": ids, "sheets": sheets}).encode() + b"\n")
            await process.stdin.drain()
            line = await process.stdout.readline()
        if line:
            answer: Answer = json.loads(line)
            return answer
        await self._end()
        hint = "see the terminal in which protocolpress runs; the next edit tries again"
        fault = {"path": "", "line": 0, "severity": "error", "rule": "desk-builder", "hint": hint}
        return {"outputs": {}, "problems": [{**fault, "message": "the process that makes pages has ended"}]}

    async def _end(self) -> None:
        """End the process: it leaves nothing half done, and is killed if it is in the middle of a page."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
                return
