from __future__ import annotations

import dataclasses
import json
import pathlib
import re
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocolpress import project
from protocolpress.catalogs import po
from protocolpress.catalogs.entries import Entry
from protocolpress.checks import ignores, run, state
from protocolpress.checks.rule import Context, Finding, Pair, Rule
from protocolpress.cli import check as cli_check
from protocolpress.cli import sarif
from protocolpress.errors import Position, Problem, Problems, Severity
from protocolpress.files import DiskFiles, MemoryFiles
from protocolpress.model import Message
from protocolpress.plan import translations
from protocolpress.plan.library import Library
from support import ROOT

HEADER = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""

PATH = "locales/ru/LC_MESSAGES/x.po"


def pairs(text: str) -> tuple[Pair, ...]:
    problems = Problems()
    file = po.parse((HEADER + text).encode(), PATH, problems)
    assert not problems.errors
    return run.pairs_of(file, PATH, source_locale="en", locale="ru")


def shouts(pair: Pair, context: Context) -> Iterator[Finding]:
    if "!" in pair.target and "!" not in pair.source:
        yield Finding("the translation shouts", "be calm")


def twice(every: Sequence[Pair], context: Context) -> Iterator[tuple[Pair, Finding]]:
    seen = set()
    for pair in every:
        if pair.target in seen:
            yield pair, Finding("said before")
        seen.add(pair.target)


SHOUTS = Rule(
    id="test-shouts", family="sense", severity=Severity.ERROR, check=shouts, fix=lambda text, _: text.replace("!", ".")
)
TWICE = Rule(id="test-twice", family="sense", severity=Severity.WARNING, across=twice)
RULES = (SHOUTS, TWICE)


def found(text: str, rules: Sequence[Rule] = RULES) -> list[str]:
    return [str(problem) for problem in sorted(run.run(pairs(text), Context(), rules))]


# ── pairs and rules ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_problem_stands_at_the_line_of_the_translation_and_names_the_source() -> None:
    text = '#: sources/a.md sources/b.md\nmsgid ""\n"Peace."\nmsgstr ""\n"Мир!"\n'
    assert found(text) == [
        f"{PATH}:10: error: the translation shouts [test-shouts]\n  hint: be calm; the source is in sources/a.md"
    ]


def test_only_what_would_be_printed_is_looked_at() -> None:
    text = '#, fuzzy\nmsgid "a"\nmsgstr "А!"\n\nmsgid "b"\nmsgstr ""\n\n#~ msgid "c"\n#~ msgstr "В!"\n\nmsgid "d"\nmsgstr "Г"\n'
    assert [pair.source for pair in pairs(text)] == ["d"]


def test_every_form_of_a_plural_is_a_pair_at_its_own_line() -> None:
    text = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "один"\nmsgstr[1] "два!"\nmsgstr[2] "пять"\n'
    assert [(pair.source, pair.form, pair.line) for pair in pairs(text)] == [
        ("one", 0, 9),
        ("many", 1, 10),
        ("many", 2, 11),
    ]
    assert len(found(text)) == 1


def test_a_form_is_right_if_it_is_right_beside_one_of_its_sources() -> None:
    text = 'msgid "one!"\nmsgid_plural "many"\nmsgstr[0] "один!"\nmsgstr[1] "два!"\nmsgstr[2] "пять"\n'
    assert found(text) == []


def test_a_rule_across_sees_the_texts_of_one_locale_only() -> None:
    text = 'msgid "a"\nmsgstr "А"\n\nmsgid "b"\nmsgstr "А"\n'
    first, second = pairs(text)
    english = dataclasses.replace(second, locale="en")
    assert [problem.position.line for problem in run.run((first, second), Context(), RULES)] == [11]
    assert list(run.run((first, english), Context(), RULES)) == []


def test_a_text_that_is_too_long_is_that_problem_and_no_other() -> None:
    (problem,) = run.run(pairs(f'msgid "a"\nmsgstr "{"[" * 600}!"\n'), Context(), RULES)
    assert problem.rule == "too-long"


def test_of_a_plural_one_form_may_be_too_long() -> None:
    text = f'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "{"[" * 600}"\nmsgstr[1] "два!"\nmsgstr[2] "пять"\n'
    assert sorted(problem.rule for problem in run.run(pairs(text), Context(), RULES)) == ["test-shouts", "too-long"]


def test_every_rule_has_an_id_of_its_own_and_one_function() -> None:
    ids = [rule.id for rule in run.ALL]
    assert len(ids) == len({*ids})
    assert all(re.fullmatch("[a-z]+(-[a-z]+)+", name) for name in ids)
    assert all((rule.check is None) != (rule.across is None) for rule in run.ALL)


