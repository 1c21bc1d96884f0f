"""`make -jN` with the GNU make that is installed: builds take their tokens from it, and give them back.

Make counts them in the end, and says "INTERNAL: Exiting with 1 jobserver tokens available; should be 4!".
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys

import pytest

from support import COMMAND, ROOT, Press, Run, environment

HTML = "build --only html -e en"

PROBE = f"{shlex.quote(sys.executable)} probe.py"

COUNT = """import os
from protocolpress.build import jobserver
with jobserver.joined(jobserver.address(os.environ["MAKEFLAGS"])) as server, server.token(), server.token():
    print("there is a job server")
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(press: Press, *arguments: str, makefile: str = "", **variables: str) -> Run:
    """Run make in the project's folder; a line of *makefile* is a recipe's."""
    if makefile:
        lines = "".join(f"\t{line}\n" for line in makefile.splitlines())
        press.write("Makefile", f".NOTPARALLEL:\nall:\n{lines}")
    done = subprocess.run(
        ["make", *arguments],
        cwd=press.root,
        env=environment(**variables),
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    return Run(code=done.returncode, out=done.stdout, err=done.stderr)


def test_a_build_takes_tokens_and_gives_all_of_them_back(sample: Press) -> None:
    press = shlex.join(COMMAND)
    run = make(sample, "-j4", makefile=f"+{press} {HTML}")
    assert (run.code, run.err) == (0, "")
    assert len(sample.files("build/html")) == 2


def test_a_line_that_make_keeps_the_tokens_from_builds_one_at_a_time(sample: Press) -> None:
    press = shlex.join(COMMAND)
    run = make(sample, "-j4", makefile=f"{press} {HTML}")
    assert run.code == 0
    assert run.err.startswith("note: make's job server cannot be reached (")
    assert "one document at a time; mark the line of the makefile with +, or use -j" in run.err
    assert len(sample.files("build/html")) == 2


def test_our_own_makefile_lets_the_build_take_part_and_runs_nothing_for_n(press: Press) -> None:
    press.write("tools/setup.sh", "")
    shutil.copy(ROOT / "Makefile", press.root)
    press.write("probe.py", COUNT)
    for target in ("build", "html", "pdf", "compendium", "site"):
        assert "there is a job server" in make(press, "-j3", target, f"press={PROBE}").out
        run = make(press, "-n", "-j3", target, f"press={PROBE}")
        assert f"{PROBE} build" in run.out
        assert "job server" not in run.out
