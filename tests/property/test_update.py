"""Whatever is in a catalog and whatever the template wants: no word is lost, and twice is once."""

from __future__ import annotations

import dataclasses
import pathlib
import shutil
import subprocess
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocolpress.catalogs import memory, po, template, update
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.errors import Problems

HEADER = (
    '# Nobody <nobody@example.org>\nmsgid ""\nmsgstr "X-Unknown: kept\\n"\n"Language: ru\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
PLURALS = '"Plural-Forms: nplurals=3; plural=n%10==1 ? 0 : n%10<5 ? 1 : 2;\\n"\n'

TEXTS = (
    "Space",
    "Spade",
    "The meeting was opened in Quebec.",
    "The meeting was opened in Quebec!",
    "The meeting was not opened in Quebec.",
    "The meeting was closed in Quebec.",
    "A long paragraph that says, at length, what the Parties have agreed to do about samples of {name}.",
    "A long paragraph that said, at length, what the Parties have agreed to do about samples of {name}.",
    "line\n",
    "line\nand another\n",
    "%d page",
)
WORDS = st.sampled_from(["", "", "перевод", "перевод\n", "другой перевод", "%d", "«»"])
COMMENTS = st.lists(st.sampled_from(["mine", "yours", ""]), max_size=2, unique=True).map(tuple)
FLAGS = st.sets(st.sampled_from(["fuzzy", "c-format", "no-wrap", "python-brace-format"]), max_size=2)
CONTEXT = st.sampled_from([None, None, None, "cover"])
PLURAL = st.sampled_from([None, None, None, "%d pages", "%d leaves"])
BETWEEN = st.sampled_from(["\n", "\n", "\n\n", ""])


@st.composite
def some_entry(draw: st.DrawFn) -> Entry:
    plural = draw(PLURAL)
    flags = draw(FLAGS)
    previous = draw(st.sampled_from([(), ('msgid "Spate"',), ('msgid ""', '"The meeting was open in Quebec."')]))
    return Entry(
        msgid=draw(st.sampled_from(TEXTS)),
        msgctxt=draw(CONTEXT),
        msgid_plural=plural,
        msgstr=tuple(draw(WORDS) for _ in range(1 if plural is None else 3)),
        comments=draw(COMMENTS),
        extracted=draw(COMMENTS),
        references=draw(st.sampled_from([(), ("a.md",), ("a.md", "b.md")])),
        flags=tuple(sorted(flags)),
        previous=previous if "fuzzy" in flags else (),
        obsolete=draw(st.booleans()),
    )


def read(text: str) -> PoFile | None:
    problems = Problems()
    file = po.parse(text.encode(), "ru.po", problems)
    return None if problems.errors else file


@st.composite
def catalogs(draw: st.DrawFn) -> PoFile:
    """Return a catalog without mistakes, in one shape or another; entries that would be one are fuzzy."""
    unique = {entry.key: entry for entry in draw(st.lists(some_entry(), max_size=8))}
    text = HEADER + PLURALS * draw(st.booleans())
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    for entry in unique.values():
        lines = "\n" + template.render([entry])
        if read(text + lines) is None:
            fuzzy = dataclasses.replace(entry, flags=("fuzzy", *entry.flags))
            lines = "\n" + template.render([fuzzy])
        text += lines + draw(BETWEEN)
    file = po.parse(text.replace("\n", newline).encode(), "ru.po", problems := Problems())
    assert not problems.errors
    return file


@st.composite
def templates(draw: st.DrawFn) -> PoFile:
    entries = {entry.key: entry for entry in draw(st.lists(some_entry(), max_size=8)) if not entry.obsolete}
    wanted = (
        Entry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
            msgstr=("",) * (1 if entry.msgid_plural is None else 2),
            extracted=entry.extracted,
            references=entry.references,
            flags=tuple(flag for flag in entry.flags if flag.endswith("format")),
        )
        for entry in entries.values()
    )
    return PoFile(entries=tuple(wanted))


@st.composite
def memories(draw: st.DrawFn) -> memory.Memory:
    keys: frozenset[memory.Key] = frozenset((None, text) for text in draw(st.sets(st.sampled_from(TEXTS))))
    return memory.Memory([("other.po", draw(catalogs()), keys)])


def check(file: PoFile, pot: PoFile, updated: update.Updated) -> PoFile:
    """Test what holds for every update; give the result, read again."""
    data = po.serialize(updated.file)
    problems = Problems()
    again = po.parse(data, "ru.po", problems)
    assert not problems.errors, f"{problems.errors}\n{data.decode()}"
    assert list(again.fields.items())[: len(file.fields)] == list(file.fields.items())
    assert again.entries[0].comments == file.entries[0].comments
    active = [entry for entry in again.entries if entry.msgid and not entry.obsolete]
    assert {entry.key for entry in active} == {entry.key for entry in pot.entries}
    wanted = {entry.key: entry for entry in pot.entries}
    assert all(entry.msgid_plural == wanted[entry.key].msgid_plural for entry in active)
    return again


