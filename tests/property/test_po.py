"""Whatever bytes come in, the reader gives them back; whatever entries are written, it reads them again."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from protocolpress.catalogs import compiled, entries, po, template
from protocolpress.errors import Problems

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\n'
)

LINES = st.sampled_from(
    [
        *('msgid "a"', 'msgid ""', 'msgid_plural "b"', 'msgctxt "c"', "msgid", 'msgstr "б"', 'msgstr ""'),
        *('msgstr[0] "d"', 'msgstr[1] "e"', 'msgstr[7] "f"', '"more"', '"\\303\\251 \\n"', '"\\q"', '"open', "text"),
        *("# comment", "#. extracted", "#: a.md b.md", "#, fuzzy, c-format", '#| msgid "old"', "#| old", "#~", "#"),
        *('#~ msgid "a"', '#~ msgstr "g"', '#~| msgid "x"', "", "  ", "\f", "<<<<<<< a", "=======", ">>>>>>> b"),
        *("\0", "\ufeff", "\ud800", 'domain "x"', 'msgid "x" msgstr "y"', 'msgid "x" msgstr "y" msgid "z"', "\r"),
        *('"charset=KOI8-R\\n"', '"charset=UTF-8\\n"', '"Plural-Forms: nplurals=2; plural=n/0;\\n"', "\u2028", "\x85"),
    ]
)


def read(data: bytes) -> entries.PoFile:
    file = po.parse(data, "x.po", Problems())
    assert po.serialize(file) == data
    return file


@given(data=st.binary())
def test_any_bytes_come_back(data: bytes) -> None:
    read(data)


@given(lines=st.lists(LINES, max_size=40), end=st.sampled_from(["\n", "\r\n", "\r"]), header=st.booleans())
@settings(max_examples=300)
def test_any_lines_come_back(lines: list[str], end: str, header: bool) -> None:
    text = HEADER * header + end.join(lines)
    file = read(text.encode("utf-8", "surrogatepass"))
    compiled.write(file)
    starts = [entry.line for entry in file.entries]
    assert starts == sorted(set(starts))


@given(text=st.text(max_size=60), place=st.integers(0, 200), charset=st.sampled_from(["UTF-8", "KOI8-R", "GBK"]))
def test_a_damaged_catalog_comes_back(text: str, place: int, charset: str) -> None:
    good = (HEADER + 'msgid "a"\nmsgstr "б"\n').replace("UTF-8", charset).encode(charset)
    read(good[:place] + text.encode("utf-8", "surrogatepass") + good[place:])


# NUL cannot be written, lone surrogates are no text
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
PROSE = st.lists(st.sampled_from([*'abя «»—-.,/{}()\\"\n', "word ", "слово "]), max_size=80).map("".join)


@given(
    msgid=(TEXTS | PROSE).filter(bool),
    forms=st.lists(TEXTS | PROSE, min_size=1, max_size=3),
    plural=st.none() | PROSE,
    context=st.none() | PROSE,
    flags=st.lists(st.sampled_from(["fuzzy", "c-format"]), unique=True),
    obsolete=st.booleans(),
)
@settings(max_examples=300)
def test_a_written_entry_is_read_again(
    msgid: str, forms: list[str], plural: str | None, context: str | None, flags: list[str], obsolete: bool
) -> None:
    entry = entries.Entry(
        msgid=msgid,
        msgstr=tuple(forms) if plural is not None else (forms[0],),
        msgid_plural=plural,
        msgctxt=context,
        flags=tuple(flags),
        obsolete=obsolete,
    )
    file = read((HEADER + template.render([entry])).encode())
    back = file.entries[1]
    assert not back.broken
    bare = dataclasses.replace(back, unfit=False, raw="", line=0, msgid_line=0, msgstr_lines=())
    assert bare == entry
