"""Whether the extra `sign` is installed, and pyHanko's errors and log turned into problems."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
from collections.abc import Iterator

from protocolpress.errors import Position, Problem, SigningError, error

LIBRARY = "pyhanko"

HINT = "install the extra: pip install 'protocolpress[sign]'"

LOGGERS = ("pyhanko", "pyhanko_certvalidator", "asyncio")


def missing() -> Problem | None:
    """Return the problem that prevents signing here; None if it is possible."""
    if importlib.util.find_spec(LIBRARY) is not None:
        return None
    return error(Position(LIBRARY), "no-pyhanko", "pyHanko is not installed: nothing is signed or verified", HINT)


def require() -> None:
    """Raise `SigningError` if the extra is not installed."""
    if problem := missing():
        raise SigningError(problem)


@contextlib.contextmanager
def guarded(path: str, rule: str, doing: str, hint: str) -> Iterator[None]:
    """Turn whatever the libraries raise while *doing* something with *path* into a `SigningError`; log nothing.

    A library's message may quote what it read, but none of the messages of these quotes a key or a passphrase; those
    that might, of files with keys, are handled in `keys`.
    """
    with quiet():
        try:
            yield
        except SigningError:
            raise
        except Exception as problem:  # each of a dozen libraries has errors of its own, and hostile files find others
            reason = " ".join(str(problem).split())[:200] or type(problem).__name__
            raise SigningError(error(Position(path), rule, f"{doing}: {reason}", hint)) from problem


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence the libraries: their findings are in their results."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.disabled for logger in loggers]
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(level)
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was
