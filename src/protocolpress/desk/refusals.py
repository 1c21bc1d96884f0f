"""Refusals: a status of HTTP, and words for the person who asked."""

from __future__ import annotations


class RefusedError(Exception):
    """The request cannot be answered; *code* is a stable word for programs."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Answer with *status* and *message*."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
