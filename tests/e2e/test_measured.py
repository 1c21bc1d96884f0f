from __future__ import annotations

import dataclasses
import pathlib

import pytest
from bench import checks, faults

from protocolpress.checks.rule import Context, Pair

AIM = 0.95
FALSE_ALARMS = 10


@pytest.fixture(scope="module")
def ours() -> tuple[tuple[Pair, ...], Context]:
    return checks.ours()


def test_a_hundred_faults_are_planted_and_always_the_same(ours: tuple[tuple[Pair, ...], Context]) -> None:
    pairs, _ = ours
    planted = faults.choose(faults.every(pairs), checks.SEED)
    counted = checks.recall(planted, ())
    assert counted["all"] == (100, 100)
    assert [counted[group][0] for group in checks.GROUPS] == [30, 15, 15, 15]
    assert planted == faults.choose(faults.every(pairs), checks.SEED)
    assert all(fault.bad.target not in (fault.good.target, fault.good.source) for fault in planted)


def test_planted_faults_are_found(ours: tuple[tuple[Pair, ...], Context]) -> None:
    pairs, context = ours
    planted = faults.choose(faults.every(pairs), checks.SEED)
    lost = list(checks.missed(planted, context))
    counted = checks.recall(planted, lost)
    low = {group: counted[group] for group in checks.GROUPS if counted[group][1] < AIM * counted[group][0]}
    assert not low, "\n".join(f"{fault.kind.name}: {fault.bad.target}" for fault in lost)


def test_a_fault_that_no_rule_finds_is_counted(ours: tuple[tuple[Pair, ...], Context]) -> None:
    pairs, context = ours
    planted = faults.every(pairs)["mention"][:3]
    blind = [
        dataclasses.replace(fault, kind=dataclasses.replace(fault.kind, rules=frozenset({"date-mismatch"})))
        for fault in planted
    ]
    assert list(checks.missed(planted, context)) == []
    assert list(checks.missed(blind, context)) == blind
    assert checks.recall(planted, planted[:1])["mention"] == (3, 2)


@pytest.fixture(scope="module")
def measured(data: pathlib.Path) -> tuple[checks.Alarms, ...]:
    places = [data / "po" / name for name in checks.CATALOGS]
    if absent := [str(place) for place in places if not place.is_file()]:
        pytest.skip(f"there is no {', '.join(absent)}")
    return tuple(checks.alarms(place) for place in places)


def test_real_text_gives_few_false_alarms(measured: tuple[checks.Alarms, ...]) -> None:
    assert sum(one.messages for one in measured) > 1500
    false = [(problem.position.line, problem.rule, problem.message) for one in measured for problem, _ in one.false()]
    assert checks.false_rate(measured) < FALSE_ALARMS, false


def test_the_faults_that_a_person_found_there_are_found(measured: tuple[checks.Alarms, ...]) -> None:
    found = {(problem.rule, source) for one in measured for problem, source in one.problems}
    assert found >= checks.TRUE_FAULTS
