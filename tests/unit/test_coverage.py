"""How much is translated: every state of a message, words, the minimum, and what a stale catalog shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress import project
from protocolpress.errors import Position, Problems, ProjectError
from protocolpress.files import MemoryFiles
from protocolpress.localize import phrases
from protocolpress.plan import coverage

SETTINGS = '[group]\nname = "Group"\n'

EVENT = "---\ntitle: A meeting\ndate: 2012-02-29\n---\n\nFirst text.\n\nSecond text, longer.\n\nThird.\n"

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

TITLE = 'msgid "A meeting"\nmsgstr "Встреча"\n\n'
FIRST = 'msgid "First text."\nmsgstr "Первый."\n\n'
SECOND = 'msgid "Second text, longer."\nmsgstr "Второй."\n\n'
THIRD = 'msgid "Third."\nmsgstr "Третий."\n\n'


def measure(
    *entries: str, settings: str = SETTINGS, event: str = EVENT
) -> tuple[tuple[coverage.Locale, ...], list[str]]:
    """Measure a project of one event whose Russian catalog has *entries*; give the problems in words."""
    contents = {project.PATH: settings, "sources/events/e.md": event}
    if entries:
        contents["locales/ru/LC_MESSAGES/events/e.po"] = HEADER + "".join(entries)
    files, problems = MemoryFiles(contents), Problems()
    found = coverage.measure(project.read(files), files, problems)
    coverage.check(project.read(files), found, problems)
    return found, [f"{p.position}: {p.message} [{p.rule}]" for p in problems]


def event(found: tuple[coverage.Locale, ...]) -> coverage.Domain:
    (russian,) = (each for each in found if each.locale == "ru")
    (domain,) = (domain for domain in russian.domains if domain.id == "events/e")
    return domain


@pytest.mark.parametrize(
    ("entries", "messages", "words"),
    [
        ([TITLE, FIRST, SECOND, THIRD], (4, 0, 0), (8, 0, 0)),
        ([TITLE, FIRST, SECOND, f"#, fuzzy\n{THIRD}"], (3, 1, 0), (7, 1, 0)),
        ([TITLE, FIRST, SECOND], (3, 0, 1), (7, 0, 1)),
        ([TITLE, FIRST, 'msgid "Third."\nmsgstr ""\n\n'], (2, 0, 2), (4, 0, 4)),
        ([TITLE, '#, fuzzy\nmsgid "Third."\nmsgstr ""\n\n'], (1, 0, 3), (2, 0, 6)),
        ([TITLE, 'msgctxt "other"\nmsgid "Third."\nmsgstr "Третий."\n\n'], (1, 0, 3), (2, 0, 6)),
        ([TITLE, 'msgctxt ""\nmsgid "Third."\nmsgstr "Третий."\n\n'], (2, 0, 2), (3, 0, 5)),
        ([TITLE, 'msgid "Third."\nmsgid_plural "Thirds."\nmsgstr[0] "Третий."\n\n'], (1, 0, 3), (2, 0, 6)),
        ([], (0, 0, 4), (0, 0, 8)),
    ],
)
def test_each_message_is_counted_once(
    entries: list[str], messages: tuple[int, int, int], words: tuple[int, int, int]
) -> None:
    found, _ = measure(*entries)
    domain = event(found)
    shown = [(count.translated, count.fuzzy, count.missing) for count in (domain.messages, domain.words)]
    assert shown == [messages, words]


def test_a_catalog_that_was_not_updated_is_not_complete() -> None:
    old = EVENT.replace("Third.", "The third one.")
    found, _ = measure(TITLE, FIRST, SECOND, THIRD, event=old)
    domain = event(found)
    assert (domain.messages.translated, domain.messages.missing) == (3, 1)
    assert (domain.new, domain.gone, domain.exists) == (1, 1, True)


def test_obsolete_messages_are_counted_apart() -> None:
    found, _ = measure(TITLE, '#~ msgid "Third."\n#~ msgstr "Третий."\n\n')
    domain = event(found)
    assert (domain.obsolete, domain.gone, domain.messages.translated) == (1, 0, 1)


def test_a_catalog_that_is_not_there_is_all_missing() -> None:
    domain = event(measure()[0])
    assert (domain.exists, domain.new, domain.messages.missing) == (False, 4, 4)


def test_a_broken_message_is_missing_and_reported() -> None:
    found, problems = measure(TITLE, 'msgid "Third."\nmsgstr "Третий.\n\n')
    assert event(found).messages.translated == 1
    assert problems == [
        "locales/ru/LC_MESSAGES/events/e.po:8: the string has no closing quotation mark [unterminated-string]"
    ]


def test_what_a_locale_says_in_its_own_language_is_not_in_its_sums() -> None:
    english, russian = measure(TITLE)[0]
    assert [domain.id for domain in english.domains] == []
    assert [domain.id for domain in english.own] == [domain.id for domain in russian.domains]
    assert (english.messages.total, russian.own) == (0, ())


def test_a_source_in_another_language_is_translated_the_other_way() -> None:
    english, russian = measure(event=EVENT.replace("date:", "locale: ru\ndate:"))[0]
    assert [domain.id for domain in english.domains] == ["events/e"]
    assert [domain.id for domain in russian.own] == ["events/e"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", []),
        ("[coverage]\nru = 8\n", []),
        (
            "[coverage]\nru = 9\n",
            ["ru is 8 % translated; at least 9 % is required"],
        ),
        (
            "[coverage]\nru = 8.5\n",
            ["ru is 8 % translated; at least 8.5 % is required"],
        ),
        ("[coverage]\nen = 100\n", []),
    ],
)
def test_less_than_the_minimum_is_an_error_at_the_setting(
    settings: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "MESSAGES", phrases.MESSAGES[:32])  # however many languages there are to be named
    _, problems = measure(TITLE, FIRST, SECOND, settings=f"{SETTINGS}{settings}")  # of 25
    assert problems == [f"protocolpress.toml:4: {message} [low-coverage]" for message in expected]


def test_the_hint_names_what_is_worst() -> None:
    files = MemoryFiles({project.PATH: f"{SETTINGS}[coverage]\nru = 95\n", "sources/events/e.md": EVENT})
    settings, problems = project.read(files), Problems()
    coverage.check(settings, coverage.measure(settings, files, problems), problems)
    (problem,) = problems
    assert problem.hint == (
        "translate locales/ru/LC_MESSAGES/interface.po (0 %), locales/ru/LC_MESSAGES/events/e.po (0 %), "
        "locales/ru/LC_MESSAGES/registry.po (0 %)"
    )
    assert problem.position == Position(project.PATH, 4)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two words", 2),
        ("*One*, **two** [three four](https://example.org/a/b)", 4),
        ("See [](#article/1/b).", 1),
        ("A note[^1] here", 3),
        ("Page {page} of {pages}", 2),
        ("1,234.5 – the co-chair's", 3),
        ("Южно-Африканская Республика", 2),
        ("—", 0),
        ("[" * 600, 0),
    ],
)
def test_words(text: str, count: int) -> None:
    assert coverage.words(text) == count


def test_rounding_never_makes_a_whole() -> None:
    assert coverage.Count(translated=999, missing=1).percent == 99
    assert coverage.Count().percent == 100


@given(st.lists(st.sampled_from([TITLE, FIRST, SECOND, THIRD, f"#, fuzzy\n{THIRD}"]), unique=True))
def test_every_message_is_in_one_state(entries: list[str]) -> None:
    domain = event(measure(*entries)[0])
    assert domain.messages.total == 4
    assert domain.words.total == 8


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("de = 95", ["de is not one of the locales"]),
        ('ru = "95"', ["the coverage of ru is not a number from 0 to 100"]),
        ("ru = 101", ["the coverage of ru is not a number from 0 to 100"]),
        ("ru = -1", ["the coverage of ru is not a number from 0 to 100"]),
        ("ru = nan", ["the coverage of ru is not a number from 0 to 100"]),
        ("ru = true", ["the coverage of ru is not a number from 0 to 100"]),
    ],
)
def test_a_wrong_minimum_is_a_mistake_of_the_settings(setting: str, expected: list[str]) -> None:
    with pytest.raises(ProjectError) as caught:
        project.read(MemoryFiles({project.PATH: f"{SETTINGS}[coverage]\n{setting}\n"}))
    assert [f"{p.position}: {p.message} [{p.rule}]" for p in caught.value.problems] == [
        f"protocolpress.toml:4: {message} [bad-setting]" for message in expected
    ]


def test_json_has_the_keys_that_were_promised() -> None:
    files = MemoryFiles({project.PATH: f"{SETTINGS}[coverage]\nru = 95\n", "sources/events/e.md": EVENT})
    settings = project.read(files)
    data = coverage.data(coverage.measure(settings, files, Problems()), settings)
    russian: dict[str, object] = data[1]
    assert [*russian] == ["locale", "minimum", "messages", "words", "documents"]
    assert (russian["locale"], russian["minimum"]) == ("ru", 95)
    documents = russian["documents"]
    assert isinstance(documents, list)
    none = {"total": 4, "translated": 0, "fuzzy": 0, "missing": 4, "percent": 0}
    assert documents[-1] == {
        "document": "events/e",
        "path": "locales/ru/LC_MESSAGES/events/e.po",
        "exists": False,
        "source_locale": "en",
        "counted": True,
        "messages": none,
        "words": {**none, "total": 8, "missing": 8},
        "obsolete": 0,
        "new": 4,
        "gone": 0,
    }
