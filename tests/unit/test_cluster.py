"""Jobs on a cluster without a cluster: a connection that calls functions in this process, and loses what it is told."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import functools
import pathlib
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from protocolpress.build import connection, remote
from protocolpress.build.cluster import TRIES, Cluster
from protocolpress.build.connection import ClusterStore, Connection
from protocolpress.build.pool import Job, OutOfMemoryError, Result, WorkerContext
from protocolpress.build.prefetch import Predictor
from protocolpress.build.recording import digest
from protocolpress.build.remote import RemoteWorkerDiedError, Reply
from protocolpress.build.store import Store
from protocolpress.build.task import Action, Inputs
from protocolpress.errors import BuildError, Position
from protocolpress.files import MemoryFiles

PROJECT = {
    "sources/a.md": "A",
    "sources/b.md": "B",
    "templates/page.html": "<p>",
    "templates/print.css": "p {}",
    "protocolpress.toml": "[parties]",
}


class Loopback:
    """In the place of Dask's client: what is scattered is kept here, what is submitted is done at once."""

    status = "running"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.scattered: list[str] = []
        self.lose = 0
        self.refuse: list[Exception] = []
        self.workers: dict[str, dict[str, Any]] = {"tcp://10.0.0.2:4001": {"status": "running"}}
        self.answers: dict[str, Any] = {}

    def scatter(self, blobs: Mapping[str, bytes]) -> dict[str, bytes]:
        self.scattered += blobs
        if self.refuse:
            raise self.refuse.pop()
        return dict(blobs)

    def submit(self, function: Callable[..., Reply], *arguments: Any, key: str) -> concurrent.futures.Future[Reply]:  # noqa: ANN401 - as Dask has it
        self.calls.append(key.partition("-")[0])
        future = concurrent.futures.Future[Reply]()
        if self.lose:
            self.lose -= 1
            future.cancel()
        else:
            try:
                future.set_result(function(*arguments))
            except Exception as error:  # noqa: BLE001 - handed on
                future.set_exception(error)
        return future

    def wait_for_workers(self, *_: object, **__: object) -> None:
        if not self.workers:
            raise TimeoutError

    def scheduler_info(self) -> dict[str, Any]:
        return {"workers": self.workers}

    def run(self, *_: object, **__: object) -> dict[str, Any]:
        return self.answers

    def close(self, **_: object) -> None:
        self.status = "closed"


class KilledError(Exception):
    allowed_failures = 3
    last_worker = types.SimpleNamespace(address="tcp://10.0.0.2:4001")


@pytest.fixture
def client() -> Loopback:
    return Loopback()


@pytest.fixture
def context(tmp_path: pathlib.Path) -> WorkerContext:
    return WorkerContext(files=MemoryFiles(PROJECT), store=Store(tmp_path))


@contextlib.contextmanager
def cluster(client: Loopback, context: WorkerContext) -> Iterator[Cluster]:
    pool = Cluster(Connection(client, "tcp://10.0.0.1:8786", KilledError), context, ("Jinja2",), 1)
    with pool.held():
        yield pool


def performed(client: Loopback, context: WorkerContext, job: Job) -> Result:
    with cluster(client, context) as pool:
        (future,) = pool.wait([pool.perform(job)])
        return future.result()


# ── what tasks do ────────────────────────────────────────────────────────────────────────────────────────────────────


def curious(given: Inputs, *, document: str = "sources/a.md") -> bytes:
    parts = [given.files.read(document), given.files.read("templates/page.html"), *given.needs.values()]
    parts += [str(given.files.exists(path)).encode() for path in ("sources/b.md", "sources/c.md")]
    parts += [",".join(given.files.glob("sources/*")).encode(), str(given.files.glob("nothing/*")).encode()]
    return b"|".join(parts)


def wrong(given: Inputs) -> bytes:
    given.problems.warning(Position("sources/b.md", 3), "too-long", "the text is too long")
    return given.files.read("sources/missing.md")


def careless(given: Inputs) -> bytes:
    """Swallow what no library should, as WeasyPrint does while it draws an SVG picture."""
    try:
        return given.files.read("templates/print.css")
    except BaseException:  # noqa: BLE001 - the very point
        return b"a page without its stylesheet"


def broken(given: Inputs) -> bytes:
    message = "a bug of our own"
    raise ZeroDivisionError(message)


def hungry(given: Inputs) -> bytes:
    raise MemoryError


def deadly(given: Inputs) -> bytes:
    raise KilledError


