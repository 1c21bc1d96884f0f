"""Measure `protocolpress update` against GNU `msgmerge`: the same files, runs in turn, whole processes.

    python -m bench.update [--messages N] [--changed N] [--runs N]

The catalogs are made up, the same in every run: messages of 4 to 60 words in English, Russian translations of about
the same length, comments, references, some fuzzy, obsolete and plural ones; in the template some texts changed by a
word. Printed are the medians of the times, their ratio, and the peaks of memory.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from protocolpress.catalogs import template
from protocolpress.catalogs.entries import Entry

ENGLISH = """
the of and to in a Parties agency station research shall be each other cooperation results samples transfer program
crew module experiment working group commission meeting record co-chairs paragraph article annex notify information
launch vehicle responsible costs property damage exchange data scientific medical support training flight return
"""
RUSSIAN = """
и в на по с о при для Стороны агентство станция исследование обязуются каждая другой сотрудничество результаты
образцы передача программа экипаж модуль эксперимент рабочая группа комиссия заседание протокол сопредседатели
пункт статья приложение уведомлять сведения запуск ракета ответственность расходы имущество ущерб обмен данные
"""
HEADER = (
    "Project-Id-Version: bench\nLanguage: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """The result of a run: seconds, and its peak memory in MB."""

    seconds: float
    memory: float


def sentence(chance: random.Random, words: str, number: int) -> str:
    """Make a sentence that no other message has."""
    count = min(60, 4 + int(chance.expovariate(1 / 12)))
    return f"{' '.join(chance.choices(words.split(), k=count)).capitalize()} {number}."


def catalog(messages: int) -> list[Entry]:
    """Make the entries of a translated catalog."""
    chance = random.Random(messages)  # noqa: S311 - it has to be the same every time
    entries = []
    for number in range(messages):
        plural = sentence(chance, ENGLISH, number) if number % 100 == 7 else None
        entries.append(
            Entry(
                msgid=sentence(chance, ENGLISH, number),
                msgid_plural=plural,
                msgstr=tuple(sentence(chance, RUSSIAN, number) for _ in range(1 if plural is None else 3)),
                comments=("проверено",) if number % 20 == 3 else (),
                extracted=(f"Protocol {number // 50} · Article {number % 50} · paragraph 1",),
                references=(f"sources/protocols/{number // 50}.md",),
                flags=("fuzzy",) if number % 50 == 9 else (),
                obsolete=number % 40 == 11,
            )
        )
    return entries


def changed(entries: Sequence[Entry], count: int) -> list[Entry]:
    """Make a later template: *count* messages have a changed word."""
    chance = random.Random(count)  # noqa: S311
    active = [dataclasses.replace(entry, flags=(), comments=()) for entry in entries if not entry.obsolete]
    for number in chance.sample(range(len(active)), count):
        words = active[number].msgid.split(" ")
        words[chance.randrange(len(words) - 1)] = "amended"
        active[number] = dataclasses.replace(active[number], msgid=" ".join(words))
    return [dataclasses.replace(entry, msgstr=("",) * (1 if entry.msgid_plural is None else 2)) for entry in active]


def write(place: pathlib.Path, entries: Sequence[Entry], language: str) -> None:
    """Write a catalog."""
    header = Entry(msgid="", msgstr=(HEADER.format(language),))
    place.write_text(template.render([header, *entries]), "utf-8")


def measure(command: Sequence[str | pathlib.Path]) -> Result:
    """Run a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Result(seconds, usage.ru_maxrss / 1024)


def run(folder: pathlib.Path, runs: int) -> tuple[list[Result], list[Result]]:
    """Run both in turn, on fresh copies of the same files."""
    pot, old = folder / "bench.pot", folder / "old.po"
    ours: list[Result] = []
    theirs: list[Result] = []
    for _ in range(runs):
        for results in (ours, theirs):
            new = folder / "ru.po"
            shutil.copyfile(old, new)
            command: list[str | pathlib.Path] = [
                "msgmerge",
                "--previous",
                "--quiet",
                "--update",
                "--backup=none",
                new,
                pot,
            ]
            if results is ours:
                command = [sys.executable, "-m", "protocolpress", "update", "--template", pot, new]
            results.append(measure(command))
    return ours, theirs


def main() -> None:
    """Make the files, run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=300)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    if not shutil.which("msgmerge"):
        raise SystemExit("install GNU gettext to compare with it")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        entries = catalog(options.messages)
        write(folder / "old.po", entries, "ru")
        write(folder / "bench.pot", changed(entries, options.changed), "")
        ours, theirs = run(folder, options.runs)
    _print(options, ours, theirs)


def _print(options: argparse.Namespace, ours: list[Result], theirs: list[Result]) -> None:
    machine = (
        f"{platform.node()}, {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    print(f"{options.messages} messages, {options.changed} changed, {options.runs} runs; {machine}")  # noqa: T201
    medians = [statistics.median(result.seconds for result in results) for results in (ours, theirs)]
    for title, results, median in zip(("protocolpress update", "msgmerge"), (ours, theirs), medians, strict=True):
        fastest = min(result.seconds for result in results)
        peak = max(result.memory for result in results)
        print(f"{title:22} median {median:6.2f} s   fastest {fastest:6.2f} s   peak {peak:6.0f} MB")  # noqa: T201
    print(f"{'ratio':22} {medians[0] / medians[1]:13.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