# ── silencing ────────────────────────────────────────────────────────────────────────────────────────────────────────

COMMENT = "# protocolpress-ignore: test-shouts it is a salute\n"


def test_a_comment_silences_its_rule_for_its_message_only() -> None:
    loud = 'msgid "a"\nmsgstr "А!"\n\n'
    other = 'msgid "b"\nmsgstr "А!"\n'
    assert [line.partition(": ")[0] for line in found(COMMENT + loud + other)] == [f"{PATH}:12"] * 2
    assert "test-twice" in found(COMMENT + loud + other)[1]


def test_a_comment_silences_a_rule_for_all_texts_too() -> None:
    text = (
        'msgid "a"\nmsgstr "А"\n\n# protocolpress-ignore: test-twice the same word in Russian\nmsgid "b"\nmsgstr "А"\n'
    )
    assert found(text) == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# protocolpress-ignore: test-shouts", "ignore-without-reason"),
        ("#protocolpress-ignore test-shouts  because", ""),
        ("# Translator: protocolpress-ignore is not used here", "test-shouts"),
        ("#. protocolpress-ignore: test-shouts only the translator may", "test-shouts"),
        ("# protocolpress-ignore: test-shout a slip of the pen", "test-shouts unknown-rule"),
        ("# protocolpress-ignore:", "test-shouts unknown-rule"),
        ("# protocolpress-ignore: untranslated no rule for a translation", "test-shouts unknown-rule"),
        ("# protocolpress-ignore: test-shouts why\n# protocolpress-ignore: test-twice why", "unused-ignore"),
        ("# protocolpress-ignore: lost-link has not run here", "test-shouts"),
    ],
)
def test_comments_that_are_no_good(comment: str, expected: str) -> None:
    problems = run.run(pairs(f'{comment}\nmsgid "a"\nmsgstr "А!"\n'), Context(), RULES)
    assert sorted(problem.rule for problem in problems) == expected.split()


def test_a_comment_is_reported_at_its_own_line() -> None:
    text = 'msgid "a"\nmsgstr "А"\n\n\n# Иван:\n#. extracted\n# protocolpress-ignore: test-shouts old\nmsgid "b"\nmsgstr "Б"\n'
    (problem,) = run.run(pairs(text), Context(), RULES)
    assert (problem.rule, problem.position.line) == ("unused-ignore", 13)


def test_a_mistyped_rule_gets_the_nearest_one() -> None:
    (problem,) = run.run(pairs('# protocolpress-ignore: lost-linc x\nmsgid "a"\nmsgstr "А"\n'), Context(), RULES)
    assert problem.hint == "did you mean lost-link?"


@given(st.text(alphabet="protocolpress-ignore: #\n\t", max_size=60))
def test_no_comment_breaks_reading(comment: str) -> None:
    lines = "".join(f"# {line}\n" for line in comment.split("\n"))
    for pair in pairs(f'{lines}msgid "a"\nmsgstr "А"\n'):
        ignores.read(pair.entry)


# ── fixing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def fixed(text: str, rules: Sequence[Rule] = RULES) -> str:
    file = po.parse((HEADER + text).encode(), PATH, Problems())
    return po.serialize(run.fix(file, source_locale="en", locale="ru", rules=rules)).decode().removeprefix(HEADER)


def test_mending_changes_the_lines_of_the_translation_and_no_others() -> None:
    text = '# Иван\n#: a.md\nmsgid "a"\nmsgstr "А!"\n\n\n#, fuzzy\nmsgid "b"\nmsgstr "Б!"\n\n#~ msgid "c"\n#~ msgstr "В!"\n'
    assert fixed(text) == text.replace('"А!"', '"А."')


def test_what_is_silenced_is_not_fixed() -> None:
    text = f'{COMMENT}msgid "a"\nmsgstr "А!"\n'
    assert fixed(text) == text


def test_what_the_source_has_too_is_not_fixed() -> None:
    text = 'msgid "a!"\nmsgstr "А!"\n\nmsgid "one!"\nmsgid_plural "many"\nmsgstr[0] "один!"\nmsgstr[1] "два!"\nmsgstr[2] "пять"\n'
    assert fixed(text) == text
    layout = 'msgid "a  b"\nmsgstr "а  б"\n\n'
    slip = 'msgid "a b c"\nmsgstr "а  б в"\n'
    assert fixed(layout + slip, run.ALL) == (layout + slip).replace("а  б в", "а б в")


