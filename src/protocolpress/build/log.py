"""The log of traces: one file, to which records are appended.

In: traces, and stamps of outputs. Out: the last one of each, when the next run begins. A line holds a record as JSON.
Each batch is followed by a seal of the whole file up to there: anything after the last valid seal is torn, damaged or
foreign, and is ignored. Facts shared by many traces are stored once, and traces refer to them by number. A file of
another version counts as empty; no content of the file can cause an error.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from protocolpress.build.keys import Key
from protocolpress.build.outputs import Stamp
from protocolpress.build.task import Dependency
from protocolpress.build.traces import Trace
from protocolpress.errors import Position, Problem, Severity
from protocolpress.folders import Folder

NAME = "traces"

PURPOSE = b"traces 2"
"""The purpose of its seal, and the version of its format."""

HEADER = b"protocolpress %s\n" % PURPOSE
"""A file with another beginning is not ours."""

SEAL = b"= "
"""Prefix of a line that is a seal, not a record."""

BATCH = 1000
"""Number of records decoded at once: ten times as fast as one by one."""

SLACK = 1000
"""Number of obsolete records that are always tolerated."""


class Log:
    """The traces of a project; lives as long as a run."""

    def __init__(self, folder: Folder, key: Key) -> None:
        """Read the log in *folder*, if there is one; start a new one if it is damaged or mostly obsolete.

        Only records sealed with *key* are read.
        """
        self._folder = folder
        self._key = key
        self._sealer = key.sealer(PURPOSE)
        self._traces: dict[str, Trace] = {}
        self._stamps: dict[tuple[str, str], Stamp] = {}
        self._numbers: dict[Dependency, int] = {}
        self._lines = 0
        self.compacted = False
        """Whether the file was rewritten; the store may then hold objects that nothing refers to."""
        self.is_foreign = False
        """Whether there was a log without any part sealed with the key."""
        self._file = -1
        if not (self._read() and not self.is_loose()):
            self.compact()

    def trace(self, name: str) -> Trace | None:
        """Return the trace of a task."""
        return self._traces.get(name)

    def stamps(self, folder: str) -> dict[str, Stamp]:
        """Return the stamps of an output folder, by path in it."""
        return {path: stamp for (where, path), stamp in self._stamps.items() if where == folder}

    def add(self, name: str, trace: Trace) -> None:
        """Store the trace of a task. If it cannot be written, it is forgotten after this run."""
        self._traces[name] = trace
        self._write(self._trace_records(name, trace))

    def stamp(self, folder: str, stamps: Mapping[str, Stamp]) -> None:
        """Store the stamps of outputs."""
        known = {(folder, path): stamp for path, stamp in stamps.items()}
        fresh = {key: stamp for key, stamp in known.items() if self._stamps.get(key) != stamp}
        self._stamps |= fresh
        self._write(_stamp_records(fresh))

    def prune(self, names: Collection[str]) -> None:
        """Forget all tasks but *names*; the file follows when it is next rewritten."""
        self._traces = {name: trace for name, trace in self._traces.items() if name in names}

    def is_loose(self) -> bool:
        """Whether most of the file is obsolete."""
        return self._lines > 2 * (len(self._numbers) + len(self._traces) + len(self._stamps)) + SLACK

    def results(self) -> frozenset[str]:
        """Return the digests of all results."""
        return frozenset(trace.output for trace in self._traces.values())

    def close(self) -> None:
        """Stop writing."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def compact(self) -> None:
        """Rewrite the file without obsolete records."""
        self.close()
        self.compacted = True
        self._numbers.clear()
        self._sealer = self._key.sealer(PURPOSE)
        self._sealer.update(HEADER)
        made = self.results()
        self._stamps = {key: stamp for key, stamp in self._stamps.items() if stamp.digest in made}
        records = [record for name, trace in self._traces.items() for record in self._trace_records(name, trace)]
        lines = [_line(record) for record in (*records, *_stamp_records(self._stamps))]
        batches = [self._sealed(b"".join(lines[place : place + BATCH])) for place in range(0, len(lines), BATCH)]
        self._lines = len(lines)
        try:
            self._folder.write(NAME, HEADER + b"".join(batches), durable=False)
            self._file = self._folder.open(NAME, os.O_WRONLY | os.O_APPEND)
        except OSError:
            # Damaged contents could change the meaning of new records, so nothing is appended to them.
            self._numbers.clear()

    def _read(self) -> bool:
        """Read the file and keep it open; return whether all of it is sealed."""
        dependencies: dict[int, Dependency] = {}
        try:
            self._file = self._folder.open(NAME, os.O_RDWR | os.O_APPEND)
            if os.fstat(self._file).st_nlink != 1:  # a hard link to somebody's file: nothing is appended to it
                return False
            with open(self._file, "rb", closefd=False) as file:
                if file.readline() != HEADER:
                    return False
                whole = self._take_sealed(file, dependencies)
        except OSError:
            return False
        self._numbers = {dependency: number for number, dependency in dependencies.items()}
        return whole

    def _take_sealed(self, file: Iterable[bytes], dependencies: dict[int, Dependency]) -> bool:
        """Accept the sealed records; return whether these are all of them."""
        sealer = self._sealer
        sealer.update(HEADER)
        whole, lines, sealed, waiting = True, 0, list[bytes](), list[bytes]()
        for line in file:
            if not line.startswith(SEAL):
                sealer.update(line)
                waiting.append(line)
                continue
            if line != _seal(sealer):
                whole = False
                break
            sealer.update(line)
            sealed += waiting
            lines += len(waiting)
            waiting = []
            if len(sealed) >= BATCH:
                whole &= self._take_all(sealed, dependencies)
                sealed = []
        whole &= self._take_all(sealed, dependencies) and not waiting
        self._lines, self.is_foreign = lines, not whole and not lines
        return whole

    def _take_all(self, lines: list[bytes], dependencies: dict[int, Dependency]) -> bool:
        """Accept records; return whether all of them are complete."""
        whole = True
        try:
            records = json.loads(b"[%s]" % b",".join(lines))
        except (ValueError, RecursionError):
            return False
        for record in records:
            try:
                self._take(record, dependencies)
            except (ValueError, KeyError, TypeError, IndexError, AttributeError):
                whole = False
        return whole

    def _take(self, record: list[Any], dependencies: dict[int, Dependency]) -> None:
        kind, *rest = record
        if kind == "fact":
            number, what, name, value = rest
            dependencies[number] = (what, name, value)
        elif kind == "trace":
            name, function, parameters, needs, numbers, output, problems = rest
            self._traces[name] = Trace(
                function=function,
                parameters=parameters,
                needs=tuple((need, digest) for need, digest in needs),
                dependencies=tuple([dependencies[number] for number in numbers]),
                output=output,
                problems=tuple(map(_problem, problems)),
            )
        elif kind == "stamp":
            folder, path, size, modified, changed, inode, digest = rest
            self._stamps[folder, path] = Stamp(size, modified, changed, inode, digest)

    def _trace_records(self, name: str, trace: Trace) -> Iterator[list[Any]]:
        numbers = []
        for dependency in trace.dependencies:
            if dependency not in self._numbers:
                self._numbers[dependency] = len(self._numbers)
                yield ["fact", self._numbers[dependency], *dependency]
            numbers.append(self._numbers[dependency])
        problems = [_fields(problem) for problem in trace.problems]
        parameters = dict(trace.parameters)
        yield ["trace", name, trace.function, parameters, list(trace.needs), numbers, trace.output, problems]

    def _write(self, records: Iterable[list[Any]]) -> None:
        lines = [_line(record) for record in records]
        self._lines += len(lines)
        if self._file < 0 or not lines:
            return
        data = self._sealed(b"".join(lines))
        try:
            written = os.write(self._file, data)
        except OSError:
            written = 0
        if written != len(data):  # a full disk: the next run finds the torn line, and rewrites the file
            self.close()

    def _sealed(self, data: bytes) -> bytes:
        """Return *data* followed by a seal of it and of everything before it in the file."""
        self._sealer.update(data)
        seal = _seal(self._sealer)
        self._sealer.update(seal)
        return data + seal


def _seal(sealer: hashlib.blake2b) -> bytes:
    return b"%s%s\n" % (SEAL, sealer.hexdigest().encode())


def _line(record: list[Any]) -> bytes:
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _stamp_records(stamps: Mapping[tuple[str, str], Stamp]) -> Iterator[list[Any]]:
    for key, stamp in stamps.items():
        yield ["stamp", *key, *stamp]


def _fields(problem: Problem) -> list[Any]:
    at = problem.position
    return [at.path, at.line, at.column, problem.severity, problem.rule, problem.message, problem.hint]


def _problem(fields: list[Any]) -> Problem:
    path, line, column, severity, rule, message, hint = fields
    return Problem(Position(path, line, column), Severity(severity), rule, message, hint)
