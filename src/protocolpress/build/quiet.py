"""Libraries that talk: what they log or warn of is not for people, and reaches no terminal.

What matters of it is a problem already: each library's door listens where there is something to hear.
"""

from __future__ import annotations

import logging
import sys
import warnings


def begin() -> None:
    """Silence libraries in this process, unless Python was started to show warnings (`-W`, PYTHONWARNINGS)."""
    logging.getLogger().addHandler(logging.NullHandler())  # else the last resort writes to stderr
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
