"""Only the lines of changed fields are rewritten, whatever the rest of the entry looks like."""

from __future__ import annotations

import dataclasses
import os
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocolpress.catalogs import edit, entries, po
from protocolpress.errors import Problems

ROOT = pathlib.Path(__file__).parents[2]
DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "po").glob("*.po"))

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\n'
)

ENTRY = """\
#, c-format
#comment without a space
# and another{space}
#. where it
#. stands
#: a.md
#: b.md
#| msgid ""
#| "an older text"
msgctxt "place"
msgid "a"
   " text"

msgstr ""
"ein "
"Text"

""".replace("{space}", " ")


def read(text: str | bytes, path: str = "x.po") -> entries.PoFile:
    problems = Problems()
    file = po.parse(text.encode() if isinstance(text, str) else text, path, problems)
    assert not problems.errors, "\n".join(map(str, problems))
    return file


def one(text: str) -> entries.Entry:
    return read(HEADER + text).entries[1]


def bare(entry: entries.Entry) -> entries.Entry:
    return dataclasses.replace(entry, raw="", line=0, msgid_line=0, msgstr_lines=(), unfit=False)


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"flags": ("fuzzy", "c-format")}, "#, c-format\n", "#, fuzzy, c-format\n"),
        ({"flags": ()}, "#, c-format\n", ""),
        ({"msgstr": ("Text",)}, '""\n"ein "\n"Text"\n', '"Text"\n'),
        ({"msgid": "b"}, '"a"\n   " text"\n', '"b"\n'),
        ({"msgctxt": None}, 'msgctxt "place"\n', ""),
        ({"comments": ("comment without a space",)}, "# and another \n", ""),
        ({"comments": ("comment without a space", "and another", "x")}, "another \n", "another \n# x\n"),
        ({"extracted": ("stands", "there")}, "#. where it\n#. stands\n", "#. stands\n#. there\n"),
        ({"references": ("a.md", "c d.md")}, "#: a.md\n#: b.md\n", "#: a.md c d.md\n"),
        ({"previous": ()}, '#| msgid ""\n#| "an older text"\n', ""),
        ({"previous": ('msgid "x"',)}, '#| msgid ""\n#| "an older text"\n', '#| msgid "x"\n'),
    ],
)
def test_a_change_touches_the_lines_of_its_field(fields: edit.Fields, old: str, new: str) -> None:
    assert ENTRY.count(old) == 1
    assert edit.change(one(ENTRY), **fields).raw == ENTRY.replace(old, new)


@pytest.mark.parametrize(
    ("fields", "before"),
    [
        ({"comments": ("x",)}, "# x\n#. y\n"),
        ({"references": ("b.md",)}, "#. y\n#: b.md\n"),
        ({"flags": ("fuzzy",)}, "#. y\n#, fuzzy\n"),
        ({"previous": ('msgid "b"',)}, '#. y\n#| msgid "b"\n'),
        ({"msgctxt": ""}, '#. y\nmsgctxt ""\n'),
    ],
)
def test_what_was_not_there_goes_to_where_msgcat_has_it(fields: edit.Fields, before: str) -> None:
    entry = one('#. y\nmsgid "a"\nmsgstr "b"\n')
    assert edit.change(entry, **fields).raw == before + 'msgid "a"\nmsgstr "b"\n'


def test_a_message_becomes_plural_and_singular_again() -> None:
    entry = one('msgid "a"\nmsgstr "b"\n# next\nmsgid "c"\nmsgstr "d"\n')
    plural = edit.change(entry, msgid_plural="as", msgstr=("b", "bb"))
    assert plural.raw == 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bb"\n'
    assert len(plural.msgstr_lines) == 2
    assert edit.change(plural, msgid_plural=None, msgstr=("b",)).raw == entry.raw


def test_one_form_changes_alone() -> None:
    entry = one('msgid "a"\nmsgid_plural "as"\nmsgstr[0]   "x"\nmsgstr[1] "y"\n')
    assert edit.change(entry, msgstr=("x", "z")).raw == entry.raw.replace('"y"', '"z"')


def test_an_obsolete_entry_returns_with_the_same_lines() -> None:
    entry = one('# mine\n#, fuzzy\n#| msgid "b"\n msgid   "a"\n" text"\nmsgstr ""\n\n"x"\n\n')
    gone = edit.change(entry, obsolete=True)
    assert gone.raw == '# mine\n#, fuzzy\n#~| msgid "b"\n#~  msgid   "a"\n#~ " text"\n#~ msgstr ""\n\n#~ "x"\n\n'
    assert edit.change(gone, obsolete=False) == entry