def test_a_copy_of_the_source_is_not_fixed() -> None:
    text = 'msgid "a!"\nmsgstr "a!"\n\nmsgid "b"\nmsgstr "B!"\n'
    file = po.parse((HEADER + text).encode(), PATH, Problems())
    fixed = run.fix(file, source_locale="ru", locale="ru", rules=RULES)
    assert [entry.msgstr for entry in fixed.entries[1:]] == [("a!",), ("B.",)]


def test_a_copy_of_the_source_has_warnings_and_no_notes() -> None:
    (pair,) = pairs('msgid "a"\nmsgstr "a"\n')
    rules = [
        Rule(id=f"test-{level}", family="typography", severity=level, check=lambda *_: iter([Finding("x")]))
        for level in (Severity.NOTE, Severity.WARNING)
    ]
    own = dataclasses.replace(pair, source_locale="ru")
    assert [problem.rule for problem in run.run([own], Context(), rules)] == ["test-warning"]
    assert len(list(run.run([pair], Context(), rules))) == 2


def test_a_text_that_stands_in_two_documents_is_judged_once_and_found_twice() -> None:
    judged = []

    def check(pair: Pair, context: Context) -> Iterator[Finding]:
        judged.append(pair.path)
        return shouts(pair, context)

    rule = dataclasses.replace(SHOUTS, check=check)
    (pair,) = pairs('msgid "a"\nmsgstr "А!"\n')
    every = [dataclasses.replace(pair, path=path) for path in ("a.po", "b.po")]
    assert [problem.position.path for problem in run.run(every, Context(), [rule])] == ["a.po", "b.po"]
    assert judged == ["a.po"]


def test_of_texts_that_are_alike_each_has_its_own_limit_of_length() -> None:
    text = 'msgid "a"\nmsgstr "абв"\n\n#. max-length:2\nmsgctxt "x"\nmsgid "a"\nmsgstr "абв"\n'
    found = run.run(pairs(text), Context(), [rule for rule in run.ALL if rule.id == "too-long-translation"])
    assert [problem.message for problem in found] == ["3 characters, but there is room for 2"]


def test_one_mending_may_make_work_for_another() -> None:
    dots = Rule(
        id="test-dots",
        family="sense",
        severity=Severity.NOTE,
        check=lambda pair, _: iter([Finding("dots")] if "..." in pair.target else []),
        fix=lambda text, _: text.replace("...", "…"),
    )
    assert fixed('msgid "a"\nmsgstr "А!.."\n', (dots, SHOUTS)) == 'msgid "a"\nmsgstr "А…"\n'


def test_what_the_charset_has_not_is_left_alone() -> None:
    header = HEADER.replace("UTF-8", "KOI8-R").encode("koi8-r")
    data = header + 'msgid "a"\nmsgstr "А!"\n'.encode("koi8-r")
    dash = Rule(
        id="test-dash", family="sense", severity=Severity.NOTE, check=shouts, fix=lambda text, _: text.replace("!", "—")
    )
    file = po.parse(data, PATH, Problems())
    assert po.serialize(run.fix(file, source_locale="en", locale="ru", rules=(dash,))) == data


TEXTS = st.text(alphabet="аб и5 ..,-—–«»„“\"'()!?:;№%[](@x)*{n}\u00a0", max_size=60)


@given(TEXTS, st.sampled_from(["ru", "en"]))
def test_mending_twice_changes_nothing_more(text: str, locale: str) -> None:
    file = po.parse(HEADER.encode(), PATH, Problems())
    entry = Entry(msgid="a", msgstr=(text,), msgid_line=1, msgstr_lines=(2,), line=1)
    once = run.fix(dataclasses.replace(file, entries=(entry,)), source_locale="", locale=locale)
    twice = run.fix(once, source_locale="", locale=locale)
    assert [entry.msgstr for entry in twice.entries] == [entry.msgstr for entry in once.entries]


# ── state ────────────────────────────────────────────────────────────────────────────────────────────────────────────

STATES = """\
msgid "a"
msgstr ""

#, fuzzy
msgid "b"
msgstr "Б"

msgid "one"
msgid_plural "many"
msgstr[0] "один"
msgstr[1] ""
msgstr[2] ""

#~ msgid "c"
#~ msgstr "В"
"""


def states(text: str, *, own: bool = False) -> list[tuple[int, str, str]]:
    file = po.parse((HEADER + text).encode(), PATH, Problems())
    return [(problem.position.line, problem.rule, problem.severity) for problem in state.find(file, PATH, own=own)]


