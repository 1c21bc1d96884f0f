"""Suggestions: where they come from, what they look like, and that nothing else of a catalog changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress import project
from protocolpress.catalogs import po, suggest
from protocolpress.catalogs.entries import PoFile
from protocolpress.errors import BuildError, Problems
from protocolpress.files import MemoryFiles
from protocolpress.plan import suggesting

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
)  # fmt: skip


def parse(text: str, path: str = "ru.po", charset: str = "utf-8") -> PoFile:
    problems = Problems()
    file = po.parse((HEADER.replace("UTF-8", charset) + text).encode(charset), path, problems)
    assert not problems, [*problems]
    return file


def filled(file: PoFile, store: suggest.Store) -> suggest.Filled:
    missing = suggest.missing(file)
    matches = zip(missing, suggest.match([*missing.values()], store), strict=True)
    return suggest.fill(file, {place: match for place, match in matches if match})


def fill(catalog: str, known: str, charset: str = "utf-8") -> str:
    """Fill *catalog* from the catalog *known*; give what stands behind the header."""
    store = suggest.store(suggest.donors(parse(known, "other.po"), "other.po"))
    file = filled(parse(catalog, charset=charset), store).file
    return po.serialize(file).decode(file.charset).partition("\n\n")[2]


EMPTY = '\n#. title\n#: a.md\nmsgid "The chairs met on Monday in Quebec."\nmsgstr ""\n'


def test_the_very_text() -> None:
    text = fill(EMPTY, '\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "Встреча"\n')
    assert text == (
        "# suggested: other.po:6 (100 %)\n"
        "#. title\n#: a.md\n#, fuzzy\n"
        'msgid "The chairs met on Monday in Quebec."\nmsgstr "Встреча"\n'
    )


def test_a_text_like_it_stands_behind_the_mark() -> None:
    text = fill(EMPTY, '\nmsgid "The chairs met on Friday in Quebec."\nmsgstr "Встреча"\n')
    assert text == (
        "# suggested: other.po:6 (91 %)\n"
        '#. title\n#: a.md\n#, fuzzy\n#| msgid "The chairs met on Friday in Quebec."\n'
        'msgid "The chairs met on Monday in Quebec."\nmsgstr "Встреча"\n'
    )


def test_what_is_like_nothing_stays_missing() -> None:
    text = fill(EMPTY, '\nmsgid "Something else altogether, of all things."\nmsgstr "Иное"\n')
    assert f"\n{text}" == EMPTY


def test_another_context_stands_behind_the_mark() -> None:
    text = fill('\nmsgid "Annex"\nmsgstr ""\n', '\nmsgctxt "citation"\nmsgid "Annex"\nmsgstr "приложение"\n')
    assert '#| msgctxt "citation"\n#| msgid "Annex"\nmsgid "Annex"\nmsgstr "приложение"\n' in text


def test_the_same_context_comes_first() -> None:
    known = '\nmsgctxt "b"\nmsgid "Annex"\nmsgstr "Б"\n\nmsgctxt "a"\nmsgid "Annex"\nmsgstr "А"\n'
    text = fill('\nmsgctxt "a"\nmsgid "Annex"\nmsgstr ""\n', known)
    assert 'msgstr "А"' in text
    assert "#|" not in text


@pytest.mark.parametrize(
    ("catalog", "known", "expected"),
    [
        (
            'msgid "a page"\nmsgid_plural "pages"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n',
            'msgid "a page"\nmsgid_plural "pages"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\n',
            'msgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\n',
        ),
        (
            'msgid "a page"\nmsgid_plural "pages"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n',
            'msgid "a page"\nmsgstr "1"\n',
            'msgstr[0] "1"\nmsgstr[1] "1"\nmsgstr[2] "1"\n',
        ),
        (
            'msgid "a page"\nmsgstr ""\n',
            'msgid "a page"\nmsgid_plural "pages"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\n',
            'msgstr "1"\n',
        ),
    ],
)
def test_plural_forms(catalog: str, known: str, expected: str) -> None:
    text = fill(f"\n{catalog}", f"\n{known}")
    assert text.endswith(expected)


@pytest.mark.parametrize(
    "known",
    [
        '#, fuzzy\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "Встреча"\n',
        'msgid "The chairs met on Monday in Quebec."\nmsgid_plural "x"\nmsgstr[0] "Встреча"\nmsgstr[1] ""\nmsgstr[2] ""\n',
    ],
)
def test_what_nobody_confirmed_is_not_suggested(known: str) -> None:
    text = fill(EMPTY, f"\n{known}")
    assert f"\n{text}" == EMPTY


def test_what_is_in_use_comes_before_what_is_obsolete() -> None:
    message = 'msgid "The chairs met on Monday in Quebec."\n'
    old = f'\n#~ {message}#~ msgstr "прежде"\n'
    assert 'msgstr "прежде"' in fill(EMPTY, old)
    both = suggest.store(
        suggest.donors(parse(f'{old}\nmsgid "x"\nmsgstr "y"\n', "a.po"), "a.po")
        + suggest.donors(parse(f'\n{message}msgstr "теперь"\n', "b.po"), "b.po")
    )
    assert [str(known.position) for known in both["The chairs met on Monday in Quebec."]] == ["a.po:6", "b.po:6"]


@pytest.mark.parametrize(
    "entry",
    [
        '#, fuzzy\nmsgid "The chairs met on Monday in Quebec."\nmsgstr ""\n',
        '#, fuzzy\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "так"\n',
        'msgid "The chairs met on Monday in Quebec."\nmsgstr "так"\n',
        '#~ msgid "The chairs met on Monday in Quebec."\n#~ msgstr ""\n',
        'msgid "The chairs met on Monday in Quebec."\nmsgid_plural "x"\nmsgstr[0] "так"\nmsgstr[1] ""\nmsgstr[2] ""\n',
    ],
)
def test_what_somebody_has_worked_on_is_not_touched(entry: str) -> None:
    text = fill(f"\n{entry}", '\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "иначе"\n')
    assert text == entry


def test_a_suggestion_that_was_cleared_is_made_again_with_one_comment() -> None:
    cleared = EMPTY.replace("#. title", "# mine\n# suggested: old.po:7 (80 %)\n#. title")
    text = fill(cleared, '\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "Встреча"\n')
    assert text.startswith("# mine\n# suggested: other.po:6 (100 %)\n#. title\n")


def test_a_charset_that_has_not_the_letters_becomes_utf_8() -> None:
    catalog = '\nmsgid "Name"\nmsgstr ""\n\nmsgid "x"\nmsgstr "имя"\n'
    known = suggest.donors(parse('\nmsgid "Name"\nmsgstr "ёлка — «ω»"\n', "o.po"), "o.po")
    result = filled(parse(catalog, charset="KOI8-R"), suggest.store(known))
    assert (result.recoded, result.file.charset) == (True, "utf-8")
    text = po.serialize(result.file).decode()
    assert 'msgstr "ёлка — «ω»"' in text
    assert 'msgid "x"\nmsgstr "имя"\n' in text


def test_lines_end_as_the_file_has_them() -> None:
    file = po.parse((HEADER + EMPTY).replace("\n", "\r\n").encode(), "ru.po", Problems())
    known = suggest.donors(parse('\nmsgid "The chairs met on Monday in Quebec."\nmsgstr "Да"\n', "o.po"), "o.po")
    data = po.serialize(filled(file, suggest.store(known)).file)
    assert data.count(b"\n") == data.count(b"\r\n")


TEXTS = st.sampled_from(["Monday in Quebec, once more", "Friday in Quebec, once more", "Something else", "{a} of {b}"])
ENTRIES = st.dictionaries(TEXTS, st.sampled_from(["", "да", "#, fuzzy"]), max_size=4)


def written(entries: dict[str, str]) -> str:
    return "".join(
        f'\n{flag}\nmsgid "{text}"\nmsgstr "{"ну" if flag else state}"\n'.replace("\n\nmsgid", "\nmsgid")
        for text, state in entries.items()
        for flag in [state if state.startswith("#") else ""]
    )


@given(ENTRIES, ENTRIES)
def test_twice_is_once_and_other_entries_stay(catalog: dict[str, str], known: dict[str, str]) -> None:
    before = parse(written(catalog))
    store = suggest.store(suggest.donors(parse(written(known), "o.po"), "o.po"))
    once = filled(before, store)
    again = filled(once.file, store)
    assert po.serialize(again.file) == po.serialize(once.file)
    problems = Problems()
    read = po.parse(po.serialize(once.file), "ru.po", problems)
    assert not problems
    for old, new in zip(before.entries, read.entries, strict=True):
        assert old.key == new.key
        assert old.raw == new.raw or (new.is_fuzzy and not any(old.msgstr))


# ── a project ────────────────────────────────────────────────────────────────────────────────────────────────────────

PROJECT = {
    project.PATH: '[group]\nname = "Group"\n',
    "sources/events/a.md": "---\ntitle: The chairs met\ndate: 2012-02-29\n---\n\nThey met in Quebec City once more.\n",
    "sources/events/b.md": "---\ntitle: The chairs met\ndate: 2012-03-01\n---\n\nThey met in Cape Town once more.\n",
    "sources/events/c.md": "---\ntitle: Встреча прошла\nlocale: ru\ndate: 2012-03-02\n---\n\nОни прощались.\n",
    "locales/ru/LC_MESSAGES/events/a.po": HEADER
    + '\nmsgid "The chairs met"\nmsgstr ""\n\nmsgid "They met in Quebec City once more."\nmsgstr "Снова встреча."\n',
    "locales/ru/LC_MESSAGES/events/b.po": HEADER
    + '\nmsgid "The chairs met"\nmsgstr "Встреча"\n\nmsgid "They met in Cape Town once more."\nmsgstr ""\n\nmsgid "They parted."\nmsgstr ""\n',
    "locales/en/LC_MESSAGES/events/c.po": HEADER
    + '\nmsgid "Встреча прошла"\nmsgstr ""\n\nmsgid "Они прощались."\nmsgstr "They parted."\n',
}  # fmt: skip


def run(
    changes: dict[str, str] | None = None,
    *,
    ids: tuple[str, ...] = (),
    locales: tuple[str, ...] = (),
    memories: dict[str, bytes] | None = None,
) -> suggesting.Suggestions:
    files = MemoryFiles({**PROJECT, **(changes or {})})
    return suggesting.run(project.read(files), files, ids=ids, locales=locales, memories=memories)


def comments(outcome: suggesting.Suggestions) -> dict[str, list[str]]:
    found = {
        path.rpartition("/")[2]: re.findall(r"# suggested: (.*)", data.decode())
        for path, data in outcome.contents.items()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_catalogs_help_each_other_and_lines_are_those_of_the_result() -> None:
    outcome = run()
    assert comments(outcome) == {
        "a.po": ["locales/ru/LC_MESSAGES/events/b.po:6 (100 %)"],
        "b.po": [
            "locales/ru/LC_MESSAGES/events/a.po:11 (75 %)",
            "locales/en/LC_MESSAGES/events/c.po:9 (100 %)",
        ],
    }
    text = outcome.contents["locales/ru/LC_MESSAGES/events/a.po"].decode().split("\n")
    assert text[10] == 'msgid "They met in Quebec City once more."'
    assert (outcome.suggested, outcome.left) == (3, 1)


def test_only_what_is_named_changes() -> None:
    assert list(comments(run(ids=("events/a",)))) == ["a.po"]
    assert comments(run(locales=("en",))) == {}


def tmx(*pairs: tuple[str, str]) -> bytes:
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="ru"><seg>{ru}</seg></tuv></tu>' for en, ru in pairs
    )
    head = '<header creationtool="x" creationtoolversion="1" segtype="block" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4">{head}<body>{units}</body></tmx>'.encode()


def test_a_memory_is_named_without_its_folder_and_comes_after_the_project() -> None:
    outcome = run(
        memories={
            "/home/x/memory.tmx": tmx(("The chairs met", "Нет"), ("They met in Cape Town once more.", "Вдруг встреча."))
        }
    )
    assert comments(outcome)["a.po"] == ["locales/ru/LC_MESSAGES/events/b.po:6 (100 %)"]
    assert comments(outcome)["b.po"][0] == "memory.tmx (100 %)"


def test_a_broken_memory_is_a_problem_and_nothing_comes_out() -> None:
    with pytest.raises(BuildError) as caught:
        run(memories={"m.tmx": b"<tmx"}, changes={"locales/ru/LC_MESSAGES/events/b.po": "msgid"})
    assert {problem.position.path for problem in caught.value.problems} == {
        "m.tmx",
        "locales/ru/LC_MESSAGES/events/b.po",
    }


def test_messages_that_the_catalog_has_not_are_counted() -> None:
    changes = {"sources/events/a.md": PROJECT["sources/events/a.md"] + "\nNew.\n\nNewer.\n"}
    assert run(changes).stale == run().stale + 2
