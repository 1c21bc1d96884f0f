"""The log of traces: one file, to which records are only appended.

In: traces, and stamps of outputs. Out: the last one of each, when the next run begins. A line holds a checksum and a
record as JSON; a line that is torn or damaged is left out. Facts that many traces share stand in the file once, and
traces name them by number. A file of another version counts as empty; nothing that stands in it can be an error.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import pathlib
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import IO, Any

from protocolpress import files
from protocolpress.build.outputs import Stamp
from protocolpress.build.task import Fact
from protocolpress.build.traces import Trace
from protocolpress.errors import FilesError, Position, Problem, Severity

NAME = "traces"

HEADER = b"protocolpress traces 1\n"
"""The version of the format; a file that begins otherwise is none of ours."""

BATCH = 1000
"""Records that are decoded at once: ten times as quick as one by one."""

SLACK = 1000
"""Records that are no longer needed and may stay in any case."""


class Log:
    """The traces of a project; lives as long as a run."""

    def __init__(self, folder: pathlib.Path) -> None:
        """Read the log in *folder*, if there is one; write a new one where it is damaged, or mostly out of date."""
        self._place = folder / NAME
        self._traces: dict[str, Trace] = {}
        self._stamps: dict[tuple[str, str], Stamp] = {}
        self._numbers: dict[Fact, int] = {}
        self._lines = 0
        self.compacted = False
        """Whether the file was written anew: then the store may hold what nothing names any more."""
        self._file: IO[bytes] | None = None
        self._start()

    def trace(self, name: str) -> Trace | None:
        """Give the trace of a task."""
        return self._traces.get(name)

    def stamps(self, folder: str) -> dict[str, Stamp]:
        """Give what is known of the outputs in an output folder, by their path in it."""
        return {path: stamp for (where, path), stamp in self._stamps.items() if where == folder}

    def add(self, name: str, trace: Trace) -> None:
        """Keep the trace of a task. Where it cannot be written, it is forgotten with this run."""
        self._traces[name] = trace
        self._write(self._trace_records(name, trace))

    def stamp(self, folder: str, stamps: Mapping[str, Stamp]) -> None:
        """Keep what is known of outputs."""
        known = {(folder, path): stamp for path, stamp in stamps.items()}
        fresh = {key: stamp for key, stamp in known.items() if self._stamps.get(key) != stamp}
        self._stamps |= fresh
        self._write(_stamp_records(fresh))

    def prune(self, names: Collection[str]) -> None:
        """Forget all tasks but *names*: in the file, when it is next written anew."""
        self._traces = {name: trace for name, trace in self._traces.items() if name in names}

    def is_loose(self) -> bool:
        """Tell whether most of the file is no longer needed."""
        return self._lines > 2 * (len(self._numbers) + len(self._traces) + len(self._stamps)) + SLACK

    def results(self) -> frozenset[str]:
        """Give the digests of all that was made."""
        return frozenset(trace.output for trace in self._traces.values())

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def compact(self) -> None:
        """Write the file anew, with what is still needed and nothing else."""
        self.close()
        self.compacted = True
        self._numbers.clear()
        made = self.results()
        self._stamps = {key: stamp for key, stamp in self._stamps.items() if stamp.digest in made}
        records = [record for name, trace in self._traces.items() for record in self._trace_records(name, trace)]
        records += _stamp_records(self._stamps)
        try:
            self._lines = len(records)
            files.write(self._place, HEADER + b"".join(map(_line, records)), durable=False)
        except FilesError:
            # What is there can be damaged in a way that would make new records lie: nothing is appended to it.
            self._numbers.clear()
            return
        self._open()

    def _start(self) -> None:
        if self._read() and not self.is_loose():
            self._open()
        else:
            self.compact()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            self._file = self._place.open("ab", buffering=0)

    def _read(self) -> bool:
        """Read the file; tell whether all of its lines are whole."""
        whole = True
        facts: dict[int, Fact] = {}
        try:
            with self._place.open("rb") as file:
                if file.readline() != HEADER:
                    return False
                while lines := list(itertools.islice(file, BATCH)):
                    whole &= self._take_all(lines, facts)
        except OSError:
            return False
        self._numbers = {fact: number for number, fact in facts.items()}
        return whole

    def _take_all(self, lines: list[bytes], facts: dict[int, Fact]) -> bool:
        """Take records; tell whether all of them are whole."""
        self._lines += len(lines)
        sound = [line[9:-1] for line in lines if _is_sound(line)]
        whole = len(sound) == len(lines)
        try:
            records = json.loads(b"[%s]" % b",".join(sound))
        except (ValueError, RecursionError):
            return False
        for record in records:
            try:
                self._take(record, facts)
            except (ValueError, KeyError, TypeError, IndexError, AttributeError):
                whole = False
        return whole

    def _take(self, record: list[Any], facts: dict[int, Fact]) -> None:
        kind, *rest = record
        if kind == "fact":
            number, what, name, value = rest
            facts[number] = (what, name, value)
        elif kind == "trace":
            name, function, parameters, needs, numbers, output, problems = rest
            self._traces[name] = Trace(
                function=function,
                parameters=parameters,
                needs=tuple((need, digest) for need, digest in needs),
                facts=tuple([facts[number] for number in numbers]),
                output=output,
                problems=tuple(map(_problem, problems)),
            )
        elif kind == "stamp":
            folder, path, size, modified, changed, inode, digest = rest
            self._stamps[folder, path] = Stamp(size, modified, changed, inode, digest)

    def _trace_records(self, name: str, trace: Trace) -> Iterator[list[Any]]:
        numbers = []
        for fact in trace.facts:
            if fact not in self._numbers:
                self._numbers[fact] = len(self._numbers)
                yield ["fact", self._numbers[fact], *fact]
            numbers.append(self._numbers[fact])
        problems = [_fields(problem) for problem in trace.problems]
        parameters = dict(trace.parameters)
        yield ["trace", name, trace.function, parameters, list(trace.needs), numbers, trace.output, problems]

    def _write(self, records: Iterable[list[Any]]) -> None:
        lines = [_line(record) for record in records]
        self._lines += len(lines)
        data = b"".join(lines)
        if self._file is None or not data:
            return
        try:
            written = self._file.write(data)
        except OSError:
            written = 0
        if written != len(data):  # a full disk: the next run finds the torn line, and writes the file anew
            self.close()


def _is_sound(line: bytes) -> bool:
    try:
        return line.endswith(b"\n") and zlib.crc32(line[9:-1]) == int(line[:8], 16)
    except ValueError:
        return False


def _line(record: list[Any]) -> bytes:
    data = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(data), data)


def _stamp_records(stamps: Mapping[tuple[str, str], Stamp]) -> Iterator[list[Any]]:
    for key, stamp in stamps.items():
        yield ["stamp", *key, *stamp]


def _fields(problem: Problem) -> list[Any]:
    at = problem.position
    return [at.path, at.line, at.column, problem.severity, problem.rule, problem.message, problem.hint]


def _problem(fields: list[Any]) -> Problem:
    path, line, column, severity, rule, message, hint = fields
    return Problem(Position(path, line, column), Severity(severity), rule, message, hint)
