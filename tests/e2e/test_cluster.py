"""A scheduler and workers as processes of their own, on loopback: the bytes of a local build, whatever dies."""

from __future__ import annotations

import json
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from support import COMMAND, ROOT, Press, digests, environment

BUILD = ("build", "-e", "en")

SECONDS = 120
"""Nothing here takes so long, on the slowest machine."""


TLS = """
distributed:
  comm:
    require-encryption: true
    tls:
      ca-file: {folder}/cert.pem
      scheduler: {{cert: {folder}/cert.pem, key: {folder}/key.pem}}
      worker: {{cert: {folder}/cert.pem, key: {folder}/key.pem}}
      client: {{cert: {folder}/cert.pem, key: {folder}/key.pem}}
"""
"""As docs/cluster.md has it."""


class Dask:
    """A scheduler and its workers; only `close` ends them all."""

    def __init__(self, folder: pathlib.Path, *, tls: bool = False, **variables: str) -> None:
        self.folder = folder
        self.protocol = ("--protocol", "tls") if tls else ()
        self.env = environment(
            **{
                "DASK_CONFIG": str(folder / "config"),  # nothing of the user's, and nothing written there
                "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "false",
                "DASK_DISTRIBUTED__DIAGNOSTICS__CUDF": "false",
                **variables,
            }
        )
        self.processes: list[subprocess.Popen[bytes]] = []
        place = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(place))
        until(lambda: place.exists() and place.read_text().endswith("}"))
        self.address = json.loads(place.read_text())["address"]

    def worker(self, *arguments: str, source: pathlib.Path = ROOT / "src") -> subprocess.Popen[bytes]:
        """Start a worker and wait until the scheduler knows it."""
        where = ("--no-nanny", "--local-directory", str(self.folder / "scratch"))
        process = self._start("worker", self.address, *where, *(arguments or ("--nthreads", "1")), source=source)
        until(lambda: b"Registered to" in self.log(process))
        return process

    def log(self, process: subprocess.Popen[bytes]) -> bytes:
        return (self.folder / f"{self.processes.index(process)}.log").read_bytes()

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def _start(self, *arguments: str, source: pathlib.Path = ROOT / "src") -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, *self.protocol, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=self.folder,
                env={**self.env, "PYTHONPATH": f"{source}:{self.folder}"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process


DEADLY = """
import os
def die(given): os.abort()
def spin(given):
    while True:
        try:
            while True: pass
        except Exception: pass
def end(given): return b"here"
"""

SCRIPT = """
import pathlib, sys
import deadly
from protocolpress.build import cache, cluster
from protocolpress.build.task import Task
from protocolpress.files import MemoryFiles
task = Task(name="deadly", action=deadly.die, output="x/deadly")
with cache.temporary() as kept, cluster.opened(MemoryFiles({}), kept, sys.argv[1], libraries=()) as session:
    print(*session.run([task], output=pathlib.Path("out")).problems)
"""

ENDLESS = """
import pathlib, sys
import deadly
from protocolpress.build import cache, cluster
from protocolpress.build.pool import Limits
from protocolpress.build.task import Task
from protocolpress.files import MemoryFiles
most = Limits(seconds=1)
tasks = [Task(name=one.__name__, action=one, output=f"x/{one.__name__}") for one in (deadly.spin, deadly.end)]
with cache.temporary() as kept, cluster.opened(MemoryFiles({}), kept, sys.argv[1], libraries=(), limits=most) as session:
    print(*session.run(tasks, output=pathlib.Path("out")).problems)
"""


def until(happened: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def start(press: Press, dask: Dask, *arguments: str) -> subprocess.Popen[bytes]:
    """Begin a build on the cluster."""
    command = [*COMMAND, *BUILD, "--cluster", dask.address, *arguments]
    return subprocess.Popen(
        command, cwd=press.root, env=dask.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """Return a scheduler with one worker, which is not killed."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    cluster = Dask(tmp_path_factory.mktemp("dask"))
    try:
        cluster.worker()
        yield cluster
    finally:
        cluster.close()


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the digests of what a build on this machine makes."""
    press = Press(tmp_path_factory.mktemp("right")).fill()
    press.run(*BUILD, "-j", "2", code=0)
    return digests(press.root / "build")


def test_a_worker_that_is_killed_costs_nothing_but_time(sample: Press, dask: Dask, right: dict[str, str]) -> None:
    before = sample.files()
    victim = dask.worker()
    build = start(sample, dask)
    until(lambda: len(list((sample.root / "build").rglob("*.html"))) == 2)  # now both PDFs are in work
    victim.send_signal(signal.SIGKILL)
    assert build.poll() is None
    out, err = build.communicate(timeout=SECONDS)
    assert build.returncode == 0, err.decode()
    assert err == b""
    assert out == b"build/compendium/compendium-2012-05-15-en.pdf\n"
    assert digests(sample.root / "build") == right
    # What a worker asked for is what a task here would have asked for: nothing is stale, and nothing else was left.
    assert sample.run(*BUILD, "--explain", code=0).err == ""
    left = {path.partition("/")[0] for path in sample.files() if path not in before}
    assert left == {"build", ".cache"}


def test_problems_are_those_of_a_local_build(sample: Press, dask: Dask, tmp_path: pathlib.Path) -> None:
    (event,) = (path for path in sample.files("sources/events") if path.endswith(".md"))
    sample.write(event, f"{sample.read(event)}\n[Somebody](@atlantis)\n")
    (picture,) = (path for path in sample.files("sources/media") if path.endswith(".png"))
    (tmp_path / "outside").write_bytes(b"")
    (sample.root / picture).unlink()
    (sample.root / picture).symlink_to(tmp_path / "outside")
    other = Press(tmp_path / "other")
    shutil.copytree(sample.root, other.root, symlinks=True)
    here = other.run(*BUILD, "--only", "html", code=1)
    there = sample.run(*BUILD, "--only", "html", "--cluster", dask.address, code=1, env={"DASK_CONFIG": str(tmp_path)})
    assert there.err == here.err
    assert "atlantis" in there.err
    assert "is outside the project" in there.err


def test_a_worker_that_would_make_other_bytes_is_refused(sample: Press, dask: Dask, tmp_path: pathlib.Path) -> None:
    other = tmp_path / "src"
    shutil.copytree(ROOT / "src", other, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "protocolpress/model.py").open("a") as file:
        file.write("# other code\n")
    unfit = dask.worker("--nthreads", "2", source=other)
    try:
        out, err = start(sample, dask).communicate(timeout=SECONDS)
    finally:
        unfit.kill()
    assert b"the worker would produce different bytes: protocolpress is" in err
    assert b"the worker does 2 tasks at a time; only one is allowed [unfit-worker]" in err
    assert err.count(b"error: ") == 2
    assert out == b""
    assert not (sample.root / "build").exists()


def certify(folder: pathlib.Path) -> None:
    """Make a key and a certificate that vouches for itself, and settings that name both."""
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    name = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name, *files]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    (folder / "tls.yaml").write_text(TLS.format(folder=folder))


def test_with_certificates_on_both_sides(sample: Press, right: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Build over TLS; who has no certificate, or one of another cluster, is let in nowhere."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    ours, theirs, nobody = (tmp_path / name for name in ("ours", "theirs", "nobody"))
    for folder in (ours, theirs, nobody):
        folder.mkdir()
    certify(ours)
    certify(theirs)
    cluster = Dask(tmp_path, tls=True, DASK_CONFIG=str(ours))
    try:
        cluster.worker()
        assert cluster.address.startswith("tls://")
        for stranger in (theirs, nobody):
            refused = sample.run(*BUILD, "--cluster", cluster.address, code=1, env={"DASK_CONFIG": str(stranger)})
            assert refused.err.startswith(f"{cluster.address}: error: ")
            assert "[no-cluster]" in refused.err
        out, err = start(sample, cluster).communicate(timeout=SECONDS)
    finally:
        cluster.close()
    assert (out, err) == (b"build/compendium/compendium-2012-05-15-en.pdf\n", b"")
    assert digests(sample.root / "build") == right


@pytest.fixture
def frail(tmp_path: pathlib.Path) -> Iterator[Dask]:
    """Return a scheduler and a worker that may die: its task is not given to another one."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    (tmp_path / "deadly.py").write_text(DEADLY)
    cluster = Dask(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        cluster.worker()
        yield cluster
    finally:
        cluster.close()


def test_a_document_that_takes_all_its_time_is_stopped_and_the_worker_goes_on(frail: Dask) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ENDLESS, frail.address],
        cwd=frail.folder,
        env={**frail.env, "PYTHONPATH": f"{ROOT / 'src'}:{frail.folder}"},
        capture_output=True,
        check=True,
        text=True,
        timeout=SECONDS,
    )
    assert "the worker process of the task spin exceeded its time limit of 1 s" in run.stdout
    assert run.stdout.count("[worker-died]") == 1
    assert (frail.folder / "out/x/end").read_bytes() == b"here"


def test_what_may_go_wrong_in_the_middle(sample: Press, frail: Dask, right: dict[str, str]) -> None:
    """One after the other, because starting workers takes longer than losing them: Ctrl-C, a deadly task, no scheduler."""
    build = start(sample, frail)
    until(lambda: list((sample.root / "build").rglob("*.html")))
    build.send_signal(signal.SIGINT)
    begun = time.monotonic()
    _, err = build.communicate(timeout=SECONDS)
    assert (build.returncode, err.strip()) == (130, b"")
    assert time.monotonic() - begun < 10  # about one second on an idle machine

    script = [sys.executable, "-c", SCRIPT, frail.address]
    env = {**frail.env, "PYTHONPATH": f"{ROOT / 'src'}:{frail.folder}"}
    done = subprocess.run(
        script, cwd=frail.folder, env=env, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.stderr == ""
    assert done.stdout.startswith("x/deadly: error: the worker process of the task deadly died at tcp://127.0.0.1:")
    assert "start the workers with a larger --memory-limit" in done.stdout

    frail.worker()
    build = start(sample, frail)
    until(lambda: len(list((sample.root / "build").rglob("*.html"))) == 2)
    frail.scheduler.kill()
    _, err = build.communicate(timeout=SECONDS)
    assert build.returncode == 1
    assert err.startswith(f"{frail.address}: error: the connection to the scheduler was lost [no-cluster]".encode())
    assert err.endswith(b"1 error in 1 file\n")
    made = digests(sample.root / "build")
    assert made
    assert made.items() <= right.items()