def test_an_obsolete_entry_does_not_say_where_it_stood() -> None:
    gone = edit.change(one(ENTRY), obsolete=True)
    assert (gone.extracted, gone.references) == ((), ())
    assert "#." not in gone.raw
    assert "#:" not in gone.raw
    assert edit.change(one('#~msgid "a"\n#~msgstr "b"\n'), obsolete=False).raw == 'msgid "a"\nmsgstr "b"\n'


def test_strings_on_one_line_are_taken_apart() -> None:
    entry = one('msgctxt "c" msgid "a" "b" msgstr "x"\n"y"\n')
    assert edit.change(entry, obsolete=True).raw == '#~ msgctxt "c" msgid "a" "b" msgstr "x"\n#~ "y"\n'
    assert edit.change(entry, msgstr=("z",)).raw == 'msgctxt "c"\nmsgid "ab"\nmsgstr "z"\n'


def test_a_broken_entry_is_left_alone() -> None:
    entry = po.parse((HEADER + 'msgid "a\nmsgstr "b"\n').encode(), "x.po", Problems()).entries[1]
    assert edit.change(entry, flags=()) is entry
    with pytest.raises(ValueError, match="broken"):
        edit.change(entry, flags=("fuzzy",))


def test_what_the_charset_lacks_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        edit.change(one(ENTRY), charset="koi8-r", msgstr=("ﬁ",))


def test_previous_lines_are_what_they_say() -> None:
    entry = entries.Entry(msgid='a "word" ' * 20, msgctxt="c", msgid_plural="x\ny")
    lines = edit.previous(entry)
    assert max(map(len, lines)) <= 76
    texts = edit.previous_texts(dataclasses.replace(entry, previous=lines))
    assert texts == {"msgctxt": "c", "msgid": 'a "word" ' * 20, "msgid_plural": "x\ny"}


def test_a_line_is_added_to_the_end_of_a_text() -> None:
    entry = one('msgid "a\\n"\nmsgstr ""\n"b\\n"\n\n# next\nmsgid "c"\nmsgstr ""\n')
    added = edit.append(entry, "d\n")
    assert (added.raw, added.msgstr) == (entry.raw.replace('"b\\n"\n', '"b\\n"\n"d\\n"\n'), ("b\nd\n",))
    assert edit.append(one('msgid "a"\nmsgstr "b"'), "d\n").raw == 'msgid "a"\nmsgstr "b"\n"\\nd\\n"\n'


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────

FILE = HEADER + 'msgid "a"\nmsgstr ""\nmsgid "b"\nmsgstr ""\n\n\n\nmsgid "c"\nmsgstr ""\n\n# end\n'


def test_neighbours_keep_what_stands_between_them() -> None:
    file = read(FILE)
    header, a, b, c = file.entries
    assert po.serialize(edit.arrange(file, file.entries)).decode() == FILE
    moved = edit.arrange(file, (header, c, a, b))
    assert po.serialize(moved).decode() == HEADER + (
        'msgid "c"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\nmsgid "b"\nmsgstr ""\n\n# end\n'
    )


def test_new_entries_get_an_empty_line_on_both_sides() -> None:
    file = read(FILE.replace("\n\n# end\n", "").replace("\n", "\r\n"))
    header, a, b, c = file.entries
    new = entries.Entry(msgid="n", msgstr=("",))
    text = po.serialize(edit.arrange(file, (header, a, new, b, c, new))).decode()
    assert text == (
        HEADER + 'msgid "a"\nmsgstr ""\n\nmsgid "n"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n\n\n\n'
        'msgid "c"\nmsgstr ""\n\nmsgid "n"\nmsgstr ""\n'
    ).replace("\n", "\r\n")


def test_the_last_entry_may_go() -> None:
    file = read(FILE.replace("\n# end\n", ""))
    assert po.serialize(edit.arrange(file, file.entries[:2])).decode() == HEADER + 'msgid "a"\nmsgstr ""\n'


@pytest.mark.parametrize(
    ("header", "renamed"),
    [
        ('""\n"Content-Type: text/plain; charset=KOI8-R\\n"\n', '""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'),
        ('"Content-Type: text/plain; char"\n"set=KOI8-R\\n"\n', '"Content-Type: text/plain; charset=UTF-8\\n"\n'),
    ],
)
def test_a_file_of_another_charset_becomes_utf_8(header: str, renamed: str) -> None:
    text = '\n#, fuzzy\n#| msgid "\\321"\nmsgid "a\\101"\nmsgstr "\\342 д"\n\n\n# конец\n'
    file = read(f'# charset=KOI8-R\nmsgid ""\nmsgstr {header}{text}'.encode("koi8-r"))
    recoded = edit.recode(file)
    assert po.serialize(recoded).decode() == (
        f'# charset=KOI8-R\nmsgid ""\nmsgstr {renamed}\n#, fuzzy\n#| msgid "я"\nmsgid "aA"\nmsgstr "Б д"\n\n\n# конец\n'
    )
    again = read(po.serialize(recoded))
    assert list(map(bare, again.entries)) == list(map(bare, recoded.entries))


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────────────────