def test_each_message_that_is_not_done_is_reported_once_at_its_line() -> None:
    assert states(STATES) == [
        (0, "obsolete-message", "note"),
        (8, "untranslated", "warning"),
        (12, "fuzzy-message", "warning"),
        (17, "untranslated", "warning"),
    ]


def test_in_the_language_of_the_source_nothing_is_missing() -> None:
    assert [rule for _, rule, _ in states(STATES, own=True)] == ["obsolete-message", "fuzzy-message"]


def message(msgid: str, context: str = "") -> Message:
    return Message(msgid=msgid, position=Position("a.md"), context=context)


def test_a_catalog_is_stale_where_its_messages_are_not_those_of_the_sources() -> None:
    file = po.parse(f'{HEADER}msgid "a"\nmsgstr "А"\n\n#~ msgid "c"\n#~ msgstr "В"\n'.encode(), PATH, Problems())
    assert list(state.stale(file, PATH, [message("a"), message("")])) == []
    (problem,) = state.stale(file, PATH, [message("a", "verb"), message("c")])
    assert problem.message == "the sources have changed: 2 messages are missing here, 1 message is no longer needed"
    assert problem.hint == "run: protocolpress update"


# ── languages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("ru/LC_MESSAGES/x.po", "", "ru"),
        ("locales/pt_BR/LC_MESSAGES/x.po", "", "pt_BR"),
        ("/a/ru_RU/LC_MESSAGES/x.po", "en", "ru"),
        ("mutt.ru.po", "", "ru"),
        ("mutt.de.po", "ru", "ru"),
        ("debconf.ru.KOI8-R.po", "", "ru"),
        ("po/ru.po", "", "ru"),
        ("ru_RU.UTF-8.po", "", "ru"),
        ("x.po", "ru_RU", "ru"),
        ("messages.po", "sr@latin", "sr@latin"),
    ],
)
def test_a_catalog_says_its_language_by_its_path_or_its_header(path: str, language: str, expected: str) -> None:
    data = f'msgid ""\nmsgstr "Language: {language}\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    problems = Problems()
    one = translations.single(path, po.parse(data.encode(), path, problems), problems, source_locale="en")
    assert one.locale == expected


def test_a_catalog_without_a_language_is_compared_as_far_as_that_goes() -> None:
    problems = Problems()
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{n} days"\nmsgstr "Дни  5"\n'
    file = po.parse(text.encode(), "messages.po", problems)
    one = translations.single("messages.po", file, problems, source_locale="en")
    assert [(problem.rule, problem.severity) for problem in problems] == [("unknown-locale", "warning")]
    assert "placeholder-mismatch" in [problem.rule for problem in translations.check([one], Context())]


# ── what a project knows ─────────────────────────────────────────────────────────────────────────────────────────────

TOML = 'source_locale = "en"\nlocales = ["en", "ru"]\n[group]\nname = "Group"\n'


def known(changed: Mapping[str, str | bytes]) -> tuple[Context, list[str]]:
    contents: dict[str, str | bytes] = {
        "protocolpress.toml": TOML,
        "sources/registry/organizations.yaml": "nwo:\n  name: Northern Water Office\n  short: NWO\n",
        "sources/registry/places.yaml": "exampleton:\n  name: Exampleton\n",
        "locales/ru/LC_MESSAGES/registry.po": HEADER
        + 'msgid "Northern Water Office"\nmsgstr "Северное водное бюро"\n\nmsgid "NWO"\nmsgstr "СВБ"\n',
    }
    files = MemoryFiles({**contents, **changed})
    problems = Problems()
    context = translations.context(Library(files, project.read(files), problems))
    return context, [problem.rule for problem in problems]


def test_names_of_the_registry_are_known_in_every_language_that_has_them() -> None:
    context, problems = known({})
    assert [(name.id, name.kind, dict(name.forms)) for name in context.names] == [
        ("nwo", "organization", {"en": ("Northern Water Office", "NWO"), "ru": ("Северное водное бюро", "СВБ")}),
        ("exampleton", "place", {"en": ("Exampleton",)}),
    ]
    assert problems == []


def test_a_registry_that_cannot_be_read_is_a_problem_and_leaves_the_glossary() -> None:
    context, problems = known(
        {"sources/registry/places.yaml": b"\xff", "locales/glossary.tsv": "en\tru\ncrew\tэкипаж\n"}
    )
    assert (context.names, problems) == ((), ["not-utf-8"])
    assert [term.words["ru"] for term in context.terms] == ["экипаж"]


