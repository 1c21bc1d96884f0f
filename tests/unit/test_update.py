"""A catalog and a template in, the updated catalog out: every way that a message can go, seen as the lines written."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import random
import shutil
import subprocess

import pytest

from protocolpress.catalogs import edit, memory, po, template, update
from protocolpress.catalogs.entries import Entry, PoFile
from protocolpress.errors import Problems

ROOT = pathlib.Path(__file__).parents[2]
DATA = pathlib.Path(os.environ.get("PROTOCOLPRESS_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "po").glob("*.po"))
MSGMERGE = shutil.which("msgmerge")

HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURALS = '"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10<5 ? 1 : 2);\\n"\n'

MEETING = "The co-chairs opened the meeting in Quebec."
OPENED = "Сопредседатели открыли заседание в Квебеке."


def parse(text: str | bytes, path: str = "ru.po") -> PoFile:
    problems = Problems()
    file = po.parse(text.encode() if isinstance(text, str) else text, path, problems)
    assert not problems.errors, "\n".join(map(str, problems))
    return file


def message(msgid: str, msgstr: str = "", before: str = "", mark: str = "") -> str:
    return f'{before}{mark}msgid "{msgid}"\n{mark}msgstr "{msgstr}"\n'


def catalog(*entries: str, header: str = HEADER) -> PoFile:
    return parse("\n".join((header, *entries)))


def pot(*entries: str) -> PoFile:
    return parse("\n".join((HEADER.replace("ru", ""), *entries)), "x.pot")


def text(updated: update.Updated) -> str:
    """Return the entries of an updated catalog, which must be whole, and the same after another update."""
    written = po.serialize(updated.file)
    parse(written)
    return written.decode(updated.file.charset).partition("\n\n")[2]


def run(file: PoFile, pot: PoFile, elsewhere: memory.Memory = update.NOTHING, **options: object) -> str:
    updated = update.update(file, pot, elsewhere=elsewhere, **options)  # type: ignore[arg-type]  # of the test's table
    again = update.update(parse(po.serialize(updated.file)), pot, elsewhere=elsewhere)
    assert po.serialize(again.file) == po.serialize(updated.file)
    return text(updated)


def others(*entries: str, wanted: tuple[str, ...] = (), header: str = HEADER) -> memory.Memory:
    """Make a memory of one other catalog."""
    keys: frozenset[memory.Key] = frozenset((None, msgid) for msgid in wanted)
    return memory.Memory([("other.po", catalog(*entries, header=header), keys)])


# ── what stays ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_to_do_changes_no_byte() -> None:
    odd = '#,c-format\n#:   a.md\n#: b.md  c.md\n#.  Event\n#.    title\nmsgid ""  "a %d"\n\nmsgstr  "б %d"\n\n\n'
    file = catalog(odd, message("gone", "было", mark="#~ "), message("b", "в"), "# the end\n")
    wanted = pot('#. Event title\n#: a.md b.md c.md\n#, c-format\nmsgid "a %d"\nmsgstr ""\n', message("b"))
    assert po.serialize(update.update(file, wanted).file) == po.serialize(file)


def test_where_it_stands_and_flags_of_the_source_are_brought_up_to_date() -> None:
    file = catalog('# mine\n#. old\n#: a.md\n#, fuzzy, c-format, my-own\n#| msgid "x"\nmsgid "a"\nmsgstr "б"\n')
    wanted = pot('#. new\n#: b.md\n#, fuzzy, python-brace-format\nmsgid "a"\nmsgstr ""\n')
    assert run(file, wanted) == (
        '# mine\n#. new\n#: b.md\n#, fuzzy, my-own, python-brace-format\n#| msgid "x"\nmsgid "a"\nmsgstr "б"\n'
    )


# ── what comes and goes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_message_follows_its_neighbour_of_the_template() -> None:
    file = catalog(message("a", "1"), message("old", "0", mark="#~ "), message("c", "3"))
    wanted = pot(message("first line"), message("a"), message("b"), message("c"), message("d"))
    assert run(file, wanted) == "\n".join(
        (
            message("first line"),
            message("a", "1"),
            message("b"),
            message("old", "0", mark="#~ "),
            message("c", "3"),
            message("d"),
        )
    )


def test_another_order_is_the_templates() -> None:
    file = catalog(message("a", "1"), message("old", "0", mark="#~ "), message("b", "2"), message("c", "3"))
    wanted = pot(message("c"), message("a"), message("b"))
    assert run(file, wanted) == "\n".join(
        (message("c", "3"), message("a", "1"), message("b", "2"), message("old", "0", mark="#~ "))
    )


def test_a_message_that_goes_becomes_obsolete_if_somebody_worked_on_it() -> None:
    file = catalog(
        message("a", "1"),
        message("translated", "2", before="#. where\n#: a.md\n"),
        message("looked at", before="# ask the chair\n"),
        message("nothing", before="#. where\n"),
        message("z", "9"),
    )
    assert run(file, pot(message("a"), message("z"))) == "\n".join(
        (
            message("a", "1"),
            message("z", "9"),
            message("translated", "2", mark="#~ "),
            message("looked at", before="# ask the chair\n", mark="#~ "),
        )
    )


@pytest.mark.parametrize("flags", ["", "#, fuzzy\n"])
def test_a_message_that_returns_gets_everything_back(flags: str) -> None:
    entry = message("a", "1", before=f"# mine\n{flags}")
    both = pot(message("a"), message("b"))
    file = catalog(entry, message("b", "2"))
    gone = update.update(file, pot(message("b"))).file
    assert "#~ msgid" in po.serialize(gone).decode()
    assert run(gone, both) == text(update.update(file, both))


def test_an_obsolete_translation_that_cannot_count_returns_as_fuzzy() -> None:
    file = catalog('#~ msgid "a\\n"\n#~ msgstr "б"\n')
    assert run(file, pot(message("a\\n"))) == '#, fuzzy\nmsgid "a\\n"\nmsgstr "б"\n'


# ── what changes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_message_is_fuzzy_where_it_was() -> None:
    new = MEETING.replace("opened", "closed")
    file = catalog(message("a", "1"), message(MEETING, OPENED, before="# mine\n#. x\n"), message("z", "9"))
    wanted = pot(message("a"), message(new, before="#. x\n"), message("z"))
    assert run(file, wanted) == "\n".join(
        (
            message("a", "1"),
            message(new, OPENED, before=f'# mine\n#. x\n#, fuzzy\n#| msgid "{MEETING}"\n'),
            message("z", "9"),
        )
    )


TITLE = "#. Event · title\n"
BODY = "#. Event\n"


def test_a_text_in_the_same_place_keeps_its_translation() -> None:
    old = message("The meeting", "Заседание", TITLE)
    new = '#. Event · title\n#, fuzzy\n#| msgid "The meeting"\nmsgid "A wholly new session"\nmsgstr "Заседание"\n'
    stays = message(MEETING, OPENED, BODY)
    assert run(catalog(old, stays), pot(message("A wholly new session", "", TITLE), message(MEETING, "", BODY))) == (
        f"{new}\n{stays}"
    )


def test_another_place_is_none() -> None:
    """A text that goes and one that comes are the same only between the same neighbors, and as many."""
    stays = message(MEETING, OPENED, BODY)
    gone = message("Alpha beta", "Альфа", BODY)
    for new in (
        [message(MEETING, "", BODY), message("Quite different", "", BODY)],
        [message("Quite different", "", TITLE), message(MEETING, "", BODY)],
        [message("Quite different", "", BODY), message("Zzz", "", BODY), message(MEETING, "", BODY)],
    ):
        assert 'msgid "Quite different"\nmsgstr ""' in run(catalog(gone, stays), pot(*new))


def test_a_change_and_its_reversal_give_the_bytes_back() -> None:
    first = catalog(message("The meeting", "Заседание", TITLE), message(MEETING, OPENED, BODY))
    there = update.update(first, pot(message("Session", "", TITLE), message(MEETING + " Both", "", BODY)))
    assert po.serialize(there.file).count(b"fuzzy") == 2
    back = pot(message("The meeting", "", TITLE), message(MEETING, "", BODY))
    assert po.serialize(update.update(parse(po.serialize(there.file)), back).file) == po.serialize(first)


def test_a_translation_that_came_in_between_stays_fuzzy() -> None:
    there = catalog(message("Session", "Сессия", f'# imported: ru.xlf\n{TITLE}#, fuzzy\n#| msgid "The meeting"\n'))
    assert "#, fuzzy" in run(there, pot(message("The meeting", "", TITLE)))


def test_what_was_fuzzy_keeps_the_text_it_was_made_for() -> None:
    first = '#, fuzzy\n#| msgid "The chairs opened the meeting in Quebec."\n'
    file = catalog(message(MEETING, OPENED, before=first))
    assert run(file, pot(message(MEETING + "!"))) == message(MEETING + "!", OPENED, before=first)
    file = catalog(message(MEETING, OPENED, before="#, fuzzy\n"))
    assert run(file, pot(message(MEETING + "!"))) == message(MEETING + "!", OPENED, before="#, fuzzy\n")


def test_comments_go_with_a_changed_message_that_is_untranslated() -> None:
    file = catalog(message(MEETING, before="# what is this?\n"))
    assert run(file, pot(message(MEETING + "!"))) == message(MEETING + "!", before="# what is this?\n")


def test_short_words_are_not_matched_by_chance() -> None:
    file = catalog(message("Help", "Справка"), message("active", "действует"), message("no", "нет"))
    shown = run(file, pot(message("Held"), message("archive"), message("now")))
    assert "fuzzy" not in shown
    assert shown.count("#~ msgid") == 3


def test_the_most_alike_are_paired_and_each_once() -> None:
    file = catalog(message(f"{MEETING} One.", "1"), message(f"{MEETING} Two.", "2"))
    wanted = pot(message(f"{MEETING} Two"), message(f"{MEETING} One"), message(f"{MEETING} Three hundred"))
    entries = parse(HEADER + "\n" + run(file, wanted)).entries[1:]
    assert [(entry.msgid[-4:], entry.msgstr[0], entry.obsolete) for entry in entries] == [
        (" Two", "2", False),
        (" One", "1", False),
        ("dred", "", False),
    ]


def test_a_donor_in_use_gives_its_translation_only() -> None:
    file = catalog(message(MEETING, OPENED, before="# mine\n"))
    shown = run(file, pot(message(MEETING), message(f"{MEETING} Twice.")))
    assert shown.endswith(message(f"{MEETING} Twice.", OPENED, before=f'#, fuzzy\n#| msgid "{MEETING}"\n'))
    assert shown.count("# mine") == 1


def test_a_new_context_makes_it_another_message() -> None:
    file = catalog(message("The number of the protocol", "номер"))
    wanted = pot('msgctxt "cover"\n' + message("The number of the protocol"))
    assert run(file, wanted) == (
        '#, fuzzy\n#| msgid "The number of the protocol"\n'
        'msgctxt "cover"\nmsgid "The number of the protocol"\nmsgstr "номер"\n'
    )


# ── other catalogs ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_that_moved_is_translated_and_keeps_its_comments() -> None:
    elsewhere = others(message(MEETING, OPENED, before="# mine\n"))
    assert run(catalog(), pot(message(MEETING)), elsewhere) == message(MEETING, OPENED, before="# mine\n")


def test_a_message_that_is_wanted_elsewhere_too_leaves_its_comments_there() -> None:
    elsewhere = others(message(MEETING, OPENED, before="# mine\n"), wanted=(MEETING,))
    assert run(catalog(), pot(message(MEETING)), elsewhere) == message(MEETING, OPENED)


def test_disagreement_and_doubt_elsewhere_make_it_fuzzy() -> None:
    keys: frozenset[memory.Key] = frozenset()
    files = (catalog(message("a", "1")), catalog(message("a", "2")))
    elsewhere = memory.Memory((f"{number}.po", file, keys) for number, file in enumerate(files))
    assert run(catalog(), pot(message("a")), elsewhere) == message("a", "1", before="#, fuzzy\n")
    doubt = others(message("a", "1", before='#, fuzzy\n#| msgid "b"\n'))
    assert run(catalog(), pot(message("a")), doubt) == message("a", "1", before='#, fuzzy\n#| msgid "b"\n')


def test_a_catalog_does_not_learn_from_itself() -> None:
    file = catalog()
    keys: frozenset[memory.Key] = frozenset()
    elsewhere = memory.Memory([("ru.po", catalog(message("a", "1")), keys)])
    assert text(update.update(file, pot(message("a")), elsewhere=elsewhere, path="ru.po")) == message("a")


def test_the_own_file_comes_first_and_exact_before_alike() -> None:
    near, far = f"{MEETING} Twice.", f"{MEETING} Again."
    elsewhere = others(message(MEETING, "exact"), message(far, "far"), wanted=(MEETING, far))
    file = catalog(message(near, "near"))
    shown = run(file, pot(message(near), message(MEETING), message(f"{MEETING} Again!")), elsewhere)
    forms = {entry.msgid: entry.msgstr[0] for entry in parse(HEADER + "\n" + shown).entries}
    assert (forms[MEETING], forms[f"{MEETING} Again!"]) == ("exact", "exact")


# ── plurals ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plural_appears() -> None:
    file = catalog(message("{n} page of it", "{n} стр."))
    wanted = pot('msgid "{n} page of it"\nmsgid_plural "{n} pages of it"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    updated = update.update(file, wanted)
    header = '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=3; plural='
    assert header in po.serialize(updated.file).decode()
    assert text(updated) == (
        '#, fuzzy\n#| msgid "{n} page of it"\nmsgid "{n} page of it"\nmsgid_plural "{n} pages of it"\n'
        'msgstr[0] "{n} стр."\nmsgstr[1] "{n} стр."\nmsgstr[2] "{n} стр."\n'
    )
    run(file, wanted)


def test_a_plural_changes_and_vanishes() -> None:
    entry = 'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "5"\n'
    file = catalog(entry, header=HEADER + PLURALS)
    wanted = pot('msgid "{n} page"\nmsgid_plural "{n} leaves"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    previous = '#, fuzzy\n#| msgid "{n} page"\n#| msgid_plural "{n} pages"\n'
    assert run(file, wanted) == previous + entry.replace("pages", "leaves")
    assert run(file, pot(message("{n} page"))) == (
        '# msgstr[1] "2"\n# msgstr[2] "5"\n' + previous + message("{n} page", "1")
    )


def test_a_plural_from_elsewhere_with_other_forms_is_fuzzy() -> None:
    entry = 'msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] "1"\nmsgstr[1] "2"\n'
    elsewhere = others(entry, header=HEADER + '"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n')
    wanted = pot('msgid "{n} page"\nmsgid_plural "{n} pages"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    assert run(catalog(header=HEADER + PLURALS), wanted, elsewhere).startswith("#, fuzzy\nmsgid")


# ── the language of the source ───────────────────────────────────────────────────────────────────────────────────────


def test_the_sources_own_language_says_what_the_source_says() -> None:
    new = MEETING.replace("opened", "closed")
    file = catalog(message(MEETING, MEETING, before="# mine\n"), message("z", "z"))
    wanted = pot(message(new), message("z"), message("now"))
    shown = text(update.update(file, wanted, source_language=True))
    assert shown == "\n".join((message(new, new, before="# mine\n"), message("z", "z"), message("now", "now")))


def test_what_was_corrected_there_is_looked_at_again() -> None:
    file = catalog(message(MEETING, MEETING.replace("-", "‑")))
    shown = text(update.update(file, pot(message(MEETING + "!")), source_language=True))
    assert shown == message(MEETING + "!", MEETING.replace("-", "‑"), before=f'#, fuzzy\n#| msgid "{MEETING}"\n')


# ── typos ────────────────────────────────────────────────────────────────────────────────────────────────────────────

WRONG = MEETING.replace("meeting", "meting")


def test_a_declared_typo_keeps_the_translation() -> None:
    file = catalog(message(WRONG, OPENED))
    updated = update.update(file, pot(message(MEETING)), is_typo=lambda _: True)
    assert (text(updated), updated.typos) == (message(MEETING, OPENED), ((WRONG, MEETING),))


def test_a_typo_can_be_declared_later() -> None:
    wanted = pot(message(MEETING))
    first = update.update(catalog(message(WRONG, OPENED)), wanted).file
    updated = update.update(first, wanted, is_typo=lambda entry: entry.msgid == MEETING)
    assert (text(updated), updated.typos) == (message(MEETING, OPENED), ((WRONG, MEETING),))
    other = update.update(first, wanted, is_typo=lambda entry: entry.msgid == WRONG)
    assert po.serialize(other.file) == po.serialize(first)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("It shall take place on 29 February", "It shall take place on 28 February", "a number changes"),
        ("It shall take place in May again", "It shall not take place in May again", "a negation is added or removed"),
        ("Это разрешено всем сторонам", "Это не разрешено всем сторонам", "a negation is added or removed"),
        ("It is lawful for both parties", "It is unlawful for both parties", "a word turns into its opposite"),
        ("It takes two pages of the report", "It takes ten pages of the report", "a number changes"),
        ("He opened the {name} of the year", "He opened the {place} of the year", "a placeholder or a link changes"),
        (
            "See [the article](#a/1) of the text",
            "See [the article](#b/1) of the text",
            "a placeholder or a link changes",
        ),
        ("The parties met in May in Quebec", "The parties meet in June in Moscow", "the text is entirely different"),
    ],
)
def test_what_is_more_than_a_typo_is_refused(old: str, new: str, reason: str) -> None:
    updated = update.update(catalog(message(old, "x")), pot(message(new)), is_typo=lambda _: True)
    assert text(updated) == message(new, "x", before=f'#, fuzzy\n#| msgid "{old}"\n')
    assert [(entry.msgid, why) for entry, why in updated.refused] == [(new, reason)]
    assert updated.typos == ()


def test_a_text_that_is_alike_but_stands_beside_is_no_typo() -> None:
    wanted = pot(message(MEETING), message(WRONG))
    updated = update.update(catalog(message(MEETING, OPENED)), wanted, is_typo=lambda _: True)
    assert updated.typos == ()
    assert "fuzzy" in text(updated)
    assert update.update(updated.file, wanted, is_typo=lambda _: True).typos == ()


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_becomes_utf_8_where_its_charset_is_too_small() -> None:
    header = "# charset=KOI8-R\n" + HEADER.replace("UTF-8", "KOI8-R")
    old = "\n".join((header, message("a", "б\\301"), message("b", "в")))
    file = parse(old.encode("koi8-r"))
    updated = update.update(file, pot(message("a"), message("«ﬁ»"), message("b")))
    assert updated.recoded
    expected = (header.replace("KOI8-R\\n", "UTF-8\\n"), message("a", "ба"), message("«ﬁ»"), message("b", "в"))
    assert po.serialize(updated.file) == "\n".join(expected).encode()
    assert not update.update(file, pot(message("a"), message("ж"), message("b"))).recoded


def test_line_ends_of_dos_and_a_byte_order_mark_stay() -> None:
    old = "\n".join((HEADER, message("a", "1"))).replace("\n", "\r\n")
    file = parse(b"\xef\xbb\xbf" + old.encode())
    updated = po.serialize(update.update(file, pot(message("a"), message("b"))).file)
    assert (
        updated == b"\xef\xbb\xbf" + "\n".join((HEADER, message("a", "1"), message("b"))).replace("\n", "\r\n").encode()
    )


# ── real catalogs ────────────────────────────────────────────────────────────────────────────────────────────────────


def mutated(file: PoFile, chance: random.Random) -> bytes:
    """Make a template of a catalog: some texts changed, gone, new, moved."""
    entries = [
        dataclasses.replace(entry, msgstr=("",) * min(2, len(entry.msgstr)), comments=(), previous=(), flags=())
        for entry in file.entries
        if entry.msgid and not entry.obsolete and chance.random() > 0.05
    ]
    for number in range(len(entries)):
        words = entries[number].msgid.split(" ")
        if chance.random() < 0.1 and len(words) > 4:
            words[chance.randrange(1, len(words) - 1)] = "unheard-of"
            entries[number] = dataclasses.replace(entries[number], msgid=" ".join(words))
    entries.insert(len(entries) // 2, Entry(msgid="Something that nobody has ever said before\n", msgstr=("",)))
    unique = list({entry.key: entry for entry in entries}.values())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return (header + template.render(unique)).encode()


@pytest.mark.skipif(not REAL, reason=f"no catalogs below {DATA}: set PROTOCOLPRESS_DATA")
@pytest.mark.skipif(MSGMERGE is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_catalogs_keep_what_msgmerge_keeps(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    problems = Problems()
    file = po.parse(path.read_bytes(), path.name, problems)
    assert not problems.errors
    pot_path = tmp_path / "x.pot"
    pot_path.write_bytes(mutated(file, random.Random(path.name)))  # noqa: S311 - nothing secret
    wanted = parse(pot_path.read_bytes(), "x.pot")
    updated = update.update(file, wanted).file
    written = po.serialize(updated)
    again = parse(written)
    assert po.serialize(update.update(again, wanted).file) == written
    for entry in file.entries:  # nothing is lost, and what stays is the same to the byte but for where it stands
        if any(entry.msgstr) and not entry.is_header:
            assert any(new.msgstr == entry.msgstr and set(entry.comments) <= set(new.comments) for new in again.entries)
    ours = {entry.key: entry.msgstr for entry in again.entries if entry.is_translated}
    without_mark = tmp_path / "ru.po"
    without_mark.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    command = (str(MSGMERGE), "--previous", "--no-wrap", "-o-", str(without_mark), str(pot_path))
    merged = subprocess.run(command, capture_output=True, check=True).stdout
    theirs = {entry.key: entry.msgstr for entry in po.parse(merged, "m.po", Problems()).entries if entry.is_translated}
    assert ours == theirs
    assert edit.newline_of(updated) == edit.newline_of(file)
