"""What a job needs: looked at before it begins, and held only as far as there is room."""

from __future__ import annotations

import pathlib

import pytest

from protocolpress.build import pool
from protocolpress.build.pool import Job, WorkerContext
from protocolpress.build.store import Store
from protocolpress.build.task import Inputs
from protocolpress.errors import FilesError
from protocolpress.files import MemoryFiles


def joined(given: Inputs) -> bytes:
    """Take everything, in order, and one thing twice."""
    assert len(given.needs) == 3
    return b"".join([*given.needs.values(), given.needs["b"], *(name.encode() for name in given.needs)])


@pytest.fixture
def context(tmp_path: pathlib.Path) -> WorkerContext:
    return WorkerContext(files=MemoryFiles({}), store=Store(tmp_path))


def job(context: WorkerContext) -> Job:
    return Job(action=joined, needs={name: context.store.put(name.encode() * 100) for name in "bac"})


def objects(context: WorkerContext) -> list[pathlib.Path]:
    return [place for place in (context.store._root / context.store._path).rglob("*") if place.is_file()]  # noqa: SLF001 - nothing else tells


@pytest.mark.parametrize("held", [0, 150, 1000])
def test_an_action_gets_what_it_needs_however_much_is_held(
    context: WorkerContext, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "HELD", held)
    result = context.perform(job(context))
    assert context.store.get(result.digest) == b"b" * 100 + b"a" * 100 + b"c" * 100 + b"b" * 100 + b"bac"


def test_a_job_does_not_begin_without_what_it_needs(context: WorkerContext) -> None:
    wanted = job(context)
    for place in objects(context):
        if place.read_bytes().startswith(b"a"):
            place.write_bytes(b"damaged")
    assert context.perform(wanted).gone == ("a",)


def test_what_is_lost_meanwhile_is_a_problem_of_the_cache(
    context: WorkerContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "HELD", 0)
    needs = pool._Needs(context.store, job(context).needs)  # noqa: SLF001 - what an action gets
    for place in objects(context):
        place.unlink()
    with pytest.raises(FilesError, match=r"the cached result of b cannot be read \[unreadable-cache\]"):
        needs["b"]
