"""A cache of answers with a limit."""

from __future__ import annotations

from typing import Any

MOST = 5000
"""Maximum number of answers of a kind; a publication has some hundreds."""


class Kept(dict[Any, Any]):
    """Answers of a kind; when the limit is exceeded, all others are dropped."""

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - any answer
        """Keep *value* as the answer to *key*."""
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(key, value)