# NUL cannot be written, lone surrogates are no text
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, max_size=100) | st.lists(st.sampled_from(["word ", "\n", '"', "я"])).map("".join)
# A line of a comment, read, has no white space of C at its ends; what gettext has no name for ends no line.
COMMENT = st.text(CHARACTERS, max_size=20).map(lambda text: " ".join(text.split()))
WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


@st.composite
def some_fields(draw: st.DrawFn) -> edit.Fields:
    forms = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
    every = {
        "msgctxt": st.none() | TEXTS,
        "comments": st.lists(COMMENT, max_size=3).map(tuple),
        "extracted": st.lists(COMMENT, max_size=3).map(tuple),
        "references": st.lists(WORDS, max_size=3).map(tuple),
        "flags": st.lists(st.sampled_from(["fuzzy", "c-format", "no-wrap"]), unique=True).map(tuple),
        "previous": TEXTS.map(lambda text: edit.previous(entries.Entry(msgid=text))) | st.just(()),
        "obsolete": st.booleans(),
    }
    plural = draw(st.none() | TEXTS)
    texts = draw(forms)
    msgstr = texts[:1] if plural is None else texts
    base: edit.Fields = {"msgid": draw(TEXTS.filter(bool)), "msgid_plural": plural, "msgstr": msgstr}
    names = draw(st.sets(st.sampled_from(sorted(every))))
    return {**base, **{name: draw(every[name]) for name in names}}  # type: ignore[typeddict-item]  # by name above


SHAPES = [
    ENTRY,
    'msgid "a"\nmsgstr "b"',
    '#, fuzzy\n# late\n\nmsgid "a"\nmsgid_plural ""\n"as"\nmsgstr[0] "x"\n\nmsgstr[1] "y"\n#~ \n',
    'msgctxt "c" msgid "a" "b" msgstr "x"\n"y"\n\n',
    '# c\n#~| msgid "o"\n#~msgid "a"\n\n#~   "b"\n#~ msgstr "x"\n',
    '#. e \r\n#=no-wrap\r\n   msgid  "a"   \r\nmsgstr\t"x" "y" \r\n\r\n',
]


@given(shape=st.sampled_from(SHAPES), fields=some_fields(), end=st.sampled_from(["", "\n", '\nmsgid "z"\nmsgstr ""\n']))
@settings(max_examples=150)
def test_a_changed_entry_is_read_with_the_change(shape: str, fields: edit.Fields, end: str) -> None:
    file = read(HEADER + shape + end)
    old = file.entries[1]
    new = edit.change(old, newline=edit.newline_of(file), **fields)
    same: edit.Fields = {name: getattr(old, name) for name in edit.Fields.__annotations__}  # type: ignore[assignment]  # all of them
    assert edit.change(old, **same) is old
    arranged = edit.arrange(file, (file.entries[0], new, *file.entries[2:]))
    back = po.parse(po.serialize(arranged), "x.po", Problems()).entries
    assert bare(back[1]) == bare(new)
    assert list(map(bare, back[2:])) == list(map(bare, file.entries[2:]))


@pytest.mark.skipif(not REAL, reason=f"no catalogs below {DATA}: set PROTOCOLPRESS_DATA")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_entries_change_and_change_back(path: pathlib.Path) -> None:
    file = po.parse(path.read_bytes(), path.name, Problems())
    newline = edit.newline_of(file)
    for entry in file.entries:
        if entry.broken or entry.is_header:
            continue
        flags = () if entry.is_fuzzy else ("fuzzy",)
        changed = edit.change(entry, newline=newline, flags=flags, msgstr=tuple(f"{text}!" for text in entry.msgstr))
        problems = Problems()
        text = po.serialize(edit.arrange(file, (file.entries[0], changed)))
        back = po.parse(text, path.name, problems).entries[-1]
        assert bare(back) == bare(changed)
        turned = edit.change(entry, newline=newline, obsolete=not entry.obsolete)
        again = edit.change(
            turned, newline=newline, obsolete=entry.obsolete, extracted=entry.extracted, references=entry.references
        )
        assert bare(again) == bare(entry)
