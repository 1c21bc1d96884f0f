"""Read PDFs aloud, in writing: `python tools/read_aloud.py FILE.pdf…` prints language, role and words in order."""

from __future__ import annotations

import pathlib
import sys

from protocolpress.pdf import aloud


def main(paths: list[str]) -> None:
    """Print what is heard of each file."""
    for path in paths:
        sys.stdout.write(aloud.read(pathlib.Path(path).read_bytes()))


if __name__ == "__main__":
    main(sys.argv[1:])