@pytest.mark.parametrize(
    "action", [curious, functools.partial(curious, document="protocolpress.toml"), wrong, careless]
)
def test_a_task_makes_observes_and_reports_what_it_would_here(
    client: Loopback, context: WorkerContext, action: Action
) -> None:
    need = context.store.put(b"made before")
    job = Job(action=action, needs={"html:en:a": need}, places=frozenset({"protocolpress.toml"}))
    assert performed(client, context, job) == context.perform(job)


def test_what_a_task_makes_is_in_the_store_here(client: Loopback, context: WorkerContext) -> None:
    result = performed(client, context, Job(action=careless, needs={}))
    assert context.store.get(result.digest) == b"p {}"


def test_what_is_needed_and_gone_is_told_and_nothing_is_sent(client: Loopback, context: WorkerContext) -> None:
    job = Job(action=curious, needs={"html:en:a": digest(b"lost"), "html:en:b": context.store.put(b"here")})
    assert performed(client, context, job).gone == ("html:en:a",)
    assert client.calls == []


def test_the_second_of_a_kind_is_sent_once_and_nothing_travels_twice(client: Loopback, context: WorkerContext) -> None:
    with cluster(client, context) as pool:
        for document in ("sources/a.md", "sources/b.md"):
            before = len(client.calls)
            pool.perform(Job(action=functools.partial(curious, document=document), needs={})).result()
    assert len(client.calls) - before == 1
    assert {*client.calls} == {"test_cluster.curious"}
    sent = [key.partition("-")[0] for key in client.scattered]
    assert len(sent) == len(set(sent))


def test_inputs_that_died_with_a_worker_are_sent_anew(client: Loopback, context: WorkerContext) -> None:
    client.lose = 1
    job = Job(action=curious, needs={"html:en:a": context.store.put(b"made before")})
    assert performed(client, context, job) == context.perform(job)
    assert len(client.scattered) > len({key.partition("-")[0] for key in client.scattered})


@pytest.mark.parametrize("death", [OSError("closed"), KeyError("tcp://10.0.0.2:4001")])
def test_inputs_that_no_worker_took_are_sent_anew(client: Loopback, context: WorkerContext, death: Exception) -> None:
    """A worker that dies as it takes them: the scheduler says that it knows no such worker."""
    client.refuse = [death]
    job = Job(action=curious, needs={"html:en:a": context.store.put(b"made before")})
    assert performed(client, context, job) == context.perform(job)


