"""Saving one message of a catalog: only its lines change, what others did meanwhile is kept, a conflict is told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress.catalogs import po, saving
from protocolpress.catalogs.entries import PoFile
from protocolpress.catalogs.saving import Clash, Saved, Work
from protocolpress.errors import Problems

HEADER = (
    'msgid ""\nmsgstr ""\n"Last-Translator: Old Name\\n"\n"PO-Revision-Date: 2012-01-01 00:00+0000\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
TEXT = f"""{HEADER}
# kept, with   its spaces
#: sources/a.md
msgid   "One."
msgstr "Один."

# suggested: other.po:3 (80 %)
#. Article 1
#, fuzzy
#| msgid "Too."
msgid "Two."
msgstr ""
"Два"
"."

msgid "{{n}} page"
msgid_plural "{{n}} pages"
msgstr[0] ""
msgstr[1] ""

#~ msgid "Three."
#~ msgstr "Три."
""".replace("{{", "{").replace("}}", "}")

ONE, TWO, PAGES = (None, "One."), (None, "Two."), (None, "{n} page")


def read(text: str) -> PoFile:
    return po.parse(text.encode(), "ru.po", Problems())


def save(text: str, key: tuple[str | None, str], base: Work, new: Work) -> str:
    result = saving.save(read(text), key, base, new)
    assert isinstance(result, Saved)
    return po.serialize(result.file).decode()


def base(text: str, key: tuple[str | None, str]) -> Work:
    entry = saving.find(read(text), key)
    assert entry is not None
    return saving.work(entry)


def test_only_the_lines_of_the_entry_change_and_accepting_removes_what_asked_for_it() -> None:
    saved = save(TEXT, TWO, base(TEXT, TWO), Work(forms=("Два!",)))
    assert saved == TEXT.replace(
        '# suggested: other.po:3 (80 %)\n#. Article 1\n#, fuzzy\n#| msgid "Too."\nmsgid "Two."\nmsgstr ""\n"Два"\n"."\n',
        '#. Article 1\nmsgid "Two."\nmsgstr "Два!"\n',
    )


def test_a_fuzzy_text_keeps_what_asks_for_it() -> None:
    seen = base(TEXT, TWO)
    saved = save(TEXT, TWO, seen, Work(forms=("Двое.",), fuzzy=True, comments=seen.comments))
    assert saved == TEXT.replace('msgstr ""\n"Два"\n"."\n', 'msgstr "Двое."\n')


def test_saving_what_is_there_changes_nothing() -> None:
    seen = base(TEXT, TWO)
    assert save(TEXT, TWO, seen, seen) == TEXT


def test_a_change_of_somebody_else_in_another_field_is_merged() -> None:
    now = TEXT.replace("# suggested: other.po:3 (80 %)", "# suggested: other.po:3 (80 %)\n# look at Article 2")
    result = saving.save(read(now), TWO, base(TEXT, TWO), Work(forms=("Два!",)))
    assert isinstance(result, Saved)
    assert result.merged
    assert result.entry.msgstr == ("Два!",)
    assert "look at Article 2" in result.entry.comments


def test_two_different_texts_are_a_conflict_and_nothing_is_written() -> None:
    now = TEXT.replace('"Один."', '"Одна."')
    result = saving.save(read(now), ONE, base(TEXT, ONE), Work(forms=("Одно.",)))
    assert isinstance(result, Clash)
    assert result.entry is not None
    assert result.entry.msgstr == ("Одна.",)


def test_a_text_that_its_author_doubts_gives_way_but_is_kept_in_a_comment() -> None:
    now = TEXT.replace('"Два"\n"."', '"Две."')
    result = saving.save(read(now), TWO, base(TEXT, TWO), Work(forms=("Двое.",)))
    assert isinstance(result, Saved)
    assert result.entry.msgstr == ("Двое.",)
    assert 'merge-po: theirs (fuzzy): "Две."' in result.entry.comments


def test_the_same_text_from_two_people_is_no_conflict() -> None:
    now = save(TEXT, TWO, base(TEXT, TWO), Work(forms=("Двое.",)))
    assert save(now, TWO, base(TEXT, TWO), Work(forms=("Двое.",))) == now


def test_a_message_that_is_gone_or_obsolete_is_a_conflict_without_an_entry() -> None:
    for key in ((None, "Three."), (None, "Never."), ("context", "Two."), (None, "")):
        assert saving.save(read(TEXT), key, Work(forms=("",)), Work(forms=("x",))) == Clash(entry=None)


def test_plural_forms_are_saved_together_and_their_number_is_fixed() -> None:
    saved = save(TEXT, PAGES, base(TEXT, PAGES), Work(forms=("{n} страница", "{n} страниц")))
    assert 'msgstr[0] "{n} страница"\nmsgstr[1] "{n} страниц"\n' in saved
    with pytest.raises(ValueError, match="1 forms, but the message has 2"):
        saving.save(read(TEXT), PAGES, base(TEXT, PAGES), Work(forms=("x",)))


def test_a_text_that_does_not_fit_the_charset_makes_the_file_utf_8() -> None:
    old = TEXT.replace("UTF-8", "KOI8-R").encode("koi8-r")
    file = po.parse(old, "ru.po", Problems())
    result = saving.save(file, TWO, base(TEXT, TWO), Work(forms=("Два — «α»",)))
    assert isinstance(result, Saved)
    assert result.recoded
    assert "Два — «α»" in po.serialize(result.file).decode("utf-8")


def test_line_ends_of_windows_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    saved = save(text, TWO, base(text, TWO), Work(forms=("Два!",)))
    assert saved.count("\n") == saved.count("\r\n")


def test_the_header_names_the_translator_where_it_has_such_a_field() -> None:
    when = dt.datetime(2012, 2, 29, 10, tzinfo=dt.UTC).strftime("%Y-%m-%d %H:%M%z")
    file = saving.credited(read(TEXT), "Anna\nEvil: field", when)
    assert file.fields["Last-Translator"] == "Anna Evil: field"
    assert file.fields["PO-Revision-Date"] == "2012-02-29 10:00+0000"
    assert po.serialize(file).decode().split("\n\n", 1)[1] == TEXT.split("\n\n", 1)[1]
    bare = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    assert po.serialize(saving.credited(read(bare), "Anna", when)).decode() == bare


words = st.text(st.sampled_from('абв "\\\n—«»{n}'), max_size=12).map(lambda text: text.strip("\n"))


@given(st.lists(st.tuples(st.sampled_from(["One.", "Two."]), words, st.booleans(), st.booleans()), max_size=6))
def test_any_edits_at_the_desk_and_by_hand_give_the_file_that_the_edits_alone_would(
    edits: list[tuple[str, str, bool, bool]],
) -> None:
    """Of two people, each edits what the other has written, or an old copy; bytes elsewhere stay."""
    text, seen = TEXT, {key: base(TEXT, (None, key)) for key in ("One.", "Two.")}
    for key, words_, fuzzy, fresh in edits:
        if fresh:
            seen[key] = base(text, (None, key))
        new = Work(forms=(words_,), fuzzy=fuzzy and bool(words_), comments=seen[key].comments)
        before = read(text)
        result = saving.save(before, (None, key), seen[key], new)
        if isinstance(result, Clash):
            assert not fresh
            continue
        text = po.serialize(result.file).decode()
        again = read(text)
        for old, now in zip(before.entries, again.entries, strict=True):
            assert old.key == now.key
            if old.key != (None, key):
                assert old.raw == now.raw
        if not result.merged:
            entry = saving.find(again, (None, key))
            assert entry is not None
            assert (entry.msgstr, entry.is_fuzzy) == (new.forms, new.fuzzy)
