"""Run one target for a while, in its own process: new inputs are tried, and failures are saved.

Under atheris inputs that reach new code are kept and mutated again; without it, the corpus is mutated at random. A
failure does not end the run: the first input of each kind is written beside its report. `progress.json` has the
progress of the run, however it ends.
"""

from __future__ import annotations

import json
import pathlib
import random
import sys
import time
from typing import Any

from fuzz import mutations, targets
from fuzz.world import CORPUS

MEMORY = 4096
"""Megabytes of address space for a target, WeasyPrint and the fuzzer included."""

EVERY = 200
"""Number of inputs between two reports of progress."""


class Session:
    """A run of one target: counts inputs, and saves failures."""

    def __init__(self, target: targets.Target, folder: pathlib.Path, seconds: float, each: float) -> None:
        """Write into *folder*; stop after *seconds*, and let an input take *each*."""
        self.target = target
        self.folder = folder
        self.each = each
        self.end = time.monotonic() + seconds
        self.count = 0
        self.crashes: dict[str, int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def attempt(self, data: bytes) -> None:
        """Try an input."""
        crash = targets.attempt(self.target, data, self.each)
        if crash is not None:
            self.crashes[crash.name] = self.crashes.get(crash.name, 0) + 1
            if self.crashes[crash.name] == 1:
                (self.folder / f"{crash.name}.input").write_bytes(data)
                (self.folder / f"{crash.name}.txt").write_text(crash.report, "utf-8", "backslashreplace")
        self.count += 1
        if self.count % EVERY == 0 or crash is not None:
            self.report()

    def report(self) -> None:
        """Save the progress of the run."""
        said = {"inputs": self.count, "processor": round(time.process_time(), 1), "crashes": self.crashes}
        (self.folder / "progress.json").write_text(json.dumps(said))

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.end


def plain(session: Session, seed: int) -> None:
    """Mutate the corpus at random until the time is up."""
    chance = random.Random(seed)  # noqa: S311 - only for variety
    inputs = list(targets.corpus(session.target.name).values())
    for data in inputs:
        session.attempt(data)
    while not session.over:
        session.attempt(draw(chance, chance.choice(inputs), inputs, session.target))
    session.report()


def draw(chance: random.Random, data: bytes, inputs: list[bytes], target: targets.Target) -> bytes:
    """Change *data* in one to eight places."""
    edits = [mutations.Edit(*(chance.getrandbits(24) for _ in range(4))) for _ in range(1 << chance.randrange(4))]
    return mutations.mutated(data, edits, inputs, target.tokens)[: target.most]


def guided(session: Session, atheris: Any, seed: int) -> None:  # noqa: ANN401 - it has no types
    """Run atheris until the time is up; does not return."""
    inputs = list(targets.corpus(session.target.name).values())

    def mutate(data: bytes, most: int, number: int) -> bytes:
        chance = random.Random(number)  # noqa: S311 - only for variety
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return draw(chance, data, inputs, session.target)[:most]

    def one(data: bytes) -> None:
        session.attempt(data)
        if session.over:
            session.report()
            sys.stdout.flush()
            raise KeyboardInterrupt

    found = session.folder / "corpus"
    found.mkdir(exist_ok=True)
    options = [
        f"-max_len={session.target.most}",
        f"-seed={seed}",
        "-rss_limit_mb=0",
        "-timeout=600",
        "-print_final_stats=1",
    ]
    kept = str(CORPUS / session.target.name)
    atheris.Setup(
        ["fuzz", *options, f"-artifact_prefix={session.folder}/", str(found), kept], one, custom_mutator=mutate
    )
    atheris.Fuzz()
