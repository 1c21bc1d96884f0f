"""Silence libraries: their log messages and warnings are not for users, and reach no terminal.

Relevant messages become problems: each library's door listens for them.
"""

from __future__ import annotations

import logging
import sys
import warnings


def begin() -> None:
    """Silence libraries in this process, unless Python was started to show warnings (`-W`, PYTHONWARNINGS)."""
    logging.getLogger().addHandler(logging.NullHandler())  # otherwise the handler of last resort writes to stderr
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
