"""`python -m fuzz [TARGET …] --seconds 60`: run targets one after the other, and print the results."""

from __future__ import annotations

import argparse
import importlib.util
import json
import pathlib
import subprocess
import sys
from typing import Any

from fuzz.world import CORPUS, ROOT

ENDS = (0, 130, -2, 72)
"""Exit codes of a completed run; atheris stops only at a `KeyboardInterrupt`."""


def main() -> int:
    """Run the command line; return 1 if an input failed."""
    names = sorted(place.name for place in CORPUS.iterdir())
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(names))
    parser.add_argument("--seconds", type=float, default=60, help="for each target (60)")
    parser.add_argument("--each", type=float, default=20, help="processor seconds that one input may take (20)")
    parser.add_argument("--seed", type=int, default=2012, help="a different one tries different inputs")
    parser.add_argument("--plain", action="store_true", help="only mutate the corpus, without atheris")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "fuzz", help="folder for findings")
    given = parser.parse_args()
    unknown = [name for name in given.targets if name not in names]
    if unknown:
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(names)}")
    guided = not given.plain and importlib.util.find_spec("atheris") is not None
    _say("with atheris" if guided else "without atheris: random mutations of the corpus")
    failed = False
    for name in given.targets or names:
        folder = (given.out / name).resolve()
        (folder / "progress.json").unlink(missing_ok=True)
        command = [sys.executable, "-m", "fuzz.child", name, str(folder), str(given.seconds), str(given.each)]
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "log.txt").open("wb") as log:
            done = subprocess.run(  # noqa: S603 - this program
                [*command, str(given.seed), "guided" if guided else "plain"],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        failed |= _tell(name, folder, done.returncode)
    return int(failed)


def _tell(name: str, folder: pathlib.Path, code: int) -> bool:
    """Print the results of a run; return whether anything failed."""
    place = folder / "progress.json"
    said: dict[str, Any] = (
        json.loads(place.read_text()) if place.exists() else {"inputs": 0, "processor": 0.0, "crashes": {}}
    )
    found = f"{len(said['crashes'])} kinds of failure, in {folder}" if said["crashes"] else "no failure"
    _say(f"{name:12} {said['inputs']:9,} inputs {said['processor']:9,.0f} s  {found}")
    broken = code not in ENDS
    if broken:
        _say(f"{name:12} the process ended with {code}: see {folder}/log.txt")
    return bool(said["crashes"]) or broken


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the program's output


if __name__ == "__main__":
    sys.exit(main())
