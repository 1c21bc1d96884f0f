"""Whatever two sides do to a catalog: what merges loses no word, breaks no file, and merging again changes nothing."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from protocolpress.catalogs import entries, merge, po, template
from protocolpress.errors import Problems

PATH = "ru.po"
FIELDS = ("Content-Type: text/plain; charset=UTF-8", "Plural-Forms: nplurals=2; plural=n!=1;")

WORDS = st.sampled_from(["а", "б", "в", 'кавычки "', "обратная \\ черта", "два\tслова", "длинный текст " * 9])
PLURALS = {"n": "nn", "m": "mm"}


@st.composite
def messages(draw: st.DrawFn, msgid: str) -> entries.Entry:
    plural = PLURALS.get(msgid)
    forms = tuple(
        draw(st.lists(st.just("") | WORDS, min_size=2, max_size=2)) if plural else [draw(st.just("") | WORDS)]
    )
    return entries.Entry(
        msgid=msgid,
        msgid_plural=plural,
        msgctxt=draw(st.sampled_from([None, None, "c"])),
        msgstr=forms,
        comments=tuple(draw(st.lists(st.sampled_from(["one", "two", ""]), max_size=3))),
        extracted=tuple(draw(st.lists(st.sampled_from(["x", "y"]), max_size=2))),
        references=tuple(draw(st.lists(st.sampled_from(["a.md", "b.md"]), max_size=2))),
        flags=tuple(draw(st.lists(st.sampled_from(["fuzzy", "c-format", "no-wrap"]), max_size=2, unique=True))),
        previous=draw(st.sampled_from([(), (), ('msgid "p"',), ('msgid "q"',), ('msgid ""', '"p"')])),
        obsolete=draw(st.booleans()),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> str:
    ids = draw(st.lists(st.sampled_from(["p", "q", "r", "s", "n", "m"]), unique=True, max_size=3))
    fields = [
        *FIELDS,
        *draw(
            st.lists(st.sampled_from(["X-A: 1", "X-A: 2", "X-B: 1", "PO-Revision-Date: 2012-02-01 10:00"]), max_size=2)
        ),
    ]
    header = entries.Entry(msgid="", msgstr=("".join(f"{field}\n" for field in draw(st.permutations(fields))),))
    text = template.render([header, *(draw(messages(msgid)) for msgid in ids)])
    text = text.replace("\n\n", draw(st.sampled_from(["\n\n", "\n\n\n", "\n"])))
    text += draw(st.sampled_from(["", "\n", "\n# tail\n", "# end"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return text.rstrip() if draw(st.booleans()) else text


def parsed(text: str) -> entries.PoFile:
    problems = Problems()
    file = po.parse(text.encode(), PATH, problems)
    assert list(problems) == [], text
    return file


def merged(base: str, ours: str, theirs: str) -> str:
    problems = Problems()
    data = merge.contents(base.encode(), ours.encode(), theirs.encode(), PATH, problems)
    assert data is not None, list(problems)
    return data.decode()


def texts(file: entries.PoFile) -> set[str]:
    return {form for entry in file.entries if not entry.is_header for form in entry.msgstr if form}


def kept(file: entries.PoFile) -> set[str]:
    notes = (re.search(r'^merge-po: [^"]*(".*")$', line) for entry in file.entries for line in entry.comments)
    return {po_string(note[1]) for note in notes if note} | texts(file)


def po_string(text: str) -> str:
    return parsed(f'msgid ""\nmsgstr "{FIELDS[0]}\\n"\nmsgid "x"\nmsgstr {text}\n').entries[-1].msgstr[0]


@given(base=catalogs(), side=catalogs())
@settings(max_examples=25, deadline=None)
def test_what_one_side_did_is_taken_as_it_is(base: str, side: str) -> None:
    assert merged(base, side, side) == side
    assert merged(base, base, side) == side
    assert merged(base, side, base) == side
    assert merged("", side, side) == side


@given(base=catalogs(), ours=catalogs(), theirs=catalogs())
@settings(max_examples=100, deadline=None)
def test_no_text_is_lost(base: str, ours: str, theirs: str) -> None:
    result = parsed(merged(base, ours, theirs))
    old = texts(parsed(base))
    for side in (ours, theirs):
        assert texts(parsed(side)) - old <= kept(result)
    keys = [{entry.key for entry in parsed(text).entries if any(entry.msgstr)} for text in (base, ours, theirs)]
    assert (keys[1] & keys[2]) | (keys[1] - keys[0]) | (keys[2] - keys[0]) <= {entry.key for entry in result.entries}


@given(base=catalogs(), ours=catalogs(), theirs=catalogs())
@settings(max_examples=50, deadline=None)
def test_no_text_of_an_entry_is_lost(base: str, ours: str, theirs: str) -> None:
    """A text that its entry did not have stays with this entry, unless the source of its message has changed."""
    result = {entry.key: entry for entry in parsed(merged(base, ours, theirs)).entries}
    old = {entry.key: entry for entry in parsed(base).entries}
    for side in (ours, theirs):
        active = {entry.key for entry in parsed(side).entries if not entry.obsolete}
        gone = {form for key, entry in old.items() if key not in active for form in entry.msgstr}
        for entry in parsed(side).entries:
            if entry.key not in result or entry.is_header:
                continue
            was = old[entry.key].msgstr if entry.key in old else gone if entry.is_fuzzy else ()
            found = kept(entries.PoFile(entries=(result[entry.key],)))
            assert {form for form in entry.msgstr if form and form not in was} <= found


@given(base=catalogs(), ours=catalogs(), theirs=catalogs())
@settings(max_examples=50, deadline=None)
def test_merging_the_result_again_changes_nothing(base: str, ours: str, theirs: str) -> None:
    once = merged(base, ours, theirs)
    assert merged(once, once, once) == once
    assert merged(theirs, once, theirs) == once
    assert merged(ours, once, ours) == once


@given(base=catalogs(), ours=catalogs(), theirs=catalogs())
@settings(max_examples=50, deadline=None)
def test_without_a_conflict_both_sides_may_merge(base: str, ours: str, theirs: str) -> None:
    problems = Problems()
    merge.contents(base.encode(), ours.encode(), theirs.encode(), PATH, problems)
    if list(problems):
        return
    here, there = (
        {entry.key: entry for entry in parsed(text).entries}
        for text in (merged(base, ours, theirs), merged(base, theirs, ours))
    )
    assert here.keys() == there.keys()
    for key, entry in here.items():
        if key != (None, ""):
            assert (entry.msgstr, entry.is_fuzzy, entry.obsolete) == (
                there[key].msgstr,
                there[key].is_fuzzy,
                there[key].obsolete,
            )
