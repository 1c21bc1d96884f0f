"""The door to watchfiles: a project's folder comes in; the paths of files that have changed go out, a moment later."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator

import watchfiles

from protocolpress import project
from protocolpress.folders import IS_PART

FOLDERS = ("sources", "locales", "templates", "fonts")
"""The folders that a project is read from."""

WAIT, STEP = 100, 20
"""Milliseconds: events of this time are told together; a silence of this time ends the wait."""


async def changes(root: pathlib.Path, closed: asyncio.Event) -> AsyncIterator[frozenset[str]]:
    """Yield the paths of what has changed in the project, until *closed*; new folders are noticed."""
    while not closed.is_set():
        there = [root / name for name in FOLDERS if (root / name).is_dir()]
        found: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        stop = asyncio.Event()
        watched = [
            asyncio.ensure_future(_watch(root, there, found, stop, deep=True)),
            asyncio.ensure_future(_watch(root, [root], found, stop, deep=False)),
        ]
        closing = asyncio.ensure_future(closed.wait())
        try:
            while not closed.is_set():
                taking = asyncio.ensure_future(found.get())
                await asyncio.wait({taking, closing}, return_when=asyncio.FIRST_COMPLETED)
                if not taking.done():
                    taking.cancel()
                    break
                paths = taking.result()
                yield paths
                if not paths.isdisjoint(FOLDERS):  # a folder has come or gone
                    break
        finally:
            stop.set()
            closing.cancel()
            for one in watched:
                one.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*watched, return_exceptions=True)


async def _watch(
    root: pathlib.Path,
    places: list[pathlib.Path],
    found: asyncio.Queue[frozenset[str]],
    stop: asyncio.Event,
    *,
    deep: bool,
) -> None:
    if not places:
        return
    wanted = {project.PATH, *FOLDERS}

    def is_ours(_change: watchfiles.Change, path: str) -> bool:
        name = pathlib.PurePath(path).name
        return not IS_PART.fullmatch(name) and (deep or name in wanted)

    async for events in watchfiles.awatch(
        *places,
        watch_filter=is_ours,
        debounce=WAIT,
        step=STEP,
        stop_event=stop,
        recursive=deep,
    ):
        await found.put(frozenset(pathlib.PurePath(path).relative_to(root).as_posix() for _, path in events))
