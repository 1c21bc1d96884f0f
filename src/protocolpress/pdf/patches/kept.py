"""Answers that are kept, and their limit."""

from __future__ import annotations

from typing import Any

MOST = 5000
"""Answers of a kind; a publication has some hundreds."""


class Kept(dict[Any, Any]):
    """Answers of a kind; with one too many, all others are forgotten."""

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - any answer
        """Keep *value* as the answer to *key*."""
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(key, value)