def test_inputs_that_always_die_are_the_end_of_one_task(
    client: Loopback, context: WorkerContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("protocolpress.build.cluster.SECONDS_MORE", 0)
    client.lose = TRIES
    with pytest.raises(RemoteWorkerDiedError, match="was lost, and its inputs with it, 5 times"):
        performed(client, context, Job(action=curious, needs={}))


@pytest.mark.parametrize(
    ("action", "kind", "words"),
    [
        (deadly, RemoteWorkerDiedError, "died 4 times, the last time at tcp://10.0.0.2:4001"),
        (hungry, OutOfMemoryError, "exceeded its memory limit of 4096 MB"),
        (broken, ZeroDivisionError, "a bug of our own"),
    ],
)
def test_what_kills_a_task_is_told(
    client: Loopback,
    context: WorkerContext,
    action: Action,
    kind: type[Exception],
    words: str,
) -> None:
    with pytest.raises(kind, match=words):
        performed(client, context, Job(action=action, needs={}))


def test_of_a_cluster_that_is_gone_only_that_is_said(client: Loopback, context: WorkerContext) -> None:
    client.status, client.lose = "connecting", 1
    with pytest.raises(BuildError, match="the connection to the scheduler was lost"):
        performed(client, context, Job(action=curious, needs={}))


def test_a_worker_that_comes_later_and_is_another_one_is_refused(
    client: Loopback, context: WorkerContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster(client, context) as pool:
        there = {**remote.description(("Jinja2",)), "Jinja2": "2.0"}
        monkeypatch.setattr(remote, "description", lambda _: there)
        reply = remote.perform(("Jinja2",), "another", b"not even looked at", ())
        assert reply.differs == there
        monkeypatch.undo()
        monkeypatch.setattr(remote, "perform", lambda *_: reply)
        with pytest.raises(
            BuildError, match=r"process \d+: error: the worker would produce different bytes: Jinja2 is 2\.0"
        ):
            pool.perform(Job(action=curious, needs={})).result()


# ── workers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def faults(client: Loopback, **worker: object) -> list[str]:
    client.workers["tcp://10.0.0.2:4001"] = {"nthreads": 1, "memory_limit": 0, "status": "running", **worker}
    try:
        Connection(client, "tcp://10.0.0.1:8786", KilledError).inspect(("Jinja2",))
    except BuildError as error:
        return [problem.message for problem in error.problems]
    return []


def test_a_worker_must_do_one_task_at_a_time_have_memory_and_the_same_versions(client: Loopback) -> None:
    here = remote.description(("Jinja2",))
    client.answers["tcp://10.0.0.2:4001"] = here
    assert faults(client) == []
    assert faults(client, nthreads=8) == ["the worker does 8 tasks at a time; only one is allowed"]
    assert faults(client, memory_limit=300 << 20) == ["the worker may use 300 MB of memory; it needs 512 MB"]
    client.answers["tcp://10.0.0.2:4001"] = {**here, "zlib": "1.3.1.zlib-ng", "Jinja2": "none"}
    (message,) = faults(client)
    assert "zlib is 1.3.1.zlib-ng, here " in message
    assert "Jinja2 is none, here 3" in message
    client.answers["tcp://10.0.0.2:4001"] = ModuleNotFoundError("No module named 'protocolpress'")
    assert faults(client) == ["protocolpress cannot be used there: No module named 'protocolpress'"]


def test_a_cluster_without_a_worker_is_an_error_at_once_and_later(client: Loopback) -> None:
    link = Connection(client, "tcp://10.0.0.1:8786", KilledError)
    client.workers.clear()
    with pytest.raises(BuildError, match="the cluster has no worker"):
        link.inspect(())
    client.workers["tcp://10.0.0.2:4001"] = {"status": "paused"}
    for _ in range(connection.LOOKS_WITHOUT_WORKER - 1):
        link.look()
    with pytest.raises(BuildError, match="no worker of the cluster accepts work"):
        link.look()


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BuildError, match=r"Dask is not installed .*\n.*pip install 'protocolpress\[cluster\]'"):
        connection.connected("tcp://10.0.0.1:8786")


# ── what is held, what is guessed ────────────────────────────────────────────────────────────────────────────────────


def test_what_was_not_needed_for_longest_is_let_go(client: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST_HELD", 10)
    shelf = ClusterStore(client)
    shelf.put({"one": b"12345", "two": b"12345"})
    shelf.get("one")
    shelf.put({"three": b"12345"})
    assert [name for name in ("one", "two", "three") if shelf.get(name)] == ["one", "three"]
    shelf.put({"four": b"123456789012345"})  # too much alone, and needed all the same
    assert [name for name in ("one", "three", "four") if shelf.get(name)] == ["four"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    document_id: str
    edition: str = "en"

    def __call__(self, given: Inputs) -> bytes:
        return given.files.read("a.md")


class Origin(Page):
    """Another kind of task with the same parameters."""


def page(document: str) -> Page:
    return Page(document_id=document)


def test_what_one_asked_of_its_document_another_asks_of_its_own() -> None:
    predictor = Predictor()
    asked = {("read", "sources/events/x.md"), ("exists", "locales/ru/events/x.po"), ("read", "templates/event.html")}
    predictor.learn(page("events/x"), asked, set())
    assert predictor.likely(page("events/y")) == {
        ("read", "sources/events/y.md"),
        ("exists", "locales/ru/events/y.po"),
        ("read", "templates/event.html"),
    }


def test_a_guess_that_is_mostly_wrong_is_not_made_again() -> None:
    predictor = Predictor()
    picture = ("read", "sources/media/x.png")
    predictor.learn(page("events/x"), {picture}, set())
    for document in ("events/y", "events/z", "events/w"):
        assert picture in predictor.likely(page(document))
        predictor.learn(page(document), set(), predictor.likely(page(document)))
    assert picture not in predictor.likely(page("events/v"))


def test_of_a_new_function_all_that_others_asked_is_guessed_until_one_is_done() -> None:
    predictor = Predictor()
    predictor.learn(page("events/x"), {("read", "sources/events/x.md"), ("read", "a.html")}, set())
    origin = Origin(document_id="events/y")
    guessed = predictor.likely(origin)
    assert guessed == {("read", "sources/events/y.md"), ("read", "a.html")}
    predictor.learn(origin, {("read", "sources/events/y.md")}, guessed)
    assert predictor.likely(origin) == {("read", "sources/events/y.md")}
