"""Build a publication of N protocols from nothing, and print its peaks of memory: main process, largest worker, all.

    python -m bench.memory N FOLDER [--jobs N] [OPTION …]

FOLDER is made if it is not there; what was built in it is removed. The options that follow are those of
`protocolpress build`. A worker is any process that the build starts; a peak is that of resident memory, as the kernel
counts it.
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
import sys

from bench import measure, publication


def main() -> None:
    """Build, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--jobs", metavar="N", type=int, default=2)
    options, others = parser.parse_known_args()
    if not options.folder.exists():
        publication.write(options.folder, options.count)
    for made in ("build", ".cache"):
        shutil.rmtree(options.folder / made, ignore_errors=True)
    folder = options.folder.resolve()
    command = [sys.executable, "-m", "protocolpress", "--project", str(folder), "build", "--jobs", str(options.jobs)]
    cost = measure.run([*command, *others], cwd=folder)
    print(f"{options.count} protocols: {cost.seconds:.0f} s, {cost.cpu:.0f} s of processor time")  # noqa: T201
    print(f"main process {cost.main:.0f} MiB, largest worker {cost.worker:.0f}, all {cost.together:.0f}")  # noqa: T201


if __name__ == "__main__":
    main()