@given(file=catalogs(), pot=templates(), elsewhere=memories(), source_language=st.booleans(), typo=st.booleans())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nothing_is_lost_and_twice_is_once(
    file: PoFile, pot: PoFile, elsewhere: memory.Memory, source_language: bool, typo: bool
) -> None:
    def run(catalog: PoFile) -> update.Updated:
        return update.update(catalog, pot, elsewhere=elsewhere, source_language=source_language, is_typo=lambda _: typo)

    updated = run(file)
    again = check(file, pot, updated)
    assert po.serialize(run(again).file) == po.serialize(updated.file)
    said = [text for entry in again.entries for text in (*entry.msgstr, *entry.comments)]
    for entry in file.entries[1:]:
        assert set(entry.comments) <= set(said)
        if not (source_language and entry.msgstr == (entry.msgid,)):
            assert all(text in said or any(repr(text)[1:-1] in line for line in said) for text in entry.msgstr)


@given(file=catalogs(), pot=templates())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_does_not_change_keeps_its_bytes(file: PoFile, pot: PoFile) -> None:
    data = po.serialize(update.update(file, pot).file).decode()
    wanted = {entry.key: entry for entry in pot.entries}
    for entry in file.entries:
        same = wanted.get(entry.key)
        stays = same is not None and (
            not entry.obsolete
            and same.msgid_plural == entry.msgid_plural
            and same.references == entry.references
            and same.extracted == entry.extracted
            and set(same.flags) == {flag for flag in entry.flags if flag.endswith("format")}
        )
        if stays:
            assert entry.raw.strip() in data


@given(file=catalogs())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_its_own_template_changes_nothing(file: PoFile) -> None:
    pot = PoFile(entries=tuple(entry for entry in file.entries if entry.msgid and not entry.obsolete))
    updated = po.serialize(update.update(file, pot).file)
    plural = any(entry.msgid_plural is not None for entry in pot.entries)
    if not plural or "Plural-Forms" in file.fields:
        assert updated == po.serialize(file)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@given(file=catalogs(), pot=templates(), elsewhere=memories())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_msgfmt_takes_the_result(file: PoFile, pot: PoFile, elsewhere: memory.Memory) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder) / "ru.po"
        place.write_bytes(po.serialize(update.update(file, pot, elsewhere=elsewhere).file))
        command = ("msgfmt", "--check-format", "--check-domain", "-o-", str(place))
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, f"{done.stderr.decode()}\n{place.read_text('utf-8')}"


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[dict[int, str]]]:
    """Give the texts of a document, and edits of some of them: little, or beyond recognition."""
    count = draw(st.integers(1, 5))
    texts = [chr(65 + place) * draw(st.integers(9, 90)) for place in range(count)]
    steps = []
    for number in range(draw(st.integers(1, 4))):
        places = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2))
        forms = {place: (texts[place][:-1], f"{texts[place]}!", chr(97 + 5 * number + place) * 40) for place in places}
        steps.append({place: f"{draw(st.sampled_from(forms[place]))} {number}" for place in places})
    return texts, steps


@given(made=edits(), fuzzy=st.sets(st.integers(0, 4)), alike=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_edits_and_their_reversals_give_the_bytes_back(
    made: tuple[list[str], list[dict[int, str]]], fuzzy: set[int], alike: bool
) -> None:
    texts, steps = made

    def of(texts: list[str]) -> PoFile:
        kinds = ["paragraph" if alike else f"paragraph {place}" for place in range(len(texts))]
        return PoFile(
            entries=tuple(
                Entry(msgid=text, msgstr=("",), extracted=(kind,)) for text, kind in zip(texts, kinds, strict=True)
            )
        )

    entries = [
        dataclasses.replace(entry, msgstr=(f"перевод {place}",), flags=("fuzzy",) if place in fuzzy else ())
        for place, entry in enumerate(of(texts).entries)
    ]
    first = file = po.parse(f"{HEADER}\n{template.render(entries)}".encode(), "ru.po", Problems())
    states = [texts]
    for step in steps:
        states.append([step.get(place, text) for place, text in enumerate(states[-1])])
    for state in [*states, *reversed(states)]:
        file = po.parse(po.serialize(update.update(file, of(state)).file), "ru.po", problems := Problems())
        assert not problems.errors
        assert {entry.msgstr for entry in file.entries if not entry.obsolete} == {
            entry.msgstr for entry in first.entries
        }
    assert po.serialize(file) == po.serialize(first)
