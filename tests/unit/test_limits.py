"""Limits of time and memory, in the main thread and in another one."""

from __future__ import annotations

import concurrent.futures
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from protocolpress import limits


def in_a_thread(work: Callable[[], object]) -> object:
    """Do *work* in another thread; return its result, or raise its exception."""
    found: concurrent.futures.Future[object] = concurrent.futures.Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:  # noqa: BLE001 - that of the limit is no `Exception`
            found.set_exception(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found.result()


def here(work: Callable[[], object]) -> object:
    return work()


def endless() -> None:
    """Swallow what a library would swallow, and go on."""
    with limits.bounded(0.3, 0):
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001, S112
                continue


def stubborn() -> None:
    """Swallow the first exception of the limit itself."""
    with limits.bounded(0.3, 0):
        try:
            while True:
                sum(range(1000))
        except limits.OutOfTimeError:
            while True:
                sum(range(1000))


def greedy() -> None:
    with limits.bounded(0, 100):
        bytearray(1 << 30)


@pytest.mark.parametrize("place", [here, in_a_thread])
@pytest.mark.parametrize("work", [endless, stubborn])
def test_time_is_limited_in_every_thread(place: Callable[..., object], work: Callable[[], object]) -> None:
    with pytest.raises(limits.OutOfTimeError):
        place(work)


@pytest.mark.parametrize("place", [here, in_a_thread])
def test_memory_is_limited_in_every_thread(place: Callable[..., object]) -> None:
    with pytest.raises(MemoryError):
        place(greedy)
    assert len(bytearray(1 << 28)) == 1 << 28


@pytest.mark.parametrize("place", [here, in_a_thread])
def test_work_that_keeps_to_its_limits_is_left_alone(place: Callable[..., object]) -> None:
    def work() -> int:
        with limits.bounded(5, 500):
            return sum(range(1000))

    assert [place(work) for _ in range(20)] == [sum(range(1000))] * 20


@pytest.mark.parametrize("place", [here, in_a_thread])
def test_a_limit_inside_another_one_holds(place: Callable[..., object]) -> None:
    def work() -> str:
        with limits.bounded(60, 0):
            try:
                endless()
            except limits.OutOfTimeError:
                return "the inner one"
        return "none"

    assert place(work) == "the inner one"


TRACED = """
import sys, threading
from protocolpress import limits
def work():
    with limits.bounded(5, 0):
        pass
thread = threading.Thread(target=work)
thread.start()
thread.join()
def function():
    return sum(range(1000))
sys.settrace(lambda *_: lambda *_: None)
print(function())
"""


def test_a_limit_leaves_nothing_behind_in_the_process() -> None:
    """CPython 3.11 never ends the first step of a traced function while it believes that an exception is waiting."""
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "499500\n"