# ── SARIF ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sarif_has_a_rule_and_a_place_for_every_problem() -> None:
    every = (
        Problem(
            Position("locales/ru/новый файл.po", 3, 5), Severity.ERROR, "lost-link", "a link is lost", "put it back"
        ),
        Problem(Position("sources/a.md"), Severity.WARNING, "untranslated", "a text is not translated"),
        Problem(Position("/a/x.po", 1), Severity.NOTE, "lost-link", "again"),
    )
    table = "| `lost-link` | a link is gone | put it back |\n"
    log = json.loads(sarif.write(every, table))
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == ["lost-link", "untranslated"]
    assert rules[0]["shortDescription"]["text"] == "a link is gone"
    assert rules[0]["help"]["text"] == "put it back"
    assert rules[1]["shortDescription"]["text"] == "untranslated"
    assert [(rules[result["ruleIndex"]]["id"], result["level"]) for result in one["results"]] == [
        ("lost-link", "error"),
        ("untranslated", "warning"),
        ("lost-link", "note"),
    ]
    assert one["results"][0]["message"]["text"] == "a link is lost\nput it back"
    first, second, third = (result["locations"][0]["physicalLocation"] for result in one["results"])
    assert first["artifactLocation"]["uri"].startswith("locales/ru/%D0%BD")
    assert " " not in first["artifactLocation"]["uri"]
    assert first["region"] == {"startLine": 3, "startColumn": 5}
    assert "region" not in second
    assert third["artifactLocation"] == {"uri": "file:///a/x.po"}


def test_our_own_table_describes_the_rules() -> None:
    log = json.loads(sarif.write((Problem(Position("a"), Severity.ERROR, "lost-link", "x"),)))
    assert "link" in log["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"]["text"]


# ── the examples of docs/checks.md ───────────────────────────────────────────────────────────────────────────────────

DOCS = (ROOT / "docs" / "checks.md").read_text("utf-8")
KNOWN = {rule.id: rule for rule in run.ALL}
EXAMPLES = [
    (match[1], number, block)
    for match in re.finditer(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", DOCS, re.MULTILINE | re.DOTALL)
    for number, block in enumerate(re.findall(r"```po\n(.*?)```", match[2], re.DOTALL))
]


@pytest.fixture(scope="module")
def knowledge() -> Context:
    files = DiskFiles(pathlib.Path(ROOT))
    return translations.context(Library(files, project.read(files), Problems()))


@pytest.mark.parametrize(("rule", "number", "block"), EXAMPLES, ids=lambda value: str(value)[:30])
def test_of_two_examples_the_first_is_bad_and_the_second_good(
    rule: str, number: int, block: str, knowledge: Context
) -> None:
    assert rule in KNOWN, f"docs/checks.md has a section for {rule}, which is no rule for translations"
    problems = [problem.rule for problem in run.run(pairs(block), knowledge, (KNOWN[rule],))]
    assert (rule in problems) == (number % 2 == 0), problems


def test_every_rule_for_translations_has_a_bad_and_a_good_example() -> None:
    shown = {rule: [number for name, number, _ in EXAMPLES if name == rule] for rule in KNOWN}
    lacking = sorted(rule for rule, numbers in shown.items() if len(numbers) < 2 or len(numbers) % 2)
    assert not lacking


@pytest.mark.parametrize(
    ("comment", "left_out"),
    [
        ("Protocol x · preamble", True),
        ("Protocol x · Article 1", True),
        ("Event x", True),
        ("Protocol x · Article 1 · paragraph 2(a)", False),
    ],
)
def test_a_block_that_is_left_out_is_not_compared(comment: str, left_out: bool) -> None:
    source = "*Noting* that [Mr. Sample](@sample) has 2 of them,"
    catalog = f'#. {comment}\nmsgid "{source}"\nmsgstr "\\\\"\n'
    found = {problem.rule for problem in run.run(pairs(catalog), Context())}
    assert found == set() if left_out else {"lost-mention", "number-mismatch"} <= found


def test_programs_get_names_and_texts_in_which_everything_can_be_seen() -> None:
    name = "a\u202eb\udcff\n é.md"
    found = (Problem(Position(name, 1), Severity.ERROR, "lost-link", f"about {name}", f"see {name}"),)
    log = sarif.write(found)
    assert "a\\\\u202eb\\\\udcff\\\\n é.md" in log
    (result,) = json.loads(log)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%E2%80%AEb%FF%0A%20%C3%A9.md"
    listed = cli_check.as_json(found)
    assert "a\\u202eb\\udcff\\n é.md" in listed
    assert json.loads(listed)[0]["path"] == name
    for text in (log, listed):
        assert text.replace("\n", "").isprintable()
